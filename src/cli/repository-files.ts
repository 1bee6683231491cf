/** Files of the repository that `init` and `ci` read and write. */
import { readFile } from 'node:fs/promises';
import { writeSharedFile } from '../disk/write-file.ts';
import { Failure } from '../model/failure.ts';

/** Returns the text of a file; `undefined` if it does not exist. Throws `Failure` `file-read`. */
export async function readIfExists(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    if (code === 'ENOENT') return undefined;
    throw new Failure({
      code: 'file-read',
      message: `${path} exists and cannot be read (${code}). Nothing was written.`,
      help: `Move ${path}, or make it readable for this user.`,
      cause: error,
    });
  }
}

/** Writes a file that belongs into the repository. */
export function writeNewFile(path: string, content: string | Uint8Array): Promise<void> {
  // The characters of a string are pieces, too; one piece is one write.
  return writeSharedFile(path, [content]);
}

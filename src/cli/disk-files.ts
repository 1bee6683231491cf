import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FileReader } from '../model/files.ts';

/** The files of this machine. */
export const diskFiles: FileReader = {
  read: (path) => readFile(path),
  list: (path) =>
    readdir(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOTDIR' || error.code === 'ENOENT') return undefined;
      throw error;
    }),
};

/** Writes a file, and its folder where there is none. The text may come in pieces, each of which is one write. */
export async function writeWithFolder(path: string, text: Iterable<string>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

import { createHash } from 'node:crypto';
import type { ConfigFile } from '../../model/desired-state.ts';
import type { FileReader } from '../../model/files.ts';
import type { Problems } from '../problems.ts';
import type { Decoded } from './decode-text.ts';
import { decodeText } from './decode-text.ts';

/** Reads text files, each once, and remembers what was read. */
export interface TextFiles {
  /** The text of a file. `missing` names the system's reason; a file that is no text is reported here. */
  read(path: string): Promise<TextFile>;
  /** Every file read so far, in that order. */
  readonly files: readonly ConfigFile[];
  readonly texts: ReadonlyMap<string, string>;
}

export type TextFile =
  | { readonly text: string }
  | { readonly missing: string }
  | { readonly unreadable: true };

/** Opens a reading. Files that are no text are reported to `problems` with their place. */
export function textFiles(reader: FileReader, problems: Problems): TextFiles {
  const files: ConfigFile[] = [];
  const texts = new Map<string, string>();
  const known = new Map<string, TextFile>();
  return {
    files,
    texts,
    async read(path) {
      const before = known.get(path);
      if (before) return before;
      const found = await readBytes(reader, path);
      const file = 'missing' in found ? found : keep(path, found.bytes);
      known.set(path, file);
      return file;
    },
  };

  function keep(path: string, bytes: Uint8Array): TextFile {
    files.push({ path, sha256: createHash('sha256').update(bytes).digest('hex') });
    const decoded: Decoded = decodeText(bytes);
    if ('text' in decoded) {
      texts.set(path, decoded.text);
      return decoded;
    }
    const { line, column, ...problem } = decoded.problem;
    problems.add({ ...problem, severity: 'error', source: { file: path, line, column } });
    return { unreadable: true };
  }
}

async function readBytes(
  reader: FileReader,
  path: string,
): Promise<{ readonly bytes: Uint8Array } | { readonly missing: string }> {
  try {
    return { bytes: await reader.read(path) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return { missing: systemWords[code] ?? `cannot be read (${code})` };
  }
}

const systemWords: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EISDIR: 'is a folder, not a file',
  EACCES: 'may not be read by this user (EACCES)',
  EPERM: 'may not be read by this user (EPERM)',
};

import { createHash } from 'node:crypto';
import type { ConfigFile } from '../model/desired-state.ts';
import type { FileReader } from '../model/file-reader.ts';
import { largestFile } from '../model/file-reader.ts';
import type { Problems } from './problems.ts';
import type { Decoded } from './decode-text.ts';
import { decodeText } from './decode-text.ts';

/** Reads text files, each once, and remembers what was read. */
export interface TextFiles {
  /** The text of a file. `missing` names the system's reason; a file that is no text is reported here. */
  read(path: string): Promise<TextFile>;
  /** Every file read so far, in that order. */
  readonly files: readonly ConfigFile[];
  /** Remembers that a file is a configuration, so that its lines may be shown. */
  recognize(path: string): void;
  /** The texts of recognized files. A message must not quote another file, which may hold secrets. */
  shownTexts(): ReadonlyMap<string, string>;
}

export type TextFile =
  | { readonly text: string }
  | { readonly missing: string; readonly refusal: Refusal }
  | { readonly unreadable: true };

/** Why a file was not read, as the last part of a code: `include-not-found`, `file-too-large`. */
export type Refusal = 'not-found' | 'not-regular' | 'too-large';

/** Opens a reading. Files that are no text are reported to `problems` with their place. */
export function textFiles(reader: FileReader, problems: Problems): TextFiles {
  const files: ConfigFile[] = [];
  const texts = new Map<string, string>();
  const recognized = new Set<string>();
  const known = new Map<string, TextFile>();
  return {
    files,
    recognize: (path) => void recognized.add(path),
    shownTexts: () => new Map([...texts].filter(([path]) => recognized.has(path))),
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
): Promise<{ readonly bytes: Uint8Array } | { readonly missing: string; readonly refusal: Refusal }> {
  try {
    return { bytes: await reader.read(path) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return {
      missing: systemWords[code] ?? `cannot be read (${code})`,
      refusal: refusals[code] ?? 'not-found',
    };
  }
}

const refusals: Readonly<Record<string, Refusal>> = { EFTYPE: 'not-regular', EFBIG: 'too-large' };

const systemWords: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EISDIR: 'is a folder, not a file',
  EFTYPE: 'is not a regular file (a device, pipe or socket), and rollcall reads only regular files',
  EFBIG: `is larger than ${largestFile / 1024 / 1024} MiB, the most that rollcall reads`,
  EACCES: 'may not be read by this user (EACCES)',
  EPERM: 'may not be read by this user (EPERM)',
};

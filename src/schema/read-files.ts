import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ConfigFile } from '../model/desired-state.ts';
import { type FileReader, maxFileBytes } from '../model/file-reader.ts';
import { type DecodedText, decodeText } from './decode-text.ts';
import { quoted } from './describe-value.ts';
import type { Problems } from './problems.ts';

/** Reads text files, each once, and remembers what was read. */
export interface TextFiles {
  /** The text of a file. `missing` names the system's reason; a file that is no text is reported here. */
  read(path: string): Promise<TextFile>;
  /** Every file read so far, in that order. */
  readonly files: readonly ConfigFile[];
  /** Remembers that a file is a configuration, so that its lines may be shown. */
  markAsConfiguration(path: string): void;
  /** The texts of recognized files. A message must not quote another file, which may hold secrets. */
  configurationTexts(): ReadonlyMap<string, string>;
}

export type TextFile =
  | { readonly text: string }
  | { readonly missing: string; readonly refusal: ReadFailure }
  | { readonly unreadable: true };

/** Why a file was not read, as the last part of a code: `include-not-found`, `file-too-large`. */
export type ReadFailure = 'not-found' | 'not-regular' | 'too-large';

/** Opens a reading. Files that are no text are reported to `problems` with their place. */
export function openTextFiles(reader: FileReader, problems: Problems): TextFiles {
  const files: ConfigFile[] = [];
  const texts = new Map<string, string>();
  const recognized = new Set<string>();
  const known = new Map<string, TextFile>();
  return {
    files,
    markAsConfiguration: (path) => void recognized.add(path),
    configurationTexts: () => new Map([...texts].filter(([path]) => recognized.has(path))),
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
    const decoded: DecodedText = decodeText(bytes);
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
): Promise<{ readonly bytes: Uint8Array } | { readonly missing: string; readonly refusal: ReadFailure }> {
  try {
    return { bytes: await reader.read(path) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return {
      missing: readFailureTexts[code] ?? `cannot be read (${code})`,
      refusal: readFailures[code] ?? 'not-found',
    };
  }
}

const readFailures: Readonly<Record<string, ReadFailure>> = { EFTYPE: 'not-regular', EFBIG: 'too-large' };

const readFailureTexts: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EISDIR: 'is a folder, not a file',
  EFTYPE: 'is not a regular file (a device, pipe or socket), and rollcall reads only regular files',
  EFBIG: `is larger than ${maxFileBytes / 1024 / 1024} MiB, the most that rollcall reads`,
  EACCES: 'may not be read by this user (EACCES)',
  EPERM: 'may not be read by this user (EPERM)',
};

/** The YAML files that paths name: files as they are, folders by their `.yaml` and `.yml` files in order of name. */
export async function configurationPaths(
  paths: readonly string[],
  reader: FileReader,
  problems: Problems,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of paths) found.push(...(await yamlFilesAt(path, reader, problems)));
  // The same file named twice, by itself and with its folder, is one file.
  const seen = new Set<string>();
  return found.filter((path) => !seen.has(join(path)) && seen.add(join(path)));
}

async function yamlFilesAt(path: string, reader: FileReader, problems: Problems): Promise<readonly string[]> {
  const names = await reader.list(path).catch(() => undefined);
  if (names === undefined) return [path];
  const yaml = names.filter((name) => /\.ya?ml$/i.test(name)).toSorted();
  if (yaml.length === 0) {
    problems.add({
      code: 'empty-folder',
      severity: 'error',
      message: `The folder ${quoted(path)} holds no .yaml or .yml file (${names.length} other entries).`,
      help: 'Name a file, or a folder with configuration files in it; folders within it are not searched.',
      source: { file: path, line: 1, column: 1 },
    });
  }
  return yaml.map((name) => join(path, name));
}

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ConfigFile } from '../model/desired-state.ts';
import { type FileReader, isConfigurationFile, maxFileBytes } from '../model/file-reader.ts';
import { type DecodedText, decodeText } from './decode-text.ts';
import { quoted } from './describe-value.ts';
import type { Problems } from './problems.ts';

/** Reads each text file once and records what was read. */
export interface TextFiles {
  /** Reads the text of a file. Reports a file that is not text; the caller must report a missing one. */
  read(path: string): Promise<TextFile>;
  /** The files read so far, in reading order. */
  readonly files: readonly ConfigFile[];
  /** Marks a file that was read as the definition of a target. */
  markAsDefinition(path: string): void;
  /** Marks a file as a configuration, so that messages may show its lines. */
  markAsConfiguration(path: string): void;
  /** Returns the texts of marked files by path. Messages must not quote other files, which may hold secrets. */
  configurationTexts(): ReadonlyMap<string, string>;
}

export type TextFile =
  | { readonly text: string }
  /** `missing` is the reason in words; it continues a sentence that begins with the path. */
  | { readonly missing: string; readonly refusal: ReadFailure }
  | { readonly unreadable: true };

/** The reason why a file was not read, as the last part of a code: `include-not-found`, `file-too-large`. */
export type ReadFailure = 'not-found' | 'is-folder' | 'not-regular' | 'too-large' | 'outside-folder';

/** Returns a `TextFiles` that reads through `reader` and reports files that are not text to `problems`. */
export function openTextFiles(reader: FileReader, problems: Problems): TextFiles {
  const files: ConfigFile[] = [];
  const texts = new Map<string, string>();
  const recognized = new Set<string>();
  const known = new Map<string, TextFile>();
  const definitions = new Set<string>();
  return {
    get files() {
      return files.map((file) =>
        definitions.has(file.path) ? { ...file, definition: true as const } : file,
      );
    },
    markAsDefinition: (path) => void definitions.add(path),
    markAsConfiguration: (path) => void recognized.add(path),
    configurationTexts: () => new Map([...texts].filter(([path]) => recognized.has(path))),
    async read(path) {
      const cached = known.get(path);
      if (cached) return cached;
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

const readFailures: Readonly<Record<string, ReadFailure>> = {
  EISDIR: 'is-folder',
  EFTYPE: 'not-regular',
  EFBIG: 'too-large',
  'file-outside-folder': 'outside-folder',
};

const readFailureTexts: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EISDIR: 'is a folder, not a file',
  EFTYPE: 'is not a regular file but a device, pipe or socket; rollcall reads only regular files',
  EFBIG: `is larger than ${maxFileBytes / 1024 / 1024} MiB, the limit for a file`,
  'file-outside-folder': 'leads out of the folder in which the server runs',
  EACCES: 'cannot be read by this user (EACCES)',
  EPERM: 'cannot be read by this user (EPERM)',
};

/** Returns the paths of the YAML files: files as given, and the `.yaml` and `.yml` files of folders, sorted by name. */
export async function configurationPaths(
  paths: readonly string[],
  reader: FileReader,
  problems: Problems,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of paths) found.push(...(await yamlFilesAt(path, reader, problems)));
  // A file that is given twice, for example directly and through its folder, is read once.
  const distinct = new Set<string>();
  return found.filter((path) => !distinct.has(join(path)) && distinct.add(join(path)));
}

async function yamlFilesAt(path: string, reader: FileReader, problems: Problems): Promise<readonly string[]> {
  const names = await reader.list(path).catch(() => undefined);
  if (names === undefined) return [path];
  const yaml = names.filter(isConfigurationFile).toSorted();
  if (yaml.length === 0) {
    problems.add({
      code: 'empty-folder',
      severity: 'error',
      message: `The folder ${quoted(path)} contains no .yaml or .yml file (${names.length} other entries).`,
      help: 'Pass a file, or a folder that directly contains configuration files. Subfolders are not searched.',
      source: { file: path, line: 1, column: 1 },
    });
  }
  return yaml.map((name) => join(path, name));
}

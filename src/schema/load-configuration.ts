import type { DesiredState, Dialect } from '../model/desired-state.ts';
import { type Diagnostic, hasErrors } from '../model/results/diagnostic.ts';
import type { FileReader } from '../model/file-reader.ts';
import type { Day } from '../model/time.ts';
import { advise } from './advice/advise.ts';
import { checkShape } from './check/check-shape.ts';
import { loadDefinitions } from './definition/load-definitions.ts';
import { loadIncludes } from './csv/load-includes.ts';
import { quoted } from './describe-value.ts';
import { collectProblems, type Problems } from './problems.ts';
import { configurationPaths, type TextFiles, openTextFiles } from './read-files.ts';
import { readDesiredState } from './read/read-desired-state.ts';
import { itemsOf, type SourceDocument, valueAt } from './source-file.ts';
import { looksLikeConfiguration, readYaml } from './yaml/read-yaml.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

export interface LoadRequest {
  /** YAML files, or folders with `.yaml` and `.yml` files. Together they are one configuration. */
  readonly paths: readonly string[];
  readonly files: FileReader;
  /** Overrides the dialect in the files. */
  readonly dialect?: Dialect;
  /** Do not read the definitions of targets: the caller writes or reads these files itself. */
  readonly withoutDefinitions?: boolean;
  /** The current day, for advice on dates. Without it there is no such advice. */
  readonly today?: Day;
}

export interface LoadedConfiguration {
  /** Absent when any diagnostic is an error. */
  readonly desired?: DesiredState;
  /** The valid part of files with errors, to unenroll suppressed contacts only. Absent if `suppress` is affected. */
  readonly salvaged?: DesiredState;
  /** Sorted by file (in reading order), line and column. */
  readonly diagnostics: readonly Diagnostic[];
  /** By path, the texts of the files that are recognized as configurations. Other files may hold secrets. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Reads and checks a configuration. Returns every problem as a diagnostic; never throws for bad file contents. */
export async function loadConfiguration(request: LoadRequest): Promise<LoadedConfiguration> {
  const problems = collectProblems();
  const files = openTextFiles(request.files, problems);
  const paths = await configurationPaths(request.paths, request.files, problems);
  const documents: SourceDocument[] = [];
  for (const path of paths) {
    const document = await readDocument(path, files, problems);
    if (document) documents.push(document);
  }
  documents.forEach(checkShape);
  const includes = await loadIncludes(documents, files, problems);
  const incomplete = documents.length < paths.length;
  const dialect = request.dialect ? { dialect: request.dialect } : {};
  const read =
    documents.length > 0 ? readDesiredState({ documents, includes, incomplete, ...dialect }) : undefined;
  const named = request.withoutDefinitions ? undefined : read?.desired;
  const loaded = named && (await loadDefinitions(named, files, problems));
  const order = [...new Set([...request.paths, ...paths, ...files.files.map((file) => file.path)])];
  const found = problems.all(order);
  if (!read || hasErrors(found)) {
    const isSafe = read && !incomplete && isSuppressionReadable(documents, found);
    const salvaged = isSafe ? { salvaged: { ...read.desired, files: files.files } } : {};
    return { diagnostics: found, texts: files.configurationTexts(), ...salvaged };
  }
  const desired = { ...read.desired, ...loaded, files: files.files };
  const today = omitUndefined({ today: request.today });
  for (const advice of advise({ ...read, desired, ...today })) problems.add(advice);
  const diagnostics = problems.all(order);
  return { desired, diagnostics, texts: files.configurationTexts() };
}

async function readDocument(
  path: string,
  files: TextFiles,
  problems: Problems,
): Promise<SourceDocument | undefined> {
  const file = await files.read(path);
  if ('text' in file) {
    if (looksLikeConfiguration(file.text)) files.markAsConfiguration(path);
    return readYaml(path, file.text, problems);
  }
  if ('missing' in file) {
    problems.add({
      code: `file-${file.refusal}`,
      severity: 'error',
      message: `The file ${quoted(path)} ${file.missing}.`,
      help: 'Pass a YAML file or a folder with YAML files. `rollcall init` writes a first file.',
      source: { file: path, line: 1, column: 1 },
    });
  }
  return undefined;
}

/** The sections that must be valid before rollcall unenrolls suppressed contacts: `suppress`, account, ledger. */
const sectionsForSuppression = new Set(['version', 'portal', 'dialect', 'ledger', 'ledgerId', 'suppress']);

/**
 * Returns whether the `suppress` entries of a configuration are complete although other parts have errors: no error
 * is in a section that suppression needs, or in a file that `suppress` includes. Every file must have been parsed.
 */
function isSuppressionReadable(
  documents: readonly SourceDocument[],
  diagnostics: readonly Diagnostic[],
): boolean {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return errors.every(({ source }) => {
    if (!source) return false;
    const document = documents.find(({ scope }) => scope.path === source.file);
    return document
      ? !sectionsForSuppression.has(sectionAt(document, source) ?? 'version')
      : !documents.some((candidate) => isIncludedBySuppress(candidate, source.file));
  });
}

/** Returns the top-level key whose section contains a place: the last key at or before it. */
function sectionAt(
  { root, scope }: SourceDocument,
  { line, column }: { readonly line: number; readonly column: number },
): string | undefined {
  let section: string | undefined;
  let begins = -1;
  for (const [key, { keyOffset }] of root.entries) {
    const place = scope.sourceAt(keyOffset);
    const isBefore = place.line < line || (place.line === line && place.column <= column);
    if (isBefore && keyOffset > begins) [section, begins] = [key, keyOffset];
  }
  return section;
}

function isIncludedBySuppress({ root }: SourceDocument, path: string): boolean {
  return itemsOf(valueAt(root, 'suppress')).some((item) => {
    const file = valueAt(item, 'file');
    return file?.kind === 'scalar' && path.endsWith(file.text.replace(/^(?:\.\/)+/u, ''));
  });
}

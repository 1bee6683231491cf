import { dirname, isAbsolute, join } from 'node:path';
import type { DesiredEntry, SuppressEntry } from '../../model/desired-state.ts';
import { quoted } from '../describe-value.ts';
import type { Problems } from '../problems.ts';
import type { ReadFailure, TextFile, TextFiles } from '../read-files.ts';
import type { ParsedEntry } from '../read/read-entry.ts';
import { type SourceFile, itemsOf, type SourceDocument, type SourceNode, valueAt } from '../source-file.ts';
import { type CsvFile, openCsv } from './csv-file.ts';
import { type ParsedPeople, readCsvPeople, readCsvSuppressed } from './read-csv-people.ts';

/** The CSV files that a configuration includes, all of them read in advance. */
export interface Includes {
  /** Returns the contacts of the file of an entry. Reports a missing file at the entry. */
  people(entry: ParsedEntry, scope: SourceFile): ParsedPeople<DesiredEntry>;
  /** Returns the `suppress` entries of the file of an entry. Reports a missing file at the entry. */
  suppressed(entry: ParsedEntry, scope: SourceFile): readonly SuppressEntry[];
}

/** Reads every CSV file that the documents include. Parses each at most once for contacts and once for `suppress`. */
export async function loadIncludes(
  documents: readonly SourceDocument[],
  files: TextFiles,
  problems: Problems,
): Promise<Includes> {
  const texts = new Map<string, TextFile>();
  for (const { root, scope } of documents) {
    for (const name of includePathsOf(root)) {
      const path = resolveInclude(name, scope);
      if (!texts.has(path)) texts.set(path, await files.read(path));
    }
  }
  const people = cached((csv) => readCsvPeople(csv));
  const suppressed = cached((csv) => readCsvSuppressed(csv));
  return {
    people: (entry, scope) => people(entry, scope) ?? { entries: [], broken: true },
    suppressed: (entry, scope) => suppressed(entry, scope) ?? [],
  };

  function cached<Value>(parse: (csv: CsvFile) => Value) {
    const byPath = new Map<string, Value | undefined>();
    return (entry: ParsedEntry, scope: SourceFile): Value | undefined => {
      const path = resolveInclude(entry.name, scope);
      const file = texts.get(path);
      if (!file || 'missing' in file) {
        reportMissingInclude(entry, scope, file ?? { missing: 'was not read', refusal: 'not-found' });
        return undefined;
      }
      if (!byPath.has(path)) {
        const csv = 'text' in file ? openCsv({ file: path, text: file.text }, problems) : undefined;
        byPath.set(path, csv && parse(csv));
      }
      return byPath.get(path);
    };
  }
}

function reportMissingInclude(
  entry: ParsedEntry,
  scope: SourceFile,
  { missing: reason, refusal }: { readonly missing: string; readonly refusal: ReadFailure },
): void {
  scope.report({
    code: `include-${refusal}`,
    at: entry.nameNode.offset,
    message: `The file ${quoted(resolveInclude(entry.name, scope))} ${reason}.`,
    help:
      refusal === 'is-folder'
        ? `Use a CSV file in it, for example \`file: ${join(entry.name, 'people.csv')}\`.`
        : refusal === 'outside-folder'
          ? 'Include a file in that folder, or let the user start the server in a folder that contains both.'
          : `The path of an include is relative to the file that contains it (${scope.path}), and must be a regular file.`,
  });
}

/** Resolves the path of an include against the folder of the file that contains it. */
function resolveInclude(name: string, scope: SourceFile): string {
  return isAbsolute(name) ? name : join(dirname(scope.path), name);
}

/** Returns the paths of all CSV files in the lists of contacts of a document, as written. */
function includePathsOf(root: SourceNode): readonly string[] {
  const blocks = ['audiences', 'sequences', 'workflows'].flatMap((section) =>
    valuesOf(valueAt(root, section)),
  );
  const lists = [
    valueAt(root, 'suppress'),
    ...blocks,
    ...blocks.flatMap((block) => ['members', 'absent'].map((key) => valueAt(block, key))),
  ];
  return lists.flatMap(itemsOf).flatMap((item) => {
    const file = valueAt(item, 'file');
    return file?.kind === 'scalar' && typeof file.value === 'string' ? [file.value.trim()] : [];
  });
}

function valuesOf(node: SourceNode | undefined): readonly SourceNode[] {
  return node?.kind === 'map' ? [...node.entries.values()].map((entry) => entry.value) : [];
}

import type { DesiredEntry } from '../../model/desired-state.ts';
import type { Source } from '../../model/diagnostic.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import type { Includes } from '../csv/load-includes.ts';
import type { ParsedPeople } from '../csv/read-csv-people.ts';
import { type SourceFile, itemsOf } from '../source-file.ts';
import type { LocatedValue } from './merge-blocks.ts';
import { audienceMemberGrammar, type ParsedEntry, readEntry } from './read-entry.ts';
import { trustEmail } from '../../model/email.ts';

/** A named group of people; its entries are those of every target that uses it. */
export interface Audience extends ParsedPeople<DesiredEntry> {
  readonly name: string;
  readonly source: Source;
}

/** Reads every audience with its CSV files, in the order of the files. */
export function readAudiences(
  block: ReadonlyMap<string, LocatedValue>,
  includes: Includes,
): ReadonlyMap<string, Audience> {
  return new Map([...block].map(([name, located]) => [name, readAudience(located, includes)]));
}

function readAudience({ key, keyOffset, node, scope }: LocatedValue, includes: Includes): Audience {
  const entries = entryCollector();
  let broken = node.kind !== 'list';
  for (const item of itemsOf(node)) {
    const entry = readEntry(item, scope, audienceMemberGrammar);
    const read = entry?.kind === 'file' ? includes.people(entry, scope) : undefined;
    if (read) entries.addAll(read.entries);
    else if (entry) entries.add(entryOf(entry, scope, false));
    broken ||= entry === undefined || (read?.broken ?? false);
  }
  return { name: key, source: scope.sourceAt(keyOffset), entries: entries.all(), broken };
}

/** A person or a list as the desired state has it. */
export function entryOf(entry: ParsedEntry, scope: SourceFile, literal: boolean): DesiredEntry {
  const terms = {
    source: scope.sourceAt(entry.offset),
    literal,
    ...omitUndefined({ since: entry.since, sender: entry.sender }),
  };
  if (entry.kind === 'list') return { type: 'list', list: entry.name, ...terms };
  const person = entry.kind === 'id' ? { id: entry.name } : { email: trustEmail(entry.name) };
  return { type: 'person', person, ...terms };
}

/** Puts a list together from people and from whole lists. */
interface EntryCollector {
  add(entry: DesiredEntry): void;
  addAll(entries: readonly DesiredEntry[]): void;
  /** In the order in which they came. A single list comes back as it is: a million people are not copied. */
  all(): readonly DesiredEntry[];
}

export function entryCollector(): EntryCollector {
  const lists: (readonly DesiredEntry[])[] = [];
  let loose: DesiredEntry[] = [];
  const many = (entries: readonly DesiredEntry[]): void => {
    if (loose.length > 0) lists.push(loose);
    if (entries.length > 0) lists.push(entries);
    loose = [];
  };
  return {
    add: (entry) => void loose.push(entry),
    addAll: many,
    all: () => {
      many([]);
      const [only = []] = lists;
      return lists.length > 1 ? lists.flat() : only;
    },
  };
}

import type { DesiredEntry } from '../../model/desired-state.ts';
import type { Source } from '../../model/diagnostic.ts';
import { present } from '../../model/omit-undefined.ts';
import type { Includes } from '../csv/load-includes.ts';
import type { PeopleRead } from '../csv/read-csv-people.ts';
import { type FileScope, itemsOf } from '../source-file.ts';
import type { Located } from './merge-blocks.ts';
import { audienceMember, type Entry, readEntry } from './read-entry.ts';

/** A named group of people; its entries are those of every target that uses it. */
export interface Audience extends PeopleRead<DesiredEntry> {
  readonly name: string;
  readonly source: Source;
}

/** Reads every audience with its CSV files, in the order of the files. */
export function readAudiences(
  block: ReadonlyMap<string, Located>,
  includes: Includes,
): ReadonlyMap<string, Audience> {
  return new Map([...block].map(([name, located]) => [name, readAudience(located, includes)]));
}

function readAudience({ key, keyOffset, node, scope }: Located, includes: Includes): Audience {
  const entries = entryCollector();
  let broken = node.kind !== 'list';
  for (const item of itemsOf(node)) {
    const entry = readEntry(item, scope, audienceMember);
    const read = entry?.who === 'file' ? includes.people(entry, scope) : undefined;
    if (read) entries.many(read.entries);
    else if (entry) entries.one(entryOf(entry, scope, false));
    broken ||= entry === undefined || (read?.broken ?? false);
  }
  return { name: key, source: scope.place(keyOffset), entries: entries.all(), broken };
}

/** A person or a list as the desired state has it. */
export function entryOf(entry: Entry, scope: FileScope, literal: boolean): DesiredEntry {
  const terms = {
    source: scope.place(entry.offset),
    literal,
    ...present({ since: entry.since, sender: entry.sender }),
  };
  if (entry.who === 'list') return { type: 'list', list: entry.name, ...terms };
  const person = entry.who === 'id' ? { id: entry.name } : { email: entry.name };
  return { type: 'person', person, ...terms };
}

/** Puts a list together from people and from whole lists. */
interface EntryCollector {
  one(entry: DesiredEntry): void;
  many(entries: readonly DesiredEntry[]): void;
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
    one: (entry) => void loose.push(entry),
    many,
    all: () => {
      many([]);
      const [only = []] = lists;
      return lists.length > 1 ? lists.flat() : only;
    },
  };
}

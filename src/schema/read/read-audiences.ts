import type { DesiredEntry } from '../../model/desired-state.ts';
import type { Source } from '../../model/results/diagnostic.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import type { Includes } from '../csv/load-includes.ts';
import type { ParsedPeople } from '../csv/read-csv-people.ts';
import { type SourceFile, itemsOf, valueAt } from '../source-file.ts';
import type { LocatedValue } from './merge-blocks.ts';
import { audienceMemberGrammar, type ParsedEntry, readEntry } from './read-entry.ts';
import { readRequirements } from './read-requirements.ts';
import { trustEmail } from '../../model/email.ts';

/** A named group of contacts. Every target that uses it shares its entries. */
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
  const members = node.kind === 'map' ? valueAt(node, 'members') : node;
  let broken = members?.kind !== 'list';
  for (const item of itemsOf(members)) {
    const entry = readEntry(item, scope, audienceMemberGrammar);
    const read = entry?.kind === 'file' ? includes.people(entry, scope) : undefined;
    if (read) entries.addAll(read.entries);
    else if (entry) entries.add(entryOf(entry, scope, false));
    broken ||= entry === undefined || (read?.broken ?? false);
  }
  const require = readRequirements(valueAt(node, 'require'), scope);
  const all = entries.all();
  return {
    name: key,
    source: scope.sourceAt(keyOffset),
    entries: require ? all.map((entry) => ({ ...entry, require })) : all,
    broken,
  };
}

/** Converts a parsed contact or list to an entry of the desired state. */
export function entryOf(entry: ParsedEntry, scope: SourceFile, literal: boolean): DesiredEntry {
  const options = {
    source: scope.sourceAt(entry.offset),
    literal,
    ...omitUndefined({ since: entry.since, sender: entry.sender }),
  };
  if (entry.kind === 'list') return { type: 'list', list: entry.name, ...options };
  const person = entry.kind === 'id' ? { id: entry.name } : { email: trustEmail(entry.name) };
  return { type: 'person', person, ...options };
}

/** Builds a list of entries from single entries and whole lists. */
interface EntryCollector {
  add(entry: DesiredEntry): void;
  addAll(entries: readonly DesiredEntry[]): void;
  /** Returns all entries in the order of adding. Returns a single list as it is, without copying a million entries. */
  all(): readonly DesiredEntry[];
}

/** Returns an empty collector. */
export function entryCollector(): EntryCollector {
  const lists: (readonly DesiredEntry[])[] = [];
  let pending: DesiredEntry[] = [];
  const addAll = (entries: readonly DesiredEntry[]): void => {
    if (pending.length > 0) lists.push(pending);
    if (entries.length > 0) lists.push(entries);
    pending = [];
  };
  return {
    add: (entry) => void pending.push(entry),
    addAll,
    all: () => {
      addAll([]);
      const [only = []] = lists;
      return lists.length > 1 ? lists.flat() : only;
    },
  };
}

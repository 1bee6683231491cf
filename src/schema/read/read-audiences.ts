import type { DesiredEntry } from '../../model/desired-state.ts';
import type { Source } from '../../model/diagnostic.ts';
import type { PeopleRead } from '../csv/read-csv-people.ts';
import { audienceMember } from '../people/entry-grammar.ts';
import { entryCollector } from '../people/entry-collector.ts';
import type { Entry } from './read-entry.ts';
import { readEntry } from './read-entry.ts';
import type { FileScope } from '../source-file.ts';
import { itemsOf } from '../source/source-tree.ts';
import type { Includes } from '../csv/load-includes.ts';
import type { Located } from './merge-blocks.ts';
import { present } from '../../model/omit-undefined.ts';

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

import type { DesiredPerson } from '../../model/desired-state.ts';
import { absentPerson } from '../people/entry-grammar.ts';
import { readEntry } from '../read/read-entry.ts';
import type { Includes } from '../csv/load-includes.ts';
import type { FileScope } from '../source-file.ts';
import type { SourceNode } from '../source/source-tree.ts';
import { itemsOf } from '../source/source-tree.ts';
import { personName } from '../read/merge-members.ts';

/** Reads an `absent` list; somebody named twice in it is reported, through a file merged. */
export function readAbsent(
  node: SourceNode | undefined,
  scope: FileScope,
  includes: Includes,
): readonly DesiredPerson[] {
  const people = new Map<string, DesiredPerson>();
  const written = new Map<string, number>();
  for (const item of itemsOf(node)) {
    const entry = readEntry(item, scope, absentPerson);
    if (entry?.who === 'file') {
      for (const { person, source } of peopleOf(includes.people(entry, scope).entries)) {
        if (!people.has(personName(person))) people.set(personName(person), { person, source });
      }
    } else if (entry) {
      const first = written.get(entry.name);
      if (first !== undefined) reportTwice(scope, entry.offset, first);
      written.set(entry.name, entry.offset);
      const person = entry.who === 'id' ? { id: entry.name } : { email: entry.name };
      people.set(entry.name, { person, source: scope.place(entry.offset) });
    }
  }
  return [...people.values()];
}

function peopleOf(entries: ReturnType<Includes['people']>['entries']): readonly DesiredPerson[] {
  return entries.flatMap((entry) => (entry.type === 'person' ? [entry] : []));
}

function reportTwice(scope: FileScope, at: number, first: number): void {
  scope.report({
    code: 'duplicate-absent',
    at,
    message: 'This list names the same contact twice.',
    help: 'Remove one of the two lines.',
    relatedAt: [first],
  });
}

import type { DesiredEntry, DesiredContact } from '../../model/desired-state.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import { suggestion } from '../../model/text/did-you-mean.ts';
import type { Includes } from '../csv/load-includes.ts';
import type { ParsedPeople } from '../csv/read-csv-people.ts';
import { quoted } from '../describe-value.ts';
import { type SourceFile, itemsOf, type SourceNode } from '../source-file.ts';
import { personKey } from './merge-members.ts';
import { type Audience, entryCollector, entryOf } from './read-audiences.ts';
import { absentGrammar, type ParsedEntry, type EntryGrammar, readEntry } from './read-entry.ts';
import { trustEmail } from '../../model/email.ts';

/** The entries of a `members` list with its audiences expanded in place, not yet merged. */
export interface ParsedMembers extends ParsedPeople<DesiredEntry> {
  /** The names of the audiences used, with the offset of the reference. */
  readonly audiences: ReadonlyMap<string, number>;
}

interface MembersContext {
  readonly scope: SourceFile;
  readonly grammar: EntryGrammar;
  readonly audiences: ReadonlyMap<string, Audience>;
  /** Whether a file could not be read. Then missing audiences are not reported. */
  readonly incomplete: boolean;
}

/** Reads a `members` list with its audiences. Reports unknown and duplicate audiences. */
export function readMembers(node: SourceNode, context: MembersContext): ParsedMembers {
  const { scope, grammar } = context;
  const entries = entryCollector();
  const used = new Map<string, number>();
  let broken = node.kind !== 'list';
  for (const item of itemsOf(node)) {
    const entry = readEntry(item, scope, grammar);
    if (entry?.kind !== 'audience') {
      if (entry) entries.add(entryOf(entry, scope, true));
      broken ||= entry === undefined;
      continue;
    }
    const audience = findAudience(entry, context, used);
    broken ||= audience?.broken ?? true;
    if (audience) entries.addAll(applyOptionsToAll(audience.entries, entry, grammar));
  }
  return { entries: entries.all(), broken, audiences: used };
}

function findAudience(
  entry: ParsedEntry,
  context: MembersContext,
  used: Map<string, number>,
): Audience | undefined {
  const { scope, audiences } = context;
  const first = used.get(entry.name);
  if (first !== undefined) {
    scope.report({
      code: 'duplicate-audience',
      at: entry.offset,
      message: `The audience ${quoted(entry.name)} is duplicated in this list of members.`,
      help: 'Remove one of the two.',
      relatedAt: [first],
    });
  }
  used.set(entry.name, entry.offset);
  const audience = audiences.get(entry.name);
  if (!audience && !context.incomplete) {
    scope.report({
      code: 'unknown-audience',
      at: entry.nameNode.offset,
      message: `Unknown audience ${quoted(entry.name)}; ${definedCount(audiences.size)}.`,
      help: `Define it under \`audiences\`, or correct the name.${suggestion(entry.name, audiences.keys())}`,
    });
  }
  return audience;
}

function definedCount(audiences: number): string {
  if (audiences === 0) return 'no audience is defined';
  return audiences === 1 ? '1 audience is defined' : `${audiences} audiences are defined`;
}

/** Applies the options of a reference to an audience. Without options, targets share the list of the audience. */
function applyOptionsToAll(
  members: readonly DesiredEntry[],
  reference: ParsedEntry,
  grammar: EntryGrammar,
): readonly DesiredEntry[] {
  const isPlain = reference.since === undefined && reference.sender === undefined;
  if (isPlain && grammar.options.includes('sender')) return members;
  return members.map((member) => applyOptions(member, reference, grammar));
}

/** Adds the options of a reference to a member that does not have them. Removes the sender if the target has none. */
function applyOptions(member: DesiredEntry, reference: ParsedEntry, grammar: EntryGrammar): DesiredEntry {
  const takesSender = grammar.options.includes('sender');
  if (!takesSender && member.sender !== undefined) {
    const { sender: _, ...rest } = member;
    return applyOptions(rest, reference, grammar);
  }
  const since = member.since ?? reference.since;
  const sender = member.sender ?? reference.sender;
  if (since === member.since && sender === member.sender) return member;
  return { ...member, ...omitUndefined({ since, sender }) };
}

/** Reads an `absent` list. Reports a contact that the list itself repeats; merges contacts of CSV files silently. */
export function readAbsent(
  node: SourceNode | undefined,
  scope: SourceFile,
  includes: Includes,
): readonly DesiredContact[] {
  const people = new Map<string, DesiredContact>();
  const written = new Map<string, number>();
  for (const item of itemsOf(node)) {
    const entry = readEntry(item, scope, absentGrammar);
    if (entry?.kind === 'file') {
      for (const { person, source } of peopleOf(includes.people(entry, scope).entries)) {
        if (!people.has(personKey(person))) people.set(personKey(person), { person, source });
      }
    } else if (entry) {
      const first = written.get(entry.name);
      if (first !== undefined) reportDuplicateAbsent(scope, entry.offset, first);
      written.set(entry.name, entry.offset);
      const person = entry.kind === 'id' ? { id: entry.name } : { email: trustEmail(entry.name) };
      people.set(entry.name, { person, source: scope.sourceAt(entry.offset) });
    }
  }
  return [...people.values()];
}

function peopleOf(entries: ReturnType<Includes['people']>['entries']): readonly DesiredContact[] {
  return entries.flatMap((entry) => (entry.type === 'person' ? [entry] : []));
}

function reportDuplicateAbsent(scope: SourceFile, at: number, first: number): void {
  scope.report({
    code: 'duplicate-absent',
    at,
    message: 'This contact is already in the list.',
    help: 'Remove one of the two lines.',
    relatedAt: [first],
  });
}

import type { DesiredEntry } from '../../model/desired-state.ts';
import type { PeopleRead } from '../csv/read-csv-people.ts';
import type { EntryGrammar } from '../people/entry-grammar.ts';
import { entryCollector } from '../people/entry-collector.ts';
import type { Entry } from './read-entry.ts';
import { readEntry } from './read-entry.ts';
import type { Audience } from './read-audiences.ts';
import { entryOf } from './read-audiences.ts';
import { present } from '../../model/omit-undefined.ts';
import { suggestion } from '../../model/text/did-you-mean.ts';
import { quoted } from '../describe-value.ts';
import type { FileScope } from '../source-file.ts';
import type { SourceNode } from '../source/source-tree.ts';
import { itemsOf } from '../source/source-tree.ts';

/** The entries of a `members` list with its audiences expanded in place, not yet merged. */
export interface MembersRead extends PeopleRead<DesiredEntry> {
  /** The audiences named, by name, with the place of the reference. */
  readonly audiences: ReadonlyMap<string, number>;
}

export interface MembersContext {
  readonly scope: FileScope;
  readonly grammar: EntryGrammar;
  readonly audiences: ReadonlyMap<string, Audience>;
  /** A file could not be read, so that an audience may be missing for that reason. */
  readonly incomplete: boolean;
}

/** Reads a `members` list. */
export function readMembers(node: SourceNode, context: MembersContext): MembersRead {
  const { scope, grammar } = context;
  const entries = entryCollector();
  const used = new Map<string, number>();
  let broken = node.kind !== 'list';
  for (const item of itemsOf(node)) {
    const entry = readEntry(item, scope, grammar);
    if (entry?.who !== 'audience') {
      if (entry) entries.one(entryOf(entry, scope, true));
      broken ||= entry === undefined;
      continue;
    }
    const audience = findAudience(entry, context, used);
    broken ||= audience?.broken ?? true;
    if (audience) entries.many(allOnTerms(audience.entries, entry, grammar));
  }
  return { entries: entries.all(), broken, audiences: used };
}

function findAudience(
  entry: Entry,
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
      message: `There is no audience ${quoted(entry.name)}${audiences.size === 0 ? '; none is defined' : ` among the ${audiences.size} defined`}.`,
      help: `Define it under \`audiences\`, or correct the name.${suggestion(entry.name, audiences.keys())}`,
    });
  }
  return audience;
}

/** Most references have no terms: then targets share the list of the audience. */
function allOnTerms(
  members: readonly DesiredEntry[],
  reference: Entry,
  grammar: EntryGrammar,
): readonly DesiredEntry[] {
  const isPlain = reference.since === undefined && reference.sender === undefined;
  if (isPlain && grammar.terms.includes('sender')) return members;
  return members.map((member) => onTerms(member, reference, grammar));
}

/** A member of an audience on the terms of the reference, where it has none of its own. */
function onTerms(member: DesiredEntry, reference: Entry, grammar: EntryGrammar): DesiredEntry {
  const takesSender = grammar.terms.includes('sender');
  if (!takesSender && member.sender !== undefined) {
    const { sender: _, ...rest } = member;
    return onTerms(rest, reference, grammar);
  }
  const since = member.since ?? reference.since;
  const sender = member.sender ?? reference.sender;
  if (since === member.since && sender === member.sender) return member;
  return { ...member, ...present({ since, sender }) };
}

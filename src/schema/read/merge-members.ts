import type { DesiredEntry, DesiredContact, ContactRef } from '../../model/desired-state.ts';
import type { Source } from '../../model/diagnostic.ts';
import type { SourceFile } from '../source-file.ts';
import type { LocatedValue } from './merge-blocks.ts';

/** A contradiction between two entries that both stand at the target itself. */
interface MemberConflict {
  readonly code: 'duplicate-member' | 'two-senders' | 'member-and-absent';
  readonly source: Source;
  readonly first: Source;
}

/**
 * The members of a target with everybody once, in the order of the files. Written at the target beats
 * through an audience, the earlier audience beats the later one, and `absent` beats every audience.
 * Two entries at the target itself for one person contradict each other.
 */
export function mergeMembers(
  expanded: readonly DesiredEntry[],
  absent: readonly DesiredContact[],
): { readonly members: readonly DesiredEntry[]; readonly conflicts: readonly MemberConflict[] } {
  const absentBy = new Map(absent.map((entry) => [personKey(entry.person), entry.source]));
  const { literals, conflicts } = readLiterals(expanded, absentBy);
  const isNew = firstSeenTest(expanded.length);
  const standing = (entry: DesiredEntry): DesiredEntry | undefined => {
    const name = entryKey(entry);
    if (!entry.literal && absentBy.has(name)) return undefined;
    return isNew(name) ? (literals.get(name) ?? entry) : undefined;
  };
  return { members: mapChanged(standing, expanded), conflicts };
}

/** What stands for each entry, without those for which nothing does; the list itself where all stand for themselves. */
function mapChanged(
  standing: (entry: DesiredEntry) => DesiredEntry | undefined,
  entries: readonly DesiredEntry[],
): readonly DesiredEntry[] {
  let changed: DesiredEntry[] | undefined;
  for (const [index, entry] of entries.entries()) {
    const one = standing(entry);
    if (!changed && one !== entry) changed = entries.slice(0, index);
    if (one) changed?.push(one);
  }
  return changed ?? entries;
}

/**
 * Tells whether a name comes for the first time. With a million people that is most of the work, and
 * small sets take a third of the time in which one large set grows.
 */
function firstSeenTest(names: number): (name: string) => boolean {
  const sets = Array.from({ length: 1 + (names >> 10) }, () => new Set<string>());
  return (name) => {
    const set = sets[shardOf(name) % sets.length];
    if (!set) return false;
    const before = set.size;
    // Asking first whether it is there would look it up twice.
    return set.add(name).size > before;
  };
}

/** A number that depends on some characters of a name: equal for equal names, and mostly not for others. */
function shardOf(name: string): number {
  const quarter = name.length >> 2;
  const [a, b, c] = [name.charCodeAt(quarter), name.charCodeAt(2 * quarter), name.charCodeAt(3 * quarter)];
  return name.length + 31 * (a + 31 * (b + 31 * c));
}

function readLiterals(expanded: readonly DesiredEntry[], absentBy: ReadonlyMap<string, Source>) {
  const literals = new Map<string, DesiredEntry>();
  const conflicts: MemberConflict[] = [];
  for (const entry of expanded) {
    if (!entry.literal) continue;
    const name = entryKey(entry);
    const earlier = literals.get(name);
    const banned = absentBy.get(name);
    if (earlier) conflicts.push(conflictOf(entry, earlier));
    else literals.set(name, entry);
    if (banned) conflicts.push({ code: 'member-and-absent', source: banned, first: entry.source });
  }
  return { literals, conflicts };
}

function conflictOf(entry: DesiredEntry, earlier: DesiredEntry): MemberConflict {
  const [one, other] = [entry.sender, earlier.sender].map((sender) => JSON.stringify(sender));
  const code = one !== undefined && other !== undefined && one !== other ? 'two-senders' : 'duplicate-member';
  return { code, source: entry.source, first: earlier.source };
}

/** A text that is equal for two people exactly when they are written equally: emails have an @, ids do not. */
export function personKey({ id, email }: ContactRef): string {
  if (id === undefined) return email;
  return email === undefined ? id : `${id} ${email}`;
}

function entryKey(entry: DesiredEntry): string {
  return entry.type === 'list' ? `list ${entry.list}` : personKey(entry.person);
}

/** Reports the contradictions within one target, each with both places. */
export function reportConflicts(
  located: LocatedValue,
  conflicts: readonly MemberConflict[],
  scope: SourceFile,
): void {
  for (const { code, source, first } of conflicts) {
    scope.reportAt(source, { code, ...conflictTexts[code](located.key), related: [first] });
  }
}

type ConflictText = (key: string) => { readonly message: string; readonly help: string };

const conflictTexts: Readonly<Record<MemberConflict['code'], ConflictText>> = {
  'duplicate-member': (key) => ({
    message: `The same contact is declared twice among the members of \`${key}\`.`,
    help: 'Remove one of the two lines.',
  }),
  'two-senders': (key) => ({
    message: `The same contact is declared twice among the members of \`${key}\`, with different senders.`,
    help: 'Keep the line with the sender who is to write.',
  }),
  'member-and-absent': (key) => ({
    message: `The same person is a member of \`${key}\` and listed under \`absent\`.`,
    help: 'Remove one of the two: `members` enrolls, `absent` unenrolls.',
  }),
};

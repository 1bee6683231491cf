import type { DesiredEntry, DesiredContact, ContactRef } from '../../model/desired-state.ts';
import type { Source } from '../../model/results/diagnostic.ts';
import type { SourceFile } from '../source-file.ts';
import type { LocatedValue } from './merge-blocks.ts';

/** A conflict between two entries at the same target, not through an audience. */
interface MemberConflict {
  readonly code: 'duplicate-member' | 'two-senders' | 'member-and-absent';
  readonly source: Source;
  readonly first: Source;
}

/**
 * Merges the members of a target so that each contact occurs once, in the order of the files. Entries at the target
 * override audiences, earlier audiences override later ones, and `absent` overrides all audiences. Two entries at the
 * target for one contact are a conflict.
 */
export function mergeMembers(
  expanded: readonly DesiredEntry[],
  absent: readonly DesiredContact[],
): { readonly members: readonly DesiredEntry[]; readonly conflicts: readonly MemberConflict[] } {
  const absentBy = new Map(absent.map((entry) => [personKey(entry.person), entry.source]));
  const { literals, conflicts } = readLiterals(expanded, absentBy);
  const isNew = firstSeenTest(expanded.length);
  const resolve = (entry: DesiredEntry): DesiredEntry | undefined => {
    const name = entryKey(entry);
    if (!entry.literal && absentBy.has(name)) return undefined;
    return isNew(name) ? (literals.get(name) ?? entry) : undefined;
  };
  return { members: mapChanged(resolve, expanded), conflicts };
}

/** Maps entries and drops `undefined` results. Returns the same array, not a copy, if no entry changes. */
function mapChanged(
  map: (entry: DesiredEntry) => DesiredEntry | undefined,
  entries: readonly DesiredEntry[],
): readonly DesiredEntry[] {
  let changed: DesiredEntry[] | undefined;
  for (const [index, entry] of entries.entries()) {
    const mapped = map(entry);
    if (!changed && mapped !== entry) changed = entries.slice(0, index);
    if (mapped) changed?.push(mapped);
  }
  return changed ?? entries;
}

/**
 * Returns a function that returns whether a name is new. For a million contacts this is most of the work, and many
 * small sets take a third of the time of one large set.
 */
function firstSeenTest(names: number): (name: string) => boolean {
  const sets = Array.from({ length: 1 + (names >> 10) }, () => new Set<string>());
  return (name) => {
    const set = sets[shardOf(name) % sets.length];
    if (!set) return false;
    const sizeBefore = set.size;
    // `has` before `add` would hash the name twice.
    return set.add(name).size > sizeBefore;
  };
}

/** Returns a hash of some characters of a name, to choose its set. */
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
    const absentSource = absentBy.get(name);
    if (earlier) conflicts.push(conflictOf(entry, earlier));
    else literals.set(name, entry);
    if (absentSource) {
      conflicts.push({ code: 'member-and-absent', source: absentSource, first: entry.source });
    }
  }
  return { literals, conflicts };
}

function conflictOf(entry: DesiredEntry, earlier: DesiredEntry): MemberConflict {
  const [sender, earlierSender] = [entry.sender, earlier.sender].map((value) => JSON.stringify(value));
  const differ = sender !== undefined && earlierSender !== undefined && sender !== earlierSender;
  const code = differ ? 'two-senders' : 'duplicate-member';
  return { code, source: entry.source, first: earlier.source };
}

/** Returns a key that is equal for two references exactly if they have the same id and email. */
export function personKey({ id, email }: ContactRef): string {
  if (id === undefined) return email;
  return email === undefined ? id : `${id} ${email}`;
}

function entryKey(entry: DesiredEntry): string {
  return entry.type === 'list' ? `list ${entry.list}` : personKey(entry.person);
}

/** Reports the conflicts within one target, each with both places. */
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
    message: `The members of \`${key}\` list this contact twice.`,
    help: 'Remove one of the two lines.',
  }),
  'two-senders': (key) => ({
    message: `The members of \`${key}\` list this contact twice, with different senders.`,
    help: 'Keep only the line with the intended sender.',
  }),
  'member-and-absent': (key) => ({
    message: `This contact is listed under \`members\` and under \`absent\` of \`${key}\`.`,
    help: 'Remove one of the two: `members` enrolls, `absent` unenrolls.',
  }),
};

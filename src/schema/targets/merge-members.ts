import type { DesiredEntry, DesiredPerson, PersonRef } from '../../model/desired-state.ts';
import type { Source } from '../../model/diagnostic.ts';

/** A contradiction between two entries that both stand at the target itself. */
export interface Conflict {
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
  absent: readonly DesiredPerson[],
): { readonly members: readonly DesiredEntry[]; readonly conflicts: readonly Conflict[] } {
  const absentBy = new Map(absent.map((entry) => [personName(entry.person), entry.source]));
  const { literals, conflicts } = readLiterals(expanded, absentBy);
  const members: DesiredEntry[] = [];
  // A set and not a map of places: with a million people it is most of the work.
  const seen = new Set<string>();
  for (const entry of expanded) {
    const name = entryName(entry);
    if (seen.has(name) || (!entry.literal && absentBy.has(name))) continue;
    seen.add(name);
    members.push(literals.get(name) ?? entry);
  }
  return { members, conflicts };
}

function readLiterals(expanded: readonly DesiredEntry[], absentBy: ReadonlyMap<string, Source>) {
  const literals = new Map<string, DesiredEntry>();
  const conflicts: Conflict[] = [];
  for (const entry of expanded) {
    if (!entry.literal) continue;
    const name = entryName(entry);
    const earlier = literals.get(name);
    const banned = absentBy.get(name);
    if (earlier) conflicts.push(conflictOf(entry, earlier));
    else literals.set(name, entry);
    if (banned) conflicts.push({ code: 'member-and-absent', source: banned, first: entry.source });
  }
  return { literals, conflicts };
}

function conflictOf(entry: DesiredEntry, earlier: DesiredEntry): Conflict {
  const [one, other] = [entry.sender, earlier.sender].map((sender) => JSON.stringify(sender));
  const code = one !== undefined && other !== undefined && one !== other ? 'two-senders' : 'duplicate-member';
  return { code, source: entry.source, first: earlier.source };
}

/** A text that is equal for two people exactly when they are written equally: addresses have an @, ids have not. */
export function personName(person: PersonRef): string {
  return 'email' in person ? person.email : person.id;
}

function entryName(entry: DesiredEntry): string {
  return entry.type === 'list' ? `list ${entry.list}` : personName(entry.person);
}

/** Facts about contacts that a snapshot does not have, because its files did not need them. */
import {
  type DesiredState,
  requirementsOf,
  rotatedReps,
  sendersOf,
  usesContactOwner,
} from '../../model/desired-state.ts';
import { Failure } from '../../model/failure.ts';

/** What a snapshot has of each contact. */
export interface ReadFacts {
  /** The values of each contact property that its files named. Another value is `(other)`. */
  readonly properties: Readonly<Record<string, readonly string[]>>;
  /** Whether it has the owners of contacts. */
  readonly owners: boolean;
}

/** Returns what a snapshot of these files has of each contact. `written` returns a value as the snapshot has it. */
export function factsFor(
  desired: Pick<DesiredState, 'targets'>,
  written = (value: string): string => value,
): ReadFacts {
  const properties = new Map<string, Set<string>>();
  for (const { property, values } of requirementsOf(desired.targets)) {
    const known = properties.get(property) ?? new Set();
    for (const value of values) known.add(written(value));
    properties.set(property, known);
  }
  return {
    properties: Object.fromEntries([...properties].map(([name, values]) => [name, [...values]])),
    owners: sendersOf(desired).some(usesContactOwner),
  };
}

/**
 * Throws `Failure` `snapshot-property` if the files need a fact that the snapshot does not have: the forecast would judge
 * contacts by a property that was not read. `reps` are those whose order the snapshot keeps.
 */
export function refuseUnreadFacts(
  desired: Pick<DesiredState, 'targets'>,
  { facts, reps }: { readonly facts: ReadFacts; readonly reps: ReadonlySet<string> },
): void {
  const needed = factsFor(desired);
  for (const [property, values] of Object.entries(needed.properties)) {
    const known = facts.properties[property];
    if (!known) throw unread(`the contact property \`${property}\``);
    const unknown = values.find((value) => !known.includes(value));
    if (unknown !== undefined) throw unread(`which contacts have the value of \`${property}\` in the files`);
  }
  if (needed.owners && !facts.owners) throw unread('the owners of contacts');
  const isNew = sendersOf(desired)
    .flatMap(rotatedReps)
    .some((rep) => !reps.has(rep));
  if (isNew) throw unread('which contacts a rep gets who is new in `rotate`');
}

function unread(what: string): Failure {
  return new Failure({
    code: 'snapshot-property',
    message: `The files need ${what}, which the snapshot does not have: it has only what its own files needed.`,
    help: 'Take a new snapshot with these files: rollcall snapshot --out FILE',
  });
}

import { canonicalJson, digest, digestList, digestPieces } from '../model/digest.ts';
import type { ObservedContact, ObservedState, ObservedTarget } from '../model/observed-state.ts';

/** A digest of all that was observed, whatever the order in which it arrived and whenever it was read. */
export function digestObserved(observed: ObservedState): string {
  return digestPieces(textOf(observed));
}

/** One digest an entry keeps the text small, however many there are. */
function* textOf({ account, contacts, aliases, lists, senders, targets }: ObservedState): Generator<string> {
  yield `[${canonicalJson(account)},`;
  yield* digestList(sorted(contacts, contactFacts));
  yield ',';
  yield* digestList(sorted(aliases, (id) => id));
  yield ',';
  yield* digestList(sorted(lists, ({ id, name, members }) => ({ id, name, members: members.toSorted() })));
  yield ',';
  yield* digestList(sorted(senders, (sender) => sender));
  yield ',';
  yield* digestList(sorted(targets, targetFacts));
  yield ']';
}

function* sorted<T>(map: ReadonlyMap<string, T>, facts: (value: T) => unknown): Generator {
  for (const [key, value] of inOrder(map)) yield [key, facts(value)];
}

function* inOrder<T>(map: ReadonlyMap<string, T>): Generator<readonly [string, T]> {
  for (const key of [...map.keys()].toSorted()) {
    const value = map.get(key);
    if (value !== undefined) yield [key, value];
  }
}

function contactFacts(contact: ObservedContact): unknown {
  return {
    ...contact,
    emails: contact.emails.toSorted(),
    mergedIds: contact.mergedIds.toSorted(),
    enrollments: contact.enrollments.map(digest).toSorted(),
  };
}

function targetFacts({ active, ever, onViaList, refused, hazards, ...rest }: ObservedTarget): unknown {
  return {
    ...rest,
    hazards: hazards.map(digest).toSorted(),
    active: active && [...active].toSorted(),
    onViaList: onViaList && [...onViaList].toSorted(),
    refused: refused && [...refused].map(([id, list]) => `${id} ${list}`).toSorted(),
    ever: ever && [...ever].map(([id, first]) => `${id} ${first ?? ''}`).toSorted(),
  };
}

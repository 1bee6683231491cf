import { digest } from '../model/digest.ts';
import type { ObservedContact, ObservedState, ObservedTarget } from '../model/observed-state.ts';

/** A digest of all that was observed, whatever the order in which it arrived and whenever it was read. */
export function digestObserved(observed: ObservedState): string {
  const { account, contacts, aliases, lists, senders, targets } = observed;
  return digest([
    account,
    sorted(contacts, contactFacts),
    sorted(aliases, (id) => id),
    sorted(lists, ({ id, name, members }) => ({ id, name, members: members.toSorted() })),
    sorted(senders, (sender) => sender),
    sorted(targets, targetFacts),
  ]);
}

/** One digest an entry keeps the text small, however many there are. */
function sorted<T>(map: ReadonlyMap<string, T>, facts: (value: T) => unknown): readonly string[] {
  return [...map].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => digest([key, facts(value)]));
}

function contactFacts(contact: ObservedContact): unknown {
  return {
    ...contact,
    emails: contact.emails.toSorted(),
    mergedIds: contact.mergedIds.toSorted(),
    enrollments: contact.enrollments.map(digest).toSorted(),
  };
}

function targetFacts({ active, ever, onViaList, hazards, ...rest }: ObservedTarget): unknown {
  return {
    ...rest,
    hazards: hazards.map(digest).toSorted(),
    active: active && [...active].toSorted(),
    onViaList: onViaList && [...onViaList].toSorted(),
    ever: ever && [...ever].map(([id, first]) => `${id} ${first ?? ''}`).toSorted(),
  };
}

/** The order of the reps of a rotation for one contact. */
import { digest } from '../../model/digest.ts';
import type { Email } from '../../model/email.ts';
import type { ContactId } from '../../model/target.ts';

/**
 * Returns the reps in the order of a contact, by rendezvous hashing: the highest digest of (rep, contact) first. The
 * order in the files has no effect. A new rep takes only the contacts for which it comes first, and a removed rep
 * gives up only its own.
 *
 * `kept` are orders from the real addresses of the reps. A snapshot has other addresses, whose digests differ.
 */
export function rotationOrder(
  reps: readonly Email[],
  contactId: ContactId,
  kept?: ReadonlyMap<ContactId, readonly Email[]>,
): readonly Email[] {
  const weighted = reps.map((email) => ({ email, weight: digest([email, contactId]) }));
  const order = weighted.toSorted((a, b) => (a.weight < b.weight ? 1 : -1)).map(({ email }) => email);
  const known = kept?.get(contactId);
  if (!known) return order;
  return [
    ...known.filter((email) => reps.includes(email)),
    ...order.filter((email) => !known.includes(email)),
  ];
}

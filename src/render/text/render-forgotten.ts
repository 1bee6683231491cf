import type { ContactId } from '../../model/target.ts';
import { count } from '../view/format.ts';

/** Who was erased, and what that keeps from happening. */
export function renderForgotten({
  contactId,
  ids,
  addresses,
  inHubSpot,
}: {
  readonly contactId: ContactId;
  readonly ids: readonly ContactId[];
  readonly addresses: number;
  readonly inHubSpot: boolean;
}): string {
  if (!inHubSpot) {
    const blocked =
      addresses === 0
        ? 'the ledger has no email of it to block'
        : `only the ${count(addresses, 'email')} that the ledger recorded ${addresses === 1 ? 'is' : 'are'} blocked`;
    return `Contact ${contactId} is forgotten. HubSpot no longer has it, so ${blocked}. List other emails under \`suppress\` if they may return.\n`;
  }
  const others = ids.filter((id) => id !== contactId);
  const merged =
    others.length === 0
      ? ''
      : `, ${count(others.length, 'other id')} of the same person (${others.join(', ')})`;
  return `Contact ${contactId} is forgotten, with ${count(addresses, 'address', 'addresses')}${merged}. Nothing will enroll this person again.\n`;
}

import type { ContactId } from '../../model/target.ts';
import { count } from '../wording/count.ts';

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
    return `Contact ${contactId} is forgotten. HubSpot no longer has it, so its addresses could not be blocked: list them under \`suppress\` if they may come back.\n`;
  }
  const others = ids.filter((id) => id !== contactId);
  const merged =
    others.length === 0
      ? ''
      : `, ${count(others.length, 'other id')} of the same person (${others.join(', ')})`;
  return `Contact ${contactId} is forgotten, with ${count(addresses, 'address', 'addresses')}${merged}. Nothing will enroll this person again.\n`;
}

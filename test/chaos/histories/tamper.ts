/** A saved plan, edited by a user who knows the plan format and has no access to the ledger. */
import { formatPlan } from '../../../src/commands/apply/saved-plan.ts';
import {
  type ContactChange,
  isContactChange,
  type Change,
  type Plan,
} from '../../../src/model/results/plan.ts';
import { planIdOf } from '../../../src/reconciler/digests.ts';
import type { Tampering } from './history.ts';

export function tampered(text: string, how: Tampering, contactId: string): string {
  const plan: Plan = JSON.parse(text);
  const [first, ...rest] = plan.changes;
  if (!first || !isContactChange(first)) return text;
  const changes: readonly Change[] = changesFor(how, { first, rest, contactId });
  const next = { ...plan, changes };
  const named = how === 'unsigned' ? next : { ...next, planId: planIdOf(next) };
  return [...formatPlan(named)].join('');
}

function changesFor(
  how: Tampering,
  {
    first,
    rest,
    contactId,
  }: {
    readonly first: ContactChange;
    readonly rest: readonly Change[];
    readonly contactId: string;
  },
): readonly Change[] {
  const other = { ...first, contact: { ...first.contact, id: contactId } };
  // An address of its own, so that no two changes have the same.
  const address = `${first.address.split('/')[0] ?? ''}/${contactId}`;
  if (how === 'copy') return [first, { ...other, address }, ...rest];
  if (how !== 'sender') return [other, ...rest];
  return [
    first.action === 'enroll' ? { ...first, sender: 'paul@acme.example', senderUserId: '7002' } : first,
    ...rest,
  ];
}

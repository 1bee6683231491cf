import type { ChangeTarget } from '../../model/results/plan.ts';
import { type ContactId, targetAddress } from '../../model/target.ts';
import { type Draft, replaceVerdicts } from '../draft.ts';
import { keep } from '../rules/verdict.ts';

/** Enrolls a contact in only the first sequence in file order; its enrollments in other sequences wait. */
export function oneSequenceAtATime(draft: Draft): Draft {
  // A target declares each contact once, so one target has no conflicts.
  if (draft.planning.targets.length < 2) return draft;
  const taken = new Map<ContactId, ChangeTarget>();
  return replaceVerdicts(draft, ({ member, target, verdict }) => {
    if (verdict.act !== 'enroll' || target.kind !== 'sequence' || member.contactId === undefined)
      return undefined;
    const first = taken.get(member.contactId);
    if (first !== undefined)
      return {
        ...keep('waiting', `${targetAddress(first)} enrolls the contact first; one sequence at a time`),
        waitsFor: 'other-sequence',
      };
    taken.set(member.contactId, target);
    return undefined;
  });
}

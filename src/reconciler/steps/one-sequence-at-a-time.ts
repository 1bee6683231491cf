import type { ChangeTarget } from '../../model/plan.ts';
import { type ContactId, targetAddress } from '../../model/target.ts';
import { type Draft, replaceVerdicts } from '../draft.ts';
import { keep } from '../rules/verdict.ts';

/** Of several sequences that would take the same person, the first in file order does; the rest wait. */
export function oneSequenceAtATime(draft: Draft): Draft {
  // Within one sequence nobody is declared twice.
  const sequences = draft.planning.targets.filter(({ kind }) => kind === 'sequence');
  if (sequences.length < 2) return draft;
  const taken = new Map<ContactId, ChangeTarget>();
  return replaceVerdicts(draft, ({ member, target, verdict }) => {
    if (verdict.act !== 'enroll' || target.kind !== 'sequence' || member.contactId === undefined)
      return undefined;
    const first = taken.get(member.contactId);
    if (first !== undefined)
      return keep('waiting', `${targetAddress(first)} comes first; one sequence at a time`);
    taken.set(member.contactId, target);
    return undefined;
  });
}

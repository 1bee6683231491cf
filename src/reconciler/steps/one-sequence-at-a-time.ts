import type { ChangeTarget } from '../../model/plan.ts';
import { type ContactId, targetAddress } from '../../model/target.ts';
import { type Draft, rejudging } from '../draft.ts';
import { keep } from '../rules/verdict.ts';

/** Of several sequences that would take the same person, the first in file order does; the rest wait. */
export function oneSequenceAtATime(draft: Draft): Draft {
  // Within one sequence nobody is declared twice.
  const sequences = draft.world.targets.filter(({ kind }) => kind === 'sequence');
  if (sequences.length < 2) return draft;
  const taken = new Map<ContactId, ChangeTarget>();
  return rejudging(draft, ({ subject, target, verdict }) => {
    if (verdict.act !== 'enroll' || target.kind !== 'sequence' || subject.contactId === undefined)
      return undefined;
    const first = taken.get(subject.contactId);
    if (first !== undefined)
      return keep('waiting', `${targetAddress(first)} comes first; one sequence at a time`);
    taken.set(subject.contactId, target);
    return undefined;
  });
}

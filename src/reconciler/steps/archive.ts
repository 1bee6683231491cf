import { targetAddress } from '../../model/target.ts';
import type { Draft, TargetDecision } from '../draft.ts';
import { changeTarget } from '../draft.ts';
import type { PlannedTarget } from '../context/planning-context.ts';
import { contactsByTarget } from './judge-members.ts';

/** Archives workflows with `retired: archive` that have no active contact. */
export function archive(draft: Draft): Draft {
  const retired = draft.planning.targets.filter(
    ({ desired, observed }) =>
      desired.kind === 'workflow' &&
      desired.retired === 'archive' &&
      observed?.active !== undefined &&
      observed.status !== 'missing',
  );
  if (retired.length === 0) return draft;
  const contacts = contactsByTarget(draft.planning);
  const archives = retired.filter(({ name }) => !contacts.get(name)?.size).map(archiveOf);
  return { ...draft, decisions: [...draft.decisions, ...archives] };
}

/** Returns the decision to archive a retired workflow. */
export function archiveOf({ desired, observed, order }: PlannedTarget): TargetDecision {
  return {
    about: 'target',
    address: targetAddress(desired),
    target: changeTarget(desired, observed),
    order,
    source: desired.source,
    reason: 'the retired workflow has no active contact',
  };
}

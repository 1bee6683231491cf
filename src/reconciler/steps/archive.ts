import { targetAddress } from '../../model/target.ts';
import type { ArchiveDecision, Draft } from '../draft.ts';
import { changeTarget } from '../draft.ts';
import type { PlannedTarget } from '../context/planning-context.ts';
import { contactsByTarget } from './judge-members.ts';

/** A workflow retired with `archive` is deleted once the account shows no member. */
export function archive(draft: Draft): Draft {
  const retired = draft.planning.targets.filter(
    ({ desired, observed }) =>
      desired.kind === 'workflow' &&
      desired.retired === 'archive' &&
      observed?.active !== undefined &&
      observed.status !== 'missing',
  );
  if (retired.length === 0) return draft;
  const seen = contactsByTarget(draft.planning);
  const archives = retired.filter(({ name }) => !seen.get(name)?.size).map(archiveOf);
  return { ...draft, decisions: [...draft.decisions, ...archives] };
}

export function archiveOf({ desired, observed, order }: PlannedTarget): ArchiveDecision {
  return {
    about: 'target',
    address: targetAddress(desired),
    target: changeTarget(desired, observed),
    order,
    source: desired.source,
    reason: 'retired, and it has no active contact: the workflow is deleted',
  };
}

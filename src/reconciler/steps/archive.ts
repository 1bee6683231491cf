import { targetAddress } from '../../model/address.ts';
import type { Draft } from '../draft.ts';
import { changeTarget } from '../draft.ts';
import { seenByTarget } from './judge-everybody.ts';

/** A workflow retired with `archive` is deleted once the account shows nobody in it. */
export function archive(draft: Draft): Draft {
  const retired = draft.world.targets.filter(
    ({ desired, observed }) =>
      desired.kind === 'workflow' &&
      desired.retired === 'archive' &&
      observed?.active !== undefined &&
      observed.status !== 'missing',
  );
  if (retired.length === 0) return draft;
  const seen = seenByTarget(draft.world);
  const archives = retired
    .filter(({ name }) => !seen.get(name)?.size)
    .map(({ desired, observed, order }) => ({
      about: 'target' as const,
      address: targetAddress(desired),
      target: changeTarget(desired, observed),
      order,
      source: desired.source,
      reason: 'retired, and nobody is in it any more: the workflow is deleted',
    }));
  return { ...draft, decisions: [...draft.decisions, ...archives] };
}

import { formatSource } from '../../model/results/diagnostic.ts';
import { addDays } from '../../model/time.ts';
import type { Draft } from '../draft.ts';
import { replaceVerdicts } from '../draft.ts';
import { keep } from '../rules/verdict.ts';

/** Makes enrollments wait in a freeze window. Removals continue. */
export function freeze(draft: Draft): Draft {
  const { today } = draft.planning.calendar;
  const window = draft.planning.input.desired.freeze.find(({ from, to }) => from <= today && today <= to);
  if (!window) return draft;
  const why = window.reason === undefined ? '' : `: ${window.reason}`;
  const reason = `frozen through ${window.to}${why} (${formatSource(window.source)})`;
  const earliest = addDays(window.to, 1);
  return replaceVerdicts(draft, ({ verdict }) =>
    verdict.act === 'enroll' ? { ...keep('waiting', reason), earliest } : undefined,
  );
}

import { formatSource } from '../../model/results/diagnostic.ts';
import type { Draft } from '../draft.ts';
import { replaceVerdicts } from '../draft.ts';
import { freezeWindowOf } from '../turns/enrollment-days.ts';
import { postpone } from '../rules/verdict.ts';

/** Makes enrollments wait in a freeze window. Removals continue. */
export function freeze(draft: Draft): Draft {
  const { calendar, input } = draft.planning;
  const window = freezeWindowOf(calendar.today, input.desired.freeze);
  if (!window) return draft;
  const why = window.reason === undefined ? '' : `: ${window.reason}`;
  const reason = `frozen through ${window.to}${why} (${formatSource(window.source)})`;
  return replaceVerdicts(draft, ({ verdict }) =>
    verdict.act === 'enroll' ? postpone(verdict, { waitsFor: 'freeze', reason }) : undefined,
  );
}

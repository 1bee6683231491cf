import { formatSource } from '../../model/diagnostic.ts';
import type { Draft } from '../draft.ts';
import { rejudging } from '../draft.ts';
import { keep } from '../rules/verdict.ts';

/** On the days of a freeze window nobody is enrolled; taking out goes on. */
export function freeze(draft: Draft): Draft {
  const { today } = draft.world.calendar;
  const window = draft.world.input.desired.freeze.find(({ from, to }) => from <= today && today <= to);
  if (!window) return draft;
  const why = window.reason === undefined ? '' : `: ${window.reason}`;
  const reason = `frozen through ${window.to}${why} (${formatSource(window.source)})`;
  return rejudging(draft, ({ verdict }) => (verdict.act === 'enroll' ? keep('waiting', reason) : undefined));
}

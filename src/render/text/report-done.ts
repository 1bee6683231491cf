import type { Change } from '../../model/plan.ts';
import type { Outcome, Report } from '../../model/report.ts';
import { outcomeLine } from '../view/line.ts';
import { count, formatNumber } from '../view/format.ts';
import { blockLines, columnsOf } from './line-list.ts';
import type { Style } from './style.ts';
import { wrap } from './layout.ts';

/** What an apply got done: in all, by target, and how it is known; every line with `full`. */
export function donePart(
  report: Report,
  { full }: { readonly full?: boolean | undefined },
  style: Style,
): readonly string[] {
  const done = report.outcomes.filter((outcome) => outcome.status === 'done');
  if (done.length === 0) return [];
  const emails = report.emails > 0 ? `; about ${count(report.emails, 'email')} will leave` : '';
  const lines = { first: full ? done.map(outcomeLine) : [], hidden: 0, last: [] };
  const rows = [...byTarget(done), `How it is known: ${evidenceTotals(done)}`];
  return [
    ...wrap(`Done: ${actionTotals(done)}${emails}`, { width: style.width, rest: '  ' }).map(style.heading),
    ...rows.flatMap((row) => wrap(row, { width: style.width, first: '  ', rest: '    ' })),
    ...blockLines(lines, columnsOf([lines]), style),
  ];
}

const actionWords: Readonly<Record<Change['action'], string>> = {
  enroll: 'enrolled',
  unenroll: 'unenrolled',
  archive: 'deleted',
};

/** `11 enrolled, 1 unenrolled`. */
function actionTotals(outcomes: readonly Outcome[]): string {
  return [...countByName(outcomes, (outcome) => actionWords[outcome.action])]
    .map(([word, amount]) => `${formatNumber(amount)} ${word}`)
    .join(', ');
}

function byTarget(outcomes: readonly Outcome[]): readonly string[] {
  const targetOf = (outcome: Outcome): string => outcome.address.split('/', 1)[0] ?? '';
  const targets = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const same = targets.get(targetOf(outcome));
    if (same) same.push(outcome);
    else targets.set(targetOf(outcome), [outcome]);
  }
  return [...targets].map(([target, own]) => `${target}: ${actionTotals(own)}`);
}

function evidenceTotals(outcomes: readonly Outcome[]): string {
  return [...countByName(outcomes, (outcome) => outcome.reason)]
    .map(([reason, amount]) => `${reason} (${formatNumber(amount)})`)
    .join(', ');
}

function countByName<T>(items: readonly T[], name: (item: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(name(item), (counts.get(name(item)) ?? 0) + 1);
  return counts;
}

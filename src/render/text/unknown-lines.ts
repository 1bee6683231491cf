import type { Outcome } from '../../model/report.ts';
import { outcomeLine } from '../view/line.ts';
import type { Shortened } from '../view/truncated-list.ts';
import { mapShown } from '../view/truncated-list.ts';
import { blockLines, columnsOf, hiddenLine } from './line-list.ts';
import type { Style } from './style.ts';
import { wrap } from './layout.ts';

/** Unknown outcomes, each with the two commands of which one settles it. */
export function unknownLines(outcomes: Shortened<Outcome>, style: Style): readonly string[] {
  const columns = columnsOf([mapShown(outcomes, outcomeLine)]);
  const one = (outcome: Outcome): readonly string[] => [
    ...blockLines({ first: [outcomeLine(outcome)], hidden: 0, last: [] }, columns, style),
    // A deletion needs no word of anybody: the next plan sees whether it happened.
    ...(outcome.action === 'archive' ? [] : commands(outcome, style)),
  ];
  return [
    ...outcomes.first.flatMap(one),
    ...(outcomes.hidden > 0 ? [hiddenLine(outcomes, style)] : []),
    ...outcomes.last.flatMap(one),
  ];
}

function commands({ address }: Outcome, style: Style): readonly string[] {
  return [
    ...command('if enrolled:      ', `rollcall resolve ${address} --enrolled`, style),
    ...command('if not enrolled:  ', `rollcall resolve ${address} --not-enrolled`, style),
  ];
}

function command(when: string, text: string, style: Style): readonly string[] {
  return wrap(text, { width: style.width, first: `      ${when}`, rest: '        ' });
}

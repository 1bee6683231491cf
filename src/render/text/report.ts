import type { Outcome, OutcomeStatus, Report } from '../../model/report.ts';
import { count, formatNumber } from '../view/format.ts';
import { keptLine, outcomeLine } from '../view/line.ts';
import { cutOf, mapShown, shorten, type Shortened } from '../view/truncated-list.ts';
import { wrap } from './layout.ts';
import { blockLines, columnsOf, hiddenLine } from './line-list.ts';
import { donePart } from './report-done.ts';
import { type Style, styleFor, type TextOptions } from './style.ts';

/**
 * What an apply did: totals that add up, unknown outcomes with the command that settles each, failures,
 * who was not attempted or needs a decision, what was done, and every reason for the exit code.
 */
export function renderReport(report: Report, options: TextOptions): string {
  const style = styleFor(options);
  const cut = cutOf(options);
  const ofStatus = (status: OutcomeStatus): readonly Outcome[] =>
    report.outcomes.filter((outcome) => outcome.status === status);
  const outcomes = (title: string, status: OutcomeStatus): readonly string[] => {
    const lines = mapShown(shorten(ofStatus(status), cut), outcomeLine);
    return titled(title, blockLines(lines, columnsOf([lines]), style), style);
  };
  const parts = [
    headLines(report, style),
    titled(
      'Unknown: look at these people in HubSpot, then say what you found',
      unknownLines(shorten(ofStatus('unknown'), cut), style),
      style,
    ),
    outcomes('Failed', 'failed'),
    outcomes('Blocked', 'blocked'),
    manualPart(report, options, style),
    outcomes('Not attempted', 'not-attempted'),
    donePart(report, options, style),
    exitLines(report, style),
  ].filter((lines) => lines.length > 0);
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function headLines({ counts, run, planId, requests }: Report, style: Style): readonly string[] {
  const sum =
    `${formatNumber(counts.planned)} planned = ${formatNumber(counts.done)} done` +
    ` + ${formatNumber(counts.failed)} failed + ${formatNumber(counts.blocked)} blocked` +
    ` + ${formatNumber(counts.unknown)} unknown + ${formatNumber(counts.notAttempted)} not attempted`;
  const number = run === undefined ? 'Nothing to do' : `Run ${run}`;
  const which = `${number}, ${count(requests, 'request')} to HubSpot, plan ${planId}`;
  return [
    ...wrap(sum, { width: style.width, rest: '  ' }).map(style.heading),
    ...wrap(which, { width: style.width, rest: '  ' }),
  ];
}

function titled(title: string, lines: readonly string[], style: Style): readonly string[] {
  return lines.length === 0 ? [] : [...wrap(title, { width: style.width }).map(style.heading), ...lines];
}

function manualPart(report: Report, options: TextOptions, style: Style): readonly string[] {
  const lines = mapShown(shorten(report.manual, cutOf(options)), (unchanged) =>
    keptLine(unchanged, { reveal: options.reveal, withTarget: true }),
  );
  return titled(
    'Manual: no route can unenroll these contacts',
    blockLines(lines, columnsOf([lines]), style),
    style,
  );
}

function exitLines({ exitCode, exitReasons }: Report, style: Style): readonly string[] {
  const reasons = exitReasons.length === 0 ? ['nothing failed, nothing is unknown'] : exitReasons;
  return reasons.flatMap((reason, index) =>
    wrap(reason, {
      width: style.width,
      first: index === 0 ? `Exit code ${exitCode}: ` : '  and: ',
      rest: '  ',
    }),
  );
}

/** Unknown outcomes, each with the two commands of which one settles it. */
function unknownLines(outcomes: Shortened<Outcome>, style: Style): readonly string[] {
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

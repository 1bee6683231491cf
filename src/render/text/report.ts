import type { Outcome, OutcomeStatus, Report } from '../../model/report.ts';
import { count, formatNumber } from '../view/format.ts';
import { unchangedLine, outcomeLine } from '../view/line.ts';
import { cutOf, mapTruncated, truncateList, type TruncatedList } from '../view/truncated-list.ts';
import { wrap } from './layout.ts';
import { blockLines, columnsOf, hiddenCountLine } from './line-list.ts';
import { donePart } from './report-done.ts';
import { type Style, createStyle, type TextOptions } from './style.ts';

/**
 * What an apply did: totals that add up, unknown outcomes with the command that settles each, failures,
 * who was not attempted or needs a decision, what was done, and every reason for the exit code.
 */
export function renderReport(report: Report, options: TextOptions): string {
  const style = createStyle(options);
  const cut = cutOf(options);
  const ofStatus = (status: OutcomeStatus): readonly Outcome[] =>
    report.outcomes.filter((outcome) => outcome.status === status);
  const outcomes = (title: string, status: OutcomeStatus): readonly string[] => {
    const lines = mapTruncated(truncateList(ofStatus(status), cut), outcomeLine);
    return titledLines(title, blockLines(lines, columnsOf([lines]), style), style);
  };
  const parts = [
    headLines(report, style),
    titledLines(
      'Unknown: look at these people in HubSpot, then say what you found',
      unknownOutcomeLines(truncateList(ofStatus('unknown'), cut), style),
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

function titledLines(title: string, lines: readonly string[], style: Style): readonly string[] {
  return lines.length === 0 ? [] : [...wrap(title, { width: style.width }).map(style.heading), ...lines];
}

function manualPart(report: Report, options: TextOptions, style: Style): readonly string[] {
  const lines = mapTruncated(truncateList(report.manual, cutOf(options)), (unchanged) =>
    unchangedLine(unchanged, { reveal: options.reveal, withTarget: true }),
  );
  return titledLines(
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
function unknownOutcomeLines(outcomes: TruncatedList<Outcome>, style: Style): readonly string[] {
  const columns = columnsOf([mapTruncated(outcomes, outcomeLine)]);
  const one = (outcome: Outcome): readonly string[] => [
    ...blockLines({ first: [outcomeLine(outcome)], hidden: 0, last: [] }, columns, style),
    // A deletion needs no word of anybody: the next plan sees whether it happened.
    ...(outcome.action === 'archive' ? [] : resolveCommandLines(outcome, style)),
  ];
  return [
    ...outcomes.first.flatMap(one),
    ...(outcomes.hidden > 0 ? [hiddenCountLine(outcomes, style)] : []),
    ...outcomes.last.flatMap(one),
  ];
}

function resolveCommandLines({ address }: Outcome, style: Style): readonly string[] {
  return [
    ...commandLines('if enrolled:      ', `rollcall resolve ${address} --enrolled`, style),
    ...commandLines('if not enrolled:  ', `rollcall resolve ${address} --not-enrolled`, style),
  ];
}

function commandLines(when: string, text: string, style: Style): readonly string[] {
  return wrap(text, { width: style.width, first: `      ${when}`, rest: '        ' });
}

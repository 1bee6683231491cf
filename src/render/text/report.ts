import type { Unchanged } from '../../model/results/plan.ts';
import type { Outcome, Report } from '../../model/results/report.ts';
import { outcomeLine, resolveCommands, unchangedLine } from '../view/line.ts';
import { type ReportSection, type ReportView, reportView } from '../view/report-view.ts';
import { cutOf, mapTruncated, truncateList } from '../view/truncated-list.ts';
import { wrap } from './layout.ts';
import { blockLines, columnsOf, hiddenCountLine } from './line-list.ts';
import { type Style, createStyle, type TextOptions } from './style.ts';

/**
 * Renders what an apply did: totals, unknown outcomes with the commands that settle them, failures,
 * blocked, manual and not attempted changes, applied changes, and every reason for the exit code.
 */
export function renderReport(report: Report, options: TextOptions): string {
  const style = createStyle(options);
  const view = reportView(report);
  const { sections } = view;
  const parts = [
    headLines(view, style),
    unknownPart(sections.unknown, options, style),
    outcomesPart(sections.failed, options, style),
    outcomesPart(sections.blocked, options, style),
    manualPart(view.manual, options, style),
    outcomesPart(sections['not-attempted'], options, style),
    appliedPart(view, options, style),
    exitLines(report, view, style),
  ].filter((lines) => lines.length > 0);
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function headLines({ headline, run }: ReportView, { width, heading }: Style): readonly string[] {
  return [
    ...wrap(`${headline.join('; ')}.`, { width, rest: '  ' }).map(heading),
    ...wrap(run, { width, rest: '  ' }),
  ];
}

function titledLines(title: string, lines: readonly string[], { width, heading }: Style): readonly string[] {
  return lines.length === 0 ? [] : [...wrap(title, { width, rest: '  ' }).map(heading), ...lines];
}

function outcomesPart(
  { title, items }: ReportSection<Outcome>,
  options: TextOptions,
  style: Style,
): readonly string[] {
  const lines = mapTruncated(truncateList(items, cutOf(options)), outcomeLine);
  return titledLines(title, blockLines(lines, columnsOf([lines]), style), style);
}

function manualPart(
  { title, items }: ReportSection<Unchanged>,
  options: TextOptions,
  style: Style,
): readonly string[] {
  const lines = mapTruncated(truncateList(items, cutOf(options)), (unchanged) =>
    unchangedLine(unchanged, { reveal: options.reveal, withTarget: true }),
  );
  return titledLines(title, blockLines(lines, columnsOf([lines]), style), style);
}

/** Returns the applied changes by target, and how they are known; each of them with `full`. */
function appliedPart(
  { sections, targets, evidence }: ReportView,
  { full }: TextOptions,
  style: Style,
): readonly string[] {
  const { title, items } = sections.done;
  if (items.length === 0) return [];
  const lines = { first: full ? items.map(outcomeLine) : [], hidden: 0, last: [] };
  const rows = [
    ...targets.flatMap(({ address, applied }) => (applied === '' ? [] : [`${address}: ${applied}`])),
    `Evidence: ${evidence}`,
  ];
  return titledLines(
    title,
    [
      ...rows.flatMap((row) => wrap(row, { width: style.width, first: '  ', rest: '    ' })),
      ...blockLines(lines, columnsOf([lines]), style),
    ],
    style,
  );
}

function exitLines({ exitCode }: Report, { exitReasons }: ReportView, { width }: Style): readonly string[] {
  return exitReasons.flatMap((reason, index) =>
    wrap(reason, { width, first: index === 0 ? `Exit code ${exitCode}: ` : '  and: ', rest: '  ' }),
  );
}

/** Returns the unknown outcomes, each with the two commands of which one settles it. */
function unknownPart(
  { title, items }: ReportSection<Outcome>,
  options: TextOptions,
  style: Style,
): readonly string[] {
  const outcomes = truncateList(items, cutOf(options));
  const columns = columnsOf([mapTruncated(outcomes, outcomeLine)]);
  const outcomeLines = (outcome: Outcome): readonly string[] => [
    ...blockLines({ first: [outcomeLine(outcome)], hidden: 0, last: [] }, columns, style),
    ...resolveCommands(outcome).flatMap(({ finding, command }) =>
      wrap(command, { width: style.width, first: `      ${`${finding}:`.padEnd(18)}`, rest: '        ' }),
    ),
  ];
  return titledLines(
    title,
    [
      ...outcomes.first.flatMap(outcomeLines),
      ...(outcomes.hidden > 0 ? [hiddenCountLine(outcomes, style)] : []),
      ...outcomes.last.flatMap(outcomeLines),
    ],
    style,
  );
}

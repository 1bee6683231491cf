import type { OutcomeStatus, Report } from '../../model/report.ts';
import { count, formatNumber } from '../view/format.ts';
import { unchangedLine, type Line, outcomeLineWithHelp } from '../view/line.ts';
import { linksOf } from '../view/links.ts';
import { mapTruncated, truncateList } from '../view/truncated-list.ts';
import { clipped, fitToComment, fold, commentMarker, type DetailLevel, joinSections } from './document.ts';
import { type SourceOptions, sourceUrlAt, escapeText } from './inline.ts';
import { lineTable } from './line-list.ts';

/** What an apply did, as a comment or job summary that always fits: what a person has to do comes first. */
export function renderReportMarkdown(report: Report, options: SourceOptions = {}): string {
  return fitToComment(report.outcomes.length + report.manual.length, (rung) =>
    joinSections([
      `${commentMarker('report', report.portalId)}\n### rollcall apply for account ${report.portalId}`,
      `**${reportTotals(report)}**`,
      ...exitNote(report),
      ...outcomeSections.map(({ status, title }) =>
        outcomeSection(title, outcomeLines(report, status), { report, rung, options }),
      ),
      outcomeSection('Manual: no route can unenroll these contacts', manualLines(report), {
        report,
        rung,
        options,
      }),
      donePart(report, { rung, options }),
      `<sub>${runSummary(report)}</sub>`,
    ]),
  );
}

interface ReportDetail {
  readonly rung: DetailLevel;
  readonly options: SourceOptions;
}

const outcomeSections: readonly { readonly status: OutcomeStatus; readonly title: string }[] = [
  { status: 'unknown', title: 'Unknown: look at these people in HubSpot, then say what you found' },
  { status: 'failed', title: 'Failed' },
  { status: 'blocked', title: 'Blocked' },
  { status: 'not-attempted', title: 'Not attempted' },
];

function reportTotals({ counts, emails }: Report): string {
  const all =
    `${formatNumber(counts.planned)} planned = ${formatNumber(counts.done)} done` +
    ` + ${formatNumber(counts.failed)} failed + ${formatNumber(counts.blocked)} blocked` +
    ` + ${formatNumber(counts.unknown)} unknown + ${formatNumber(counts.notAttempted)} not attempted`;
  return emails > 0 ? `${all}; about ${count(emails, 'email')} will leave` : all;
}

function exitNote({ exitCode, exitReasons }: Report): readonly string[] {
  if (exitReasons.length === 0) return [];
  const reasons = exitReasons.slice(0, 10).map((reason) => escapeText(clipped(reason, 300)));
  return [`> [!WARNING]\n> **Exit code ${exitCode}.** ${reasons.join('; ')}`];
}

function runSummary({ run, requests, planId }: Report): string {
  const number = run === undefined ? 'Nothing to do' : `Run ${run}`;
  return `${number}, ${count(requests, 'request')} to HubSpot, plan ${escapeText(planId)}`;
}

function outcomeLines(report: Report, status: OutcomeStatus): readonly Line[] {
  return report.outcomes.filter((outcome) => outcome.status === status).map(outcomeLineWithHelp);
}

function manualLines(report: Report): readonly Line[] {
  return report.manual.map((unchanged) => unchangedLine(unchanged, { withTarget: true }));
}

function outcomeSection(
  title: string,
  lines: readonly Line[],
  { report, rung, options }: { readonly report: Report } & ReportDetail,
): string {
  if (lines.length === 0) return '';
  const heading = `#### ${title}: ${formatNumber(lines.length)}`;
  return rung.lines === 0 ? heading : `${heading}\n\n${tableOf(lines, { report, rung, options })}`;
}

function donePart(report: Report, { rung, options }: ReportDetail): string {
  const done = outcomeLines(report, 'done');
  if (done.length === 0 || rung.lines === 0) return '';
  return fold(`${formatNumber(done.length)} done`, tableOf(done, { report, rung, options }), { open: false });
}

function tableOf(
  lines: readonly Line[],
  { report, rung, options }: { readonly report: Report } & ReportDetail,
): string {
  const shown = mapTruncated(truncateList(lines, { head: rung.lines, tail: 0 }), (line) => line);
  return lineTable([shown], {
    links: rung.links ? linksOf(report) : undefined,
    sourceUrl: sourceUrlAt(rung, options),
  });
}

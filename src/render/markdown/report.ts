import type { OutcomeStatus, Report } from '../../model/results/report.ts';
import { unchangedLine, type Line, outcomeLineWithHelp } from '../view/line.ts';
import { linksOf } from '../view/links.ts';
import { type ReportView, reportView } from '../view/report-view.ts';
import { mapTruncated, truncateList } from '../view/truncated-list.ts';
import { clipped, fitToComment, fold, commentMarker, type DetailLevel, joinSections } from './document.ts';
import { type SourceOptions, sourceUrlAt, escapeText } from './inline.ts';
import { lineTable } from './line-list.ts';

/** Renders the report of an apply as a comment or job summary that always fits. What needs a person comes first. */
export function renderReportMarkdown(report: Report, options: SourceOptions = {}): string {
  const view = reportView(report);
  const lines = sectionLines(view);
  return fitToComment(report.outcomes.length + report.manual.length, (level) =>
    joinSections([
      `${commentMarker('report', report.portalId)}\n### rollcall apply for account ${report.portalId}`,
      `**${[...view.headline, view.emails].filter(Boolean).join('; ')}.**`,
      ...exitNote(report),
      ...lines.map((one) => outcomeSection(one, { report, level, options })),
      appliedPart(view, { report, level, options }),
      `<sub>${escapeText(view.run)}</sub>`,
    ]),
  );
}

interface ReportDetail {
  readonly report: Report;
  readonly level: DetailLevel;
  readonly options: SourceOptions;
}

interface SectionLines {
  readonly title: string;
  readonly lines: readonly Line[];
}

const attentionStatuses: readonly OutcomeStatus[] = ['unknown', 'failed', 'blocked', 'not-attempted'];

function sectionLines({ sections, manual }: ReportView): readonly SectionLines[] {
  return [
    ...attentionStatuses.map((status) => {
      const { title, items } = sections[status];
      return { title, lines: items.map(outcomeLineWithHelp) };
    }),
    {
      title: manual.title,
      lines: manual.items.map((unchanged) => unchangedLine(unchanged, { withTarget: true })),
    },
  ];
}

function exitNote({ exitCode, exitReasons }: Report): readonly string[] {
  if (exitReasons.length === 0) return [];
  const reasons = exitReasons.slice(0, 10).map((reason) => escapeText(clipped(reason, 300)));
  return [`> [!WARNING]\n> **Exit code ${exitCode}.** ${reasons.join('; ')}`];
}

function outcomeSection({ title, lines }: SectionLines, detail: ReportDetail): string {
  if (lines.length === 0) return '';
  const heading = `#### ${title}`;
  return detail.level.lines === 0 ? heading : `${heading}\n\n${tableOf(lines, detail)}`;
}

function appliedPart({ sections }: ReportView, detail: ReportDetail): string {
  const { title, items } = sections.done;
  if (items.length === 0 || detail.level.lines === 0) return '';
  return fold(title, tableOf(items.map(outcomeLineWithHelp), detail), { open: false });
}

function tableOf(lines: readonly Line[], { report, level, options }: ReportDetail): string {
  const shown = mapTruncated(truncateList(lines, { head: level.lines, tail: 0 }), (line) => line);
  return lineTable([shown], {
    links: level.links ? linksOf(report) : undefined,
    sourceUrl: sourceUrlAt(level, options),
  });
}

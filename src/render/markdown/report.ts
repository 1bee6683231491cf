import type { Report } from '../../model/results/report.ts';
import { formatNumber, sentence } from '../view/format.ts';
import { type Links, linksOf } from '../view/links.ts';
import type { OutcomeEntry, OutcomeGroup, UnknownItem } from '../view/outcome-groups.ts';
import { type NextAction, type OutcomeSection, type ReportView, reportView } from '../view/report-view.ts';
import { truncateList } from '../view/truncated-list.ts';
import {
  clipped,
  commentMarker,
  type DetailLevel,
  fitToComment,
  fold,
  joinSections,
  markdownTable,
} from './document.ts';
import {
  code,
  escapeText,
  link,
  sourceLink,
  type SourceOptions,
  type SourceUrl,
  sourceUrlAt,
} from './inline.ts';

/** Renders the report of an apply as a comment or job summary that always fits. What needs a person comes first. */
export function renderReportMarkdown(report: Report, options: SourceOptions = {}): string {
  const view = reportView(report);
  return fitToComment(report.outcomes.length + report.manual.length, (level) => {
    const detail: ReportDetail = {
      level,
      links: level.links ? linksOf(report) : undefined,
      sourceUrl: sourceUrlAt(level, options),
    };
    return joinSections([
      `${commentMarker('report', report.portalId)}\n### rollcall apply for account ${report.portalId}`,
      `**${[`${view.title}. ${view.result}`, view.rest].filter(Boolean).join('; ')}.**`,
      exitNote(view),
      unknownPart(view, detail),
      ...view.sections.map((section) => sectionPart(section, detail)),
      appliedPart(view, detail),
      [view.emails, view.evidence]
        .filter(Boolean)
        .map((text) => escapeText(sentence(text)))
        .join('<br>'),
      view.next.map(nextLine).join('<br>'),
      `<sub>${escapeText(view.run)}</sub>`,
    ]);
  });
}

interface ReportDetail {
  readonly level: DetailLevel;
  readonly links: Links | undefined;
  readonly sourceUrl: SourceUrl | undefined;
}

function exitNote({ exit }: ReportView): string {
  if (exit === '') return '';
  const [head = '', ...reasons] = clipped(exit, 3_000).split(': ');
  return `> [!WARNING]\n> **${escapeText(head)}:** ${escapeText(reasons.join(': '))}.`;
}

function unknownPart({ unknown }: ReportView, detail: ReportDetail): string {
  if (unknown.items.length === 0) return '';
  return listPart(unknown.title, { items: unknown.items, one: (item) => unknownText(item, detail), detail });
}

function unknownText(item: UnknownItem, detail: ReportDetail): string {
  const { target, text, help, response, steps } = item;
  const lines = [
    `${entryText(item, detail)}<br>${code(target)}: ${escapeText(text)}`,
    ...(response === undefined ? [] : [`HubSpot: ${escapeText(response)}`]),
    ...(help === undefined ? [] : [`→ ${escapeText(help)}`]),
  ].join('<br>');
  if (!steps) return `- ${lines}`;
  return [
    `- ${lines}`,
    `  1. Open ${detail.links ? link('the contact in HubSpot', steps.link) : code(steps.link)}`,
    `  2. ${escapeText(steps.condition)}: ${code(steps.command)}<br>If not: ${code(steps.otherwise)}`,
  ].join('\n');
}

function sectionPart({ title, groups }: OutcomeSection, detail: ReportDetail): string {
  return listPart(title, { items: groups, one: (group) => groupText(group, detail), detail });
}

/** Returns a heading and its items, as many as the detail level shows. */
function listPart<T>(
  title: string,
  {
    items,
    one,
    detail: { level },
  }: {
    readonly items: readonly T[];
    readonly one: (item: T) => string;
    readonly detail: ReportDetail;
  },
): string {
  const heading = `#### ${title}`;
  if (level.lines === 0) return heading;
  const { first, hidden } = truncateList(items, { head: level.lines, tail: 0 });
  return [heading, ...first.map(one), ...(hidden > 0 ? [`*${formatNumber(hidden)} more*`] : [])].join('\n\n');
}

/** Returns the cause with the next step, and one item per contact. */
function groupText({ target, reason, help, response, entries }: OutcomeGroup, detail: ReportDetail): string {
  const { first, hidden } = truncateList(entries, { head: detail.level.lines, tail: 0 });
  const cause = [
    `**${code(target)}: ${escapeText(reason)}**`,
    ...(help === undefined ? [] : [`→ ${escapeText(help)}`]),
    ...(response === undefined ? [] : [`HubSpot: ${escapeText(response)}`]),
  ];
  const contacts = first.map((entry) => {
    const returned = entry.response === undefined ? '' : `<br>HubSpot: ${escapeText(entry.response)}`;
    return `- ${entryText(entry, detail)}${returned}`;
  });
  return [
    cause.join('<br>'),
    [...contacts, ...(hidden > 0 ? [`- *${formatNumber(hidden)} more*`] : [])].join('\n'),
  ].join('\n\n');
}

function entryText({ word, subject, contactId, place }: OutcomeEntry, detail: ReportDetail): string {
  const { links, sourceUrl } = detail;
  const label =
    contactId !== undefined && links ? link(code(subject), links.contact(contactId)) : code(subject);
  return [word, label, sourceLink(place, sourceUrl)].filter(Boolean).join(' ');
}

function appliedPart({ applied }: ReportView, detail: ReportDetail): string {
  const { level } = detail;
  if (applied.targets.length === 0) return '';
  const { first, hidden } = truncateList(applied.targets, { head: level.targets, tail: 0 });
  const columns = first[0]?.amounts.length ?? 0;
  const table = markdownTable(
    ['target', ...Array.from({ length: columns }, () => '')],
    [
      ...first.map(({ address, amounts }) => [code(address), ...amounts]),
      ...(hidden > 0
        ? [[`*${formatNumber(hidden)} more*`, ...Array.from({ length: columns }, () => '')]]
        : []),
    ],
  );
  const { first: groups } = truncateList(applied.groups, { head: level.lines, tail: 0 });
  const contacts =
    level.lines === 0
      ? ''
      : fold('Contacts', groups.map((group) => groupText(group, detail)).join('\n\n'), { open: false });
  return joinSections([`#### ${applied.title}`, first.length === 0 ? '' : table, contacts]).trimEnd();
}

function nextLine(action: NextAction): string {
  return 'text' in action
    ? `**Next:** ${escapeText(action.text)}`
    : `${escapeText(action.what)}: ${code(action.command)}`;
}

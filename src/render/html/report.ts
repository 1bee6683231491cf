import type { Outcome, OutcomeStatus, Report } from '../../model/results/report.ts';
import { displayEmail } from '../view/contact-label.ts';
import { unchangedLine, type Line, outcomeLineWithHelp, targetPart } from '../view/line.ts';
import { type Links, linksOf } from '../view/links.ts';
import { type ReportView, reportView } from '../view/report-view.ts';
import { truncateList } from '../view/truncated-list.ts';
import { heading, htmlDocument, section, type Tile, tilesPart } from './document.ts';
import { type Html, html } from './html.ts';
import { lineItems } from './line-list.ts';
import { type PageData, pageData, type PageLine, type PageStatus } from './page-data.ts';
import { peopleList } from './people-list.ts';

/** Renders the report of an apply as one self-contained page. What needs a person comes first. */
export function renderReportHtml(report: Report): string {
  const { portalId, run } = report;
  const links = linksOf(report);
  const data = reportRows(report);
  const view = reportView(report);
  return htmlDocument({
    title: 'rollcall apply',
    about: `${run === undefined ? 'Apply' : `Run ${run}`} for account ${portalId}`,
    header: [
      heading([...view.headline, view.emails].filter(Boolean).join('; ')),
      exitPart(report, view),
      tilesPart(tiles(view, report)),
    ],
    main: [
      ...attentionStatuses.map((status) => outcomesPart(view, status, links)),
      manualPart(view, links),
      peopleList(data),
    ],
    footer: html`<p>${view.run}</p>`,
    data,
  });
}

const attentionStatuses: readonly OutcomeStatus[] = ['unknown', 'failed', 'blocked'];

function tiles({ counts }: ReportView, { emails, manual }: Report): readonly Tile[] {
  return [
    { amount: counts.planned, label: 'planned' },
    { amount: counts.done, label: 'done', tone: 'add', status: 'done' },
    { amount: emails, label: emails === 1 ? 'email' : 'emails' },
    { amount: counts.unknown, label: 'unknown', tone: 'doubt', status: 'unknown' },
    { amount: counts.failed, label: 'failed', tone: 'stop', status: 'failed' },
    { amount: counts.blocked, label: 'blocked', tone: 'stop', status: 'blocked' },
    { amount: counts.notAttempted, label: 'not attempted', tone: 'wait', status: 'not-attempted' },
    { amount: manual.length, label: 'manual', tone: 'stop', status: 'manual' },
  ];
}

function exitPart({ exitCode }: Report, { complete, exitReasons }: ReportView): Html {
  if (complete)
    return html`<p class="verdict tone-add">
      <strong>Apply complete</strong><span>${exitReasons.join('; ')}</span>
    </p>`;
  return html`<p class="verdict tone-stop">
    <strong>Exit code ${exitCode}</strong><span>${exitReasons.join('; ')}</span>
  </p>`;
}

function outcomesPart({ sections }: ReportView, status: OutcomeStatus, links: Links): Html {
  const { title, items } = sections[status];
  return linesPart(status, title, { lines: items.map(outcomeLineWithHelp), links });
}

function manualPart({ manual }: ReportView, links: Links): Html {
  const lines = manual.items.map((unchanged) => unchangedLine(unchanged, { withTarget: true }));
  return linesPart('manual', manual.title, { lines, links });
}

function linesPart(
  id: string,
  title: string,
  { lines, links }: { readonly lines: readonly Line[]; readonly links: Links },
): Html {
  if (lines.length === 0) return html``;
  const items = lineItems(truncateList(lines, { head: 50, tail: 0 }), links);
  return section(id, title, {
    body: html`<ul class="items">
      ${items}
    </ul>`,
  });
}

/** Returns every outcome of an apply for its page, and the removals that are left for manual work. */
function reportRows(report: Report): PageData {
  return pageData(linesOf(report), { statuses, contactPage: linksOf(report).contactPage });
}

function* linesOf(report: Report): Generator<PageLine> {
  for (const outcome of report.outcomes)
    yield {
      status: outcome.status,
      ...contactOf(outcome),
      target: { address: targetPart(outcome.address) },
      text: `${outcome.action}: ${outcome.reason}`,
      help: outcome.help,
      source: outcome.source,
    };
  for (const unchanged of report.manual)
    yield {
      status: 'manual',
      contactId: unchanged.contact?.id,
      who: displayEmail(unchanged) ?? '',
      target: { address: targetPart(unchanged.address) },
      text: unchanged.reason,
      help: unchanged.help,
      source: unchanged.source,
    };
}

function contactOf(outcome: Outcome): Pick<PageLine, 'contactId' | 'who'> {
  const id = outcome.contact?.id ?? outcome.address.split('/')[1];
  return { contactId: id, who: outcome.contact ? (displayEmail(outcome) ?? '') : '' };
}

const statuses: readonly PageStatus[] = [
  { key: 'done', word: 'done', symbol: '+', tone: 'add' },
  { key: 'unknown', word: 'unknown', symbol: '?', tone: 'doubt' },
  { key: 'failed', word: 'failed', symbol: '!', tone: 'stop' },
  { key: 'blocked', word: 'blocked', symbol: '!', tone: 'stop' },
  { key: 'not-attempted', word: 'not attempted', symbol: '~', tone: 'wait' },
  { key: 'manual', word: 'manual', symbol: '!', tone: 'stop' },
];

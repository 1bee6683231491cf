import type { Outcome, OutcomeStatus, Report } from '../../model/report.ts';
import { displayEmail } from '../view/contact-label.ts';
import { count, formatNumber } from '../view/format.ts';
import { unchangedLine, type Line, outcomeLineWithHelp } from '../view/line.ts';
import { type Links, linksOf } from '../view/links.ts';
import { truncateList } from '../view/truncated-list.ts';
import { heading, htmlDocument, section, type Tile, tilesPart } from './document.ts';
import { type Html, html } from './html.ts';
import { lineItems } from './line-list.ts';
import { type PageData, pageData, type PageLine, type PageStatus } from './page-data.ts';
import { peopleList } from './people-list.ts';

/** What an apply did, as one self-contained page: what a person has to do comes first. */
export function renderReportHtml(report: Report): string {
  const { counts, planId, portalId, run, requests, emails } = report;
  const links = linksOf(report);
  const data = reportRows(report);
  const left = counts.planned - counts.done;
  const also = [
    ...(left > 0 ? [`${formatNumber(left)} not done`] : []),
    ...(emails > 0 ? [`about ${count(emails, 'email')} will leave`] : []),
  ];
  return htmlDocument({
    title: 'rollcall apply',
    about: `${run === undefined ? 'Apply' : `Run ${run}`} for account ${portalId}`,
    header: [
      heading([`${count(counts.done, 'change')} done`, ...also].join('; ')),
      exitPart(report),
      tilesPart(tiles(report)),
    ],
    main: [
      ...attentionStatuses.map(({ status, title }) => outcomesPart(report, { status, title, links })),
      manualPart(report, links),
      peopleList(data.rows.length),
    ],
    footer: html`<p>${count(requests, 'request')} to HubSpot</p>
      <p>Plan ${planId}</p>`,
    data,
  });
}

const attentionStatuses: readonly { readonly status: OutcomeStatus; readonly title: string }[] = [
  { status: 'unknown', title: 'Unknown: look at these people in HubSpot, then say what you found' },
  { status: 'failed', title: 'Failed' },
  { status: 'blocked', title: 'Blocked' },
];

function tiles({ counts, manual, emails }: Report): readonly Tile[] {
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

function exitPart({ exitCode, exitReasons }: Report): Html {
  if (exitReasons.length === 0)
    return html`<p class="verdict tone-add">
      <strong>Done</strong><span>nothing failed, nothing is unknown</span>
    </p>`;
  return html`<p class="verdict tone-stop">
    <strong>Exit code ${exitCode}</strong><span>${exitReasons.join('; ')}</span>
  </p>`;
}

function outcomesPart(
  report: Report,
  of: { readonly status: OutcomeStatus; readonly title: string; readonly links: Links },
): Html {
  const own = report.outcomes.filter((outcome) => outcome.status === of.status);
  return linesPart(of.status, of.title, { lines: own.map(outcomeLineWithHelp), links: of.links });
}

function manualPart({ manual }: Report, links: Links): Html {
  const lines = manual.map((unchanged) => unchangedLine(unchanged, { withTarget: true }));
  return linesPart('manual', 'Manual: no route can unenroll these contacts', { lines, links });
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

/** Every outcome of an apply for its page, and the removals that are left for a person. */
function reportRows(report: Report): PageData {
  return pageData(linesOf(report), { statuses, contactPage: linksOf(report).contactPage });
}

function* linesOf(report: Report): Generator<PageLine> {
  for (const outcome of report.outcomes)
    yield {
      status: outcome.status,
      ...contactOf(outcome),
      target: { address: outcome.address.split('/', 1)[0] ?? '' },
      text: `${outcome.action}: ${outcome.reason}`,
      help: outcome.help,
      source: outcome.source,
    };
  for (const unchanged of report.manual)
    yield {
      status: 'manual',
      contactId: unchanged.contact?.id,
      who: displayEmail(unchanged) ?? '',
      target: { address: unchanged.address.split('/', 1)[0] ?? '' },
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

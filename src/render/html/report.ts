import type { OutcomeStatus, Report } from '../../model/report.ts';
import { keptLine } from '../view/line.ts';
import type { Line } from '../view/line.ts';
import type { Links } from '../view/links.ts';
import { linksOf } from '../view/links.ts';
import { outcomeWithHelp } from '../view/outcome-with-help.ts';
import { shorten } from '../view/truncated-list.ts';
import { count, formatNumber } from '../view/format.ts';
import { htmlDocument } from './document.ts';
import { heading } from './heading.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { lineItems } from './line-list.ts';
import { peoplePart } from './people-list.ts';
import { reportRows } from './report-rows.ts';
import { section } from './section.ts';
import type { Tile } from './tiles.ts';
import { tilesPart } from './tiles.ts';

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
      ...attended.map(({ status, title }) => outcomesPart(report, { status, title, links })),
      manualPart(report, links),
      peoplePart(data.rows.length),
    ],
    footer: html`<p>${count(requests, 'request')} to HubSpot</p>
      <p>Plan ${planId}</p>`,
    data,
  });
}

const attended: readonly { readonly status: OutcomeStatus; readonly title: string }[] = [
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
  return linesPart(of.status, of.title, { lines: own.map(outcomeWithHelp), links: of.links });
}

function manualPart({ manual }: Report, links: Links): Html {
  const lines = manual.map((unchanged) => keptLine(unchanged, { withTarget: true }));
  return linesPart('manual', 'Manual: no route can unenroll these contacts', { lines, links });
}

function linesPart(
  id: string,
  title: string,
  { lines, links }: { readonly lines: readonly Line[]; readonly links: Links },
): Html {
  if (lines.length === 0) return html``;
  const items = lineItems(shorten(lines, { head: 50, tail: 0 }), links);
  return section(id, title, {
    body: html`<ul class="items">
      ${items}
    </ul>`,
  });
}

import type { Outcome, OutcomeStatus, Report } from '../../model/results/report.ts';
import { displayEmail } from '../view/contact-label.ts';
import { formatNumber } from '../view/format.ts';
import { targetPart, type Tone } from '../view/line.ts';
import { type Links, linksOf } from '../view/links.ts';
import type { OutcomeEntry, OutcomeGroup, UnknownItem } from '../view/outcome-groups.ts';
import { type NextAction, type OutcomeSection, type ReportView, reportView } from '../view/report-view.ts';
import { truncateList } from '../view/truncated-list.ts';
import { hiddenItem, htmlDocument, section } from './document.ts';
import { type Html, html } from './html.ts';
import { type PageData, pageData, type PageLine, type PageStatus } from './page-data.ts';
import { peopleList } from './people-list.ts';
import { sentence } from '../view/format.ts';
import { prose } from './prose.ts';

/** Renders the report of an apply as one self-contained page, in the order of the text report. */
export function renderReportHtml(report: Report): string {
  const { portalId, run } = report;
  const links = linksOf(report);
  const data = reportRows(report);
  const view = reportView(report);
  return htmlDocument({
    title: 'rollcall apply',
    about: `${run === undefined ? 'Apply' : `Run ${run}`} for account ${portalId}`,
    header: [
      html`<p class="state tone-${stateTones[view.state]}">
          <strong>${stateWords[view.state]}</strong><span>${view.exit}</span>
        </p>
        <h1>${view.title}. ${view.result}</h1>`,
      factsPart(view),
      progressPart(view),
    ],
    main: [
      unknownPart(view, links),
      ...view.sections.map((one) => outcomesPart(one, links)),
      appliedPart(view),
      nextPart(view),
      peopleList(data),
    ],
    footer: html`<p>${view.run}</p>`,
    data,
  });
}

const stateWords = { complete: 'Complete', finished: 'Finished', incomplete: 'Incomplete' } as const;
const stateTones = { complete: 'add', finished: 'wait', incomplete: 'stop' } as const;

function factsPart({ rest, emails, evidence }: ReportView): Html {
  const facts = [rest, emails, evidence].filter(Boolean).map((fact) => html`<li>${prose(fact)}</li>`);
  return facts.length === 0
    ? html``
    : html`<ul class="also">
        ${facts}
      </ul>`;
}

/** The units of a whole bar. */
const barWidth = 1_000;

/** Returns one bar with a part for each status. */
function progressPart({ shares }: ReportView): Html {
  const total = shares.reduce((sum, { amount }) => sum + amount, 0);
  if (total === 0) return html``;
  const label = shares.map(({ amount, word }) => `${formatNumber(amount)} ${word}`).join(', ');
  let before = 0;
  const parts = shares.map(({ status, amount }) => {
    const start = (before * barWidth) / total;
    before += amount;
    return html`<rect
      class="tone-${tones[status]}"
      x="${start.toFixed(1)}"
      y="0"
      width="${((amount * barWidth) / total).toFixed(1)}"
      height="10"
    />`;
  });
  return html`<svg
    class="progress"
    viewBox="0 0 ${barWidth} 10"
    preserveAspectRatio="none"
    role="img"
    aria-label="${label}"
  >
    ${parts}
  </svg>`;
}

const tones: Readonly<Record<OutcomeStatus, Tone>> = {
  done: 'add',
  failed: 'stop',
  blocked: 'remove',
  unknown: 'doubt',
  'not-attempted': 'wait',
};

/** Entries of one list; the table of contacts has the others. */
const maxItems = 50;

function unknownPart({ unknown }: ReportView, links: Links): Html {
  if (unknown.items.length === 0) return html``;
  const { first, hidden } = truncateList(unknown.items, { head: maxItems, tail: 0 });
  return section('unknown', unknown.title, {
    body: html`<ul class="items">
      ${first.map((item) => unknownItem(item, links))}${hiddenItem(hidden, 'in the list below')}
    </ul>`,
  });
}

function unknownItem(item: UnknownItem, links: Links): Html {
  const { target, text, help, response, steps } = item;
  return html`<li class="tone-doubt">
    ${entryHead(item, links)} ${target}: ${prose(text)}${placeOf(item.place)}${helpOf(help)}
    ${
      steps === undefined
        ? undefined
        : html`<ol>
            <li>
              Open
              <a href="${steps.link}" target="_blank" rel="noreferrer noopener">the contact in HubSpot</a>
            </li>
            <li>
              ${steps.condition}: <code class="select">${steps.command}</code><br />If not:
              <code class="select">${steps.otherwise}</code>
            </li>
          </ol>`
    }${responseOf(response)}
  </li>`;
}

function outcomesPart({ id, title, groups }: OutcomeSection, links: Links): Html {
  const { first, hidden } = truncateList(groups, { head: maxItems, tail: 0 });
  return section(id, title, {
    body: html`<ul class="items">
      ${first.map((group) => groupItem(group, links))}${hiddenItem(hidden, 'in the list below')}
    </ul>`,
  });
}

/** Returns the cause with the next step, and the contacts that share it. */
function groupItem({ tone, target, reason, help, response, entries }: OutcomeGroup, links: Links): Html {
  const { first, hidden } = truncateList(entries, { head: maxItems, tail: 0 });
  const contacts = first.map(
    (entry) => html`<li>${entryHead(entry, links)}${placeOf(entry.place)}${responseOf(entry.response)}</li> `,
  );
  return html`<li class="tone-${tone}">
    <strong>${target}: ${prose(reason)}</strong>${helpOf(help)}
    <ul>
      ${contacts}${hiddenItem(hidden, 'in the list below')}
    </ul>
    ${responseOf(response)}
  </li>`;
}

function entryHead({ tone, word, subject, contactId }: OutcomeEntry, links: Links): Html {
  const name =
    contactId === undefined
      ? html`${subject}`
      : html`<a href="${links.contact(contactId)}" target="_blank" rel="noreferrer noopener">${subject}</a>`;
  return html`<span class="head"
    ><span class="pill tone-${tone}">${word}</span> <span class="who">${name}</span></span
  >`;
}

function placeOf(place: string): Html {
  return place === '' ? html`` : html` <span class="place">${place}</span>`;
}

function helpOf(help: string | undefined): Html {
  return help === undefined ? html`` : html`<span class="help">${prose(help)}</span>`;
}

function responseOf(response: string | undefined): Html {
  return response === undefined
    ? html``
    : html`<details>
        <summary>HubSpot response</summary>
        <code class="select">${response}</code>
      </details>`;
}

function appliedPart({ applied }: ReportView): Html {
  if (applied.targets.length === 0) return html``;
  const { first, hidden } = truncateList(applied.targets, { head: maxItems, tail: 0 });
  const rows = first.map(
    ({ address, amounts }) =>
      html`<tr>
        <th scope="row">${address}</th>
        ${amounts.map((amount) => html`<td class="number">${amount}</td>`)}
      </tr>`,
  );
  return section('applied', applied.title, {
    body: html`<table>
        <tbody>
          ${rows}
        </tbody>
      </table>
      ${hidden > 0 ? html`<p class="note">${formatNumber(hidden)} more targets</p>` : undefined}`,
  });
}

function nextPart({ next }: ReportView): Html {
  if (next.length === 0) return html``;
  return section('next', 'Next', {
    body: html`<ul class="items">
      ${next.map(nextItem)}
    </ul>`,
  });
}

function nextItem(action: NextAction): Html {
  return 'text' in action
    ? html`<li>${prose(sentence(action.text))}</li>`
    : html`<li>${action.what}: <code class="select">${action.command}</code></li>`;
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

import type { Drift, Plan } from '../../model/results/plan.ts';
import { driftKind, driftTitle, driftView } from '../view/drift-view.ts';
import { formatPlace } from '../view/format.ts';
import { type Links, linksOf } from '../view/links.ts';
import { heading, htmlDocument, hiddenItem, section } from './document.ts';
import { html, type Html } from './html.ts';
import { type PageData, pageData, type PageStatus } from './page-data.ts';
import { peopleList } from './people-list.ts';

/** Renders the drift since the last apply as one self-contained page. */
export function renderDriftHtml(plan: Plan, options: { readonly strict: boolean }): string {
  const { headline, counted, listed, listedTitle, pendingNote } = driftView(plan, options);
  const all = [...counted, ...listed];
  const data = driftRows(all, plan);
  return htmlDocument({
    title: 'rollcall drift',
    about: `Drift of account ${plan.portalId}`,
    header: [
      html`<p class="state tone-${counted.length > 0 ? 'stop' : 'add'}">
        <strong>${counted.length > 0 ? 'Drift' : 'No drift'}</strong>
      </p>`,
      heading(headline, ...(pendingNote === '' ? [] : [pendingNote])),
    ],
    // A long list also gets a table that can be searched.
    main: [
      driftPart(counted, { title: driftTitle(plan), links: linksOf(plan) }),
      listedPart(listed, { title: listedTitle, links: linksOf(plan) }),
      all.length > 20 ? peopleList(data, { title: 'All differences', command: 'rollcall drift' }) : html``,
    ],
    data: all.length > 20 ? data : undefined,
  });
}

function driftRows(drift: readonly Drift[], plan: Plan): PageData {
  const lines = drift.map((one) => {
    const [target = '', contact] = one.address.split('/', 2);
    return {
      status: one.kind,
      contactId: contact !== undefined && /^\d+$/u.test(contact) ? contact : undefined,
      who: contact === undefined || /^\d+$/u.test(contact) ? '' : contact,
      target: { address: target },
      text: one.message,
      help: one.help,
      source: one.source,
    };
  });
  return pageData(lines, { statuses, contactPage: linksOf(plan).contactPage });
}

const kinds: readonly Drift['kind'][] = [
  'target-deleted',
  'target-disabled',
  'target-edited',
  'unmanaged',
  'ended-unexplained',
];
const statuses: readonly PageStatus[] = kinds.map((kind) => ({
  key: kind,
  word: driftKind(kind),
  symbol: '!',
  tone: kind === 'ended-unexplained' ? 'wait' : 'stop',
}));

/** More differences than this are only counted; `rollcall drift` lists all. */
const maxItems = 200;

/** Returns a section that lists drift; drift that counts comes first. */
function driftPart(
  drift: readonly Drift[],
  { title, links }: { readonly title: string; readonly links: Links },
): Html {
  if (drift.length === 0) return html``;
  const sorted = drift.toSorted((a, b) => Number(b.counts) - Number(a.counts));
  const items = sorted.slice(0, maxItems).map((one) => driftItem(one, links));
  return section('drift', title, {
    body: html`<ul class="items">
      ${items}${hiddenItem(sorted.length - maxItems, 'in rollcall drift')}
    </ul>`,
  });
}

/** Returns what only counts with `--strict`, collapsed. */
function listedPart(
  listed: readonly Drift[],
  { title, links }: { readonly title: string; readonly links: Links },
): Html {
  if (listed.length === 0) return html``;
  const items = listed.slice(0, maxItems).map((one) => driftItem(one, links));
  return html`<section>
    <details>
      <summary>${title}</summary>
      <ul class="items">
        ${items}${hiddenItem(listed.length - maxItems, 'in rollcall drift')}
      </ul>
    </details>
  </section>`;
}

function driftItem(one: Drift, links: Links): Html {
  const tone = one.counts ? 'stop' : 'wait';
  const id = /\/(\d+)$/u.exec(one.address)?.[1];
  const name = html`<code>${one.address}</code>`;
  const linked =
    id === undefined
      ? name
      : html`<a href="${links.contact(id)}" target="_blank" rel="noreferrer noopener">${name}</a>`;
  const place = one.source ? html` <span class="place">${formatPlace(one.source)}</span>` : html``;
  return html`<li class="tone-${tone}">
    <div class="head"><span class="pill tone-${tone}">${driftKind(one.kind)}</span>${linked}</div>
    ${one.message}${place}<span class="help">${one.help}</span>
  </li>`;
}

import type { Drift } from '../../model/plan.ts';
import type { Links } from '../view/links.ts';
import { driftKind } from '../wording/drift-kind.ts';
import { place } from '../wording/place.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { restItem, section } from './section.ts';

/** Things that are named; `rollcall drift` lists all. */
const most = 200;

/** What moved in the account since the last apply; what counts first. */
export function driftPart(
  drift: readonly Drift[],
  { title, links }: { readonly title: string; readonly links: Links },
): Html {
  if (drift.length === 0) return html``;
  const sorted = drift.toSorted((a, b) => Number(b.counts) - Number(a.counts));
  const items = sorted.slice(0, most).map((one) => driftItem(one, links));
  return section('drift', title, {
    body: html`<ul class="items">
      ${items}${restItem(sorted.length - most, 'in rollcall drift')}
    </ul>`,
  });
}

function driftItem(one: Drift, links: Links): Html {
  const tone = one.counts ? 'stop' : 'wait';
  const id = /\/(\d+)$/u.exec(one.address)?.[1];
  const name = html`<code>${one.address}</code>`;
  const linked =
    id === undefined
      ? name
      : html`<a href="${links.contact(id)}" target="_blank" rel="noreferrer noopener">${name}</a>`;
  const where = one.source ? html` <span class="place">${place(one.source)}</span>` : html``;
  return html`<li class="tone-${tone}">
    <div class="head"><span class="pill tone-${tone}">${driftKind(one.kind)}</span>${linked}</div>
    ${one.message}${where}<span class="help">${one.help}</span>
  </li>`;
}

import { formatNumber } from '../view/format.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

export interface Tile {
  readonly amount: number;
  readonly label: string;
  readonly tone?: string | undefined;
  /** Shows these lines in the list when it is pressed. */
  readonly status?: string | undefined;
}

/** The numbers of a page; those that stand for lines lead to them. */
export function tilesPart(tiles: readonly Tile[]): Html {
  const items = tiles
    .filter(({ amount }) => amount > 0)
    .map(({ amount, label, tone, status }) => {
      const classes = tone === undefined ? 'tile' : `tile tone-${tone}`;
      const inside = html`<b>${formatNumber(amount)}</b><span>${label}</span>`;
      return status === undefined
        ? html`<li><div class="${classes}">${inside}</div></li>`
        : html`<li>
            <a class="${classes}" href="#people-title" data-filter data-status="${status}">${inside}</a>
          </li>`;
    });
  return items.length === 0
    ? html``
    : html`<ul class="tiles" aria-label="In numbers">
        ${items}
      </ul>`;
}

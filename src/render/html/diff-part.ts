import type { TargetCounts } from '../view/target-counts.ts';
import { formatNumber } from '../view/format.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { restItem, section } from './section.ts';

const most = 200;

/** The members of each target that changes, before and after; the page's script fills each one when opened. */
export function diffPart(targets: readonly TargetCounts[]): Html {
  const changed = targets.filter(({ counts }) => counts.enroll + counts.unenroll > 0);
  if (changed.length === 0) return html``;
  const folds = changed.slice(0, most).map(
    ({ address, counts }) =>
      html`<details data-diff="${address}">
        <summary>
          <code>${address}</code> <span class="tone-add">+${formatNumber(counts.enroll)}</span>
          <span class="tone-remove">−${formatNumber(counts.unenroll)}</span>
        </summary>
      </details>`,
  );
  return section('diff', 'Members before and after', {
    note: 'Active now, and active once this is applied, by contact id.',
    body: html`${folds}
      <ul>
        ${restItem(changed.length - most, 'targets')}
      </ul>`,
  });
}

import { formatNumber } from '../view/format.ts';
import type { Links } from '../view/links.ts';
import { planTitles } from '../view/plan-view.ts';
import { lineStatuses, statusWord, type TargetCounts } from '../view/target-counts.ts';
import { hiddenItem, section } from './document.ts';
import { type Html, html } from './html.ts';

/** More targets than this are left out; the list of contacts can be filtered by each of them. */
const maxTargets = 500;

/** Returns the counts of every target, with links to its rows in the list and to its page in HubSpot. */
export function targetsPart(targets: readonly TargetCounts[], links: Links): Html {
  if (targets.length === 0) return html``;
  const used = lineStatuses.filter((status) => targets.some(({ counts }) => counts[status] > 0));
  const head = used.map((status) => html`<th scope="col" class="number">${statusWord(status)}</th>`);
  const rows = targets.slice(0, maxTargets).map(({ address, target, counts }) => {
    const cells = used.map(
      (status) => html`<td class="number">${counts[status] === 0 ? '' : formatNumber(counts[status])}</td>`,
    );
    const name = target.name ?? `HubSpot id ${target.id}`;
    return html`<tr>
      <th scope="row">
        <a href="#people-title" data-filter data-target="${address}">${address}</a>
        <span class="help"
          ><a href="${links.target(target)}" target="_blank" rel="noreferrer noopener">${name}</a></span
        >
      </th>
      ${cells}
    </tr>`;
  });
  const hidden = targets.length - maxTargets;
  return section('targets', 'By target', {
    ...(hidden > 0
      ? { note: `The first ${formatNumber(maxTargets)} of ${formatNumber(targets.length)}.` }
      : {}),
    body: html`<div class="scroll" tabindex="0" role="group" aria-label="Table of targets">
      <table>
        <thead>
          <tr>
            <th scope="col">target</th>
            ${head}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>`,
  });
}

const maxDiffs = 200;

/** Returns the member diff of each target with changes. The script of the page fills a diff when it is opened. */
export function diffPart(targets: readonly TargetCounts[]): Html {
  const changed = targets.filter(({ counts }) => counts.enroll + counts.unenroll > 0);
  if (changed.length === 0) return html``;
  const folds = changed.slice(0, maxDiffs).map(
    ({ address, counts }) =>
      html`<details data-diff="${address}">
        <summary>
          <code>${address}</code> <span class="tone-add">+${formatNumber(counts.enroll)}</span>
          <span class="tone-remove">−${formatNumber(counts.unenroll)}</span>
        </summary>
      </details>`,
  );
  return section('diff', planTitles.diff, {
    note: 'Active now, and active after the apply, by contact id.',
    body: html`${folds}
      <ul>
        ${hiddenItem(changed.length - maxDiffs, 'targets')}
      </ul>`,
  });
}

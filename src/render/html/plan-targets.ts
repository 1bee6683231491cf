import type { Links } from '../view/links.ts';
import type { TargetCounts } from '../view/target-counts.ts';
import { lineStatuses } from '../view/target-counts.ts';
import { formatNumber } from '../view/format.ts';
import { statusWord } from '../wording/status-word.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { section } from './section.ts';

/** Targets that the table names; the list of people can be filtered by every one. */
const most = 500;

/** Every target in numbers, each with a way to its people and to its page in HubSpot. */
export function targetsPart(targets: readonly TargetCounts[], links: Links): Html {
  if (targets.length === 0) return html``;
  const used = lineStatuses.filter((status) => targets.some(({ counts }) => counts[status] > 0));
  const head = used.map((status) => html`<th scope="col" class="number">${statusWord(status)}</th>`);
  const rows = targets.slice(0, most).map(({ address, target, counts }) => {
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
  const hidden = targets.length - most;
  return section('targets', 'By target', {
    ...(hidden > 0 ? { note: `The first ${formatNumber(most)} of ${formatNumber(targets.length)}.` } : {}),
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

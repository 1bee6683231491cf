import type { Plan } from '../../../model/results/plan.ts';
import { isNewTarget } from '../../../model/target.ts';
import type { EntryGroup, SourceGroup } from '../../view/plan/entry-groups.ts';
import { count, formatNumber } from '../../view/format.ts';
import type { Links } from '../../view/links.ts';
import type { PlanView, TargetView } from '../../view/plan/plan-view.ts';
import { type LineStatus, statusWord, type TargetCounts } from '../../view/plan/target-counts.ts';
import { contactLink, filterLink, type RowFilter, hubSpotLink, listLink } from '../anchors.ts';
import { card } from '../card.ts';
import { type Html, html } from '../html.ts';
import { prose } from '../prose.ts';

/** More targets than this are only counted; the table of contacts can be filtered by each of them. */
const maxTargets = 100;
/** The targets of a plan with more changes than this are closed at first. */
const maxOpenChanges = 30;
const maxContacts = 20;

type Counts = TargetCounts['counts'];

/** Returns a row for each target with changes: its counts as a bar, and its changes by effect and source. */
export function targetsPart(plan: Plan, view: PlanView, links: Links): Html {
  const counts = new Map(view.targetCounts.map((one) => [one.address, one.counts]));
  const changed = view.targets.flatMap((target) => {
    const own = counts.get(target.address);
    return own && changeCount(own) > 0 ? [{ target, counts: own }] : [];
  });
  if (changed.length === 0) return html``;
  const shown = changed.slice(0, maxTargets);
  const widest = Math.max(
    1,
    ...changed.map((one) => parts(one.counts).reduce((sum, [, amount]) => sum + amount, 0)),
  );
  const isOpen = plan.changes.length <= maxOpenChanges;
  const rest = [
    ...(changed.length > shown.length
      ? [`${formatNumber(changed.length - shown.length)} more with changes.`]
      : []),
    ...(view.targetCounts.length > changed.length
      ? [`${formatNumber(view.targetCounts.length - changed.length)} more without changes.`]
      : []),
  ];
  return card('targets', 'Targets', {
    note: `${formatNumber(changed.length)} with changes${isOpen ? '' : '; open one to see its contacts by source'}`,
    body: html`${shown.map((one) => targetRow(one, { widest, isOpen, links }))}
    ${rest.length === 0 ? undefined : html`<p class="foot">${rest.join(' ')}</p>`}`,
  });
}

function targetRow(
  { target: view, counts }: { readonly target: TargetView; readonly counts: Counts },
  { widest, isOpen, links }: { readonly widest: number; readonly isOpen: boolean; readonly links: Links },
): Html {
  const { kind, key, id, name } = view.target;
  const { first, hidden } = view.groups;
  const groups = first.filter(({ status }) => changeStatuses.has(status));
  const undone = (['unknown', 'manual', 'blocked', 'waiting', 'left-audience', 'orphan'] as const)
    .filter((status) => counts[status] > 0)
    .map(
      (status) =>
        html`<li>
          ${filterLink({ status, target: view.address }, `${formatNumber(counts[status])} ${statusWord(status)}`)}
        </li>`,
    );
  return html`<details class="target" ${isOpen ? html`open` : ''}>
    <summary>
      <span class="name"><b>${key}</b> <span class="section">${kind}</span></span
      >${splitBar(counts, widest)}<span class="totals">${totals(counts)}</span>
    </summary>
    <div class="groups">
      <p class="section">
        ${kind === 'sequence' ? 'Sequence' : 'Workflow'}
        ${
          isNewTarget(view.target)
            ? html`“${name ?? key}”, which is not in HubSpot yet`
            : html`${hubSpotLink(links.target(view.target), name ?? id)} in HubSpot`
        }
      </p>
      ${groups.map((group) => groupPart(group, { address: view.address, links }))}
      ${hidden === 0 ? undefined : html`<p>${filterLink({ target: view.address }, count(hidden, 'more group'))}</p>`}
      ${
        undone.length === 0
          ? undefined
          : html`<ul class="more">
              <li>Not changed:</li>
              ${undone}
            </ul>`
      }
    </div>
  </details>`;
}

const changeStatuses: ReadonlySet<LineStatus> = new Set(['enroll', 'unenroll', 'archive', 'create-workflow']);

function changeCount(counts: Counts): number {
  return counts.enroll + counts.unenroll + counts.archive + counts['create-workflow'];
}

/** Returns the parts of a target's bar: a class and the number of entries of each. */
function parts(counts: Counts): readonly (readonly [string, number])[] {
  return [
    ['add', counts.enroll + counts['create-workflow']],
    ['remove', counts.unenroll + counts.archive],
    ['stop', counts.blocked + counts.waiting + counts.unknown + counts.manual],
    ['rest', unchangedCount(counts)],
  ];
}

function unchangedCount(counts: Counts): number {
  return counts.active + counts.ended + counts.unmanaged + counts['left-audience'] + counts.orphan;
}

/** Returns the bar of a target. All bars have the same scale. */
function splitBar(counts: Counts, widest: number): Html {
  let x = 0;
  const bars = parts(counts)
    .filter(([, amount]) => amount > 0)
    .map(([name, amount]) => {
      const width = Math.max(0.5, (100 * amount) / widest);
      const bar = html`<rect
        class="${name}"
        x="${x.toFixed(2)}"
        width="${width.toFixed(2)}"
        height="8"
      ></rect>`;
      x += width;
      return bar;
    });
  return html`<svg class="split" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
    ${bars}
  </svg>`;
}

function totals(counts: Counts): Html {
  const some = (amount: number, part: Html): readonly Html[] => (amount === 0 ? [] : [part]);
  const words = (['blocked', 'waiting', 'unknown', 'manual'] as const).flatMap((status) =>
    some(counts[status], html`<span>${formatNumber(counts[status])} ${statusWord(status)}</span> `),
  );
  const unchanged = unchangedCount(counts);
  return html`${[
    ...some(counts.enroll, html`<span class="tone-add">+${formatNumber(counts.enroll)}</span> `),
    ...some(counts.unenroll, html`<span class="tone-remove">−${formatNumber(counts.unenroll)}</span> `),
    ...some(counts.archive, html`<span class="tone-remove">deleted</span> `),
    ...some(counts['create-workflow'], html`<span class="tone-add">created</span> `),
    ...words,
    ...some(unchanged, html`<span>${formatNumber(unchanged)} unchanged</span>`),
  ]}`;
}

interface GroupScope {
  readonly address: string;
  readonly links: Links;
}

/** Returns the changes with one effect, by source, with the first contacts of the group. */
function groupPart(group: EntryGroup, scope: GroupScope): Html {
  const { tone, symbol, word, status, amount, effect, sources } = group;
  const [only, ...others] = sources.first;
  const isSingle = only !== undefined && others.length === 0 && sources.hidden === 0;
  let left = maxContacts;
  const lists = sources.first.map((source) => {
    const shown = source.entries.first.slice(0, left);
    left -= shown.length;
    const hidden = source.amount - shown.length;
    const filter = rowsOf(group, source, scope.address);
    return html`${isSingle ? undefined : html`<p class="source">${sourceName(source, scope.links)}</p>`}
      <ul class="contacts">
        ${shown.map((entry) => html`<li>${contactLink(entry, scope.links)}</li>`)}
        ${hidden === 0 ? undefined : html`<li>${filterLink(filter, `${formatNumber(hidden)} more`)}</li>`}
      </ul>`;
  });
  return html`<p class="effect">
      <span class="tag tone-${tone}">${symbol === '-' ? '−' : symbol} ${word}</span> <b>${prose(effect)}</b>
      <span class="section"
        >${count(amount, status === 'archive' || status === 'create-workflow' ? 'workflow' : 'contact')}</span
      >
      ${isSingle ? html`<span class="source">${sourceName(only, scope.links)}</span>` : undefined}
    </p>
    ${lists}
    ${
      sources.hidden === 0
        ? undefined
        : html`<p>
            ${filterLink({ target: scope.address, sender: group.sender }, count(sources.hidden, 'more source'))}
          </p>`
    }`;
}

function sourceName({ list, places }: SourceGroup, links: Links): Html {
  const place = places === '' ? undefined : html`<span class="place">${places}</span>`;
  return list === undefined ? html`${place}` : html`${listLink(list, links)} ${place}`;
}

/** Returns the filter that shows the rows of a source. A list has one line; other sources are files. */
function rowsOf({ status, sender }: EntryGroup, { places, list }: SourceGroup, target: string): RowFilter {
  const place = list === undefined ? places.replace(/:[^:]*$/u, ':') : places;
  return { status, target, sender, search: place };
}

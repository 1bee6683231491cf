/** The sections of a plan that are closed at first. */
import type { Plan } from '../../../model/results/plan.ts';
import type { EmailLookup } from '../../view/contact-label.ts';
import { driftTitle } from '../../view/drift-view.ts';
import { entriesByTarget, unchangedGroups } from '../../view/plan/entry-groups.ts';
import { formatMoment, formatNumber } from '../../view/format.ts';
import type { Links } from '../../view/links.ts';
import { type PlanSummaryView, planTitles } from '../../view/plan/plan-view.ts';
import type { TargetCounts } from '../../view/plan/target-counts.ts';
import { truncateList } from '../../view/truncated-list.ts';
import { contactLink, filterLink } from '../anchors.ts';
import { fold } from '../card.ts';
import { hiddenItem } from '../document.ts';
import { type Html, html } from '../html.ts';
import { diagnosticItems } from '../line-list.ts';
import { addressName } from '../names.ts';
import { driftList } from '../drift-list.ts';

const maxContacts = 20;
const maxItems = 200;

/** Returns the contacts that someone else enrolled, by target. rollcall leaves them unchanged. */
export function unmanagedPart(
  { unchanged }: Plan,
  { links, reveal }: { readonly links: Links; readonly reveal: EmailLookup | undefined },
): Html {
  const unmanaged = unchanged.filter(({ status }) => status === 'unmanaged');
  if (unmanaged.length === 0) return html``;
  const targets = entriesByTarget({ changes: [], unchanged: unmanaged });
  const items = targets.slice(0, maxItems).map(({ target, unchanged: own }) => {
    const address = `${target.kind}s.${target.key}`;
    const shown = own.slice(0, maxContacts);
    const entries = unchangedGroups(shown, { cut: { head: maxContacts, tail: 0 }, reveal }).flatMap(
      (group) => group.entries.first,
    );
    const hidden = own.length - shown.length;
    return html`<li>
      <div class="head">${addressName(address)} <span class="section">${formatNumber(own.length)}</span></div>
      <ul class="contacts">
        ${entries.map((entry) => html`<li>${contactLink(entry, links)}</li>`)}
        ${
          hidden === 0
            ? undefined
            : html`<li>
                ${filterLink({ status: 'unmanaged', target: address }, `${formatNumber(hidden)} more`)}
              </li>`
        }
      </ul>
    </li>`;
  });
  return fold('unmanaged', 'Enrolled by someone else', {
    note: `${formatNumber(unmanaged.length)}; rollcall leaves them unchanged`,
    printed: false,
    body: html`<ul class="items">
      ${items}${hiddenItem(targets.length - maxItems, 'targets')}
    </ul>`,
  });
}

/** Returns the drift of a plan, apart from members enrolled by someone else, who have their own section. */
export function driftFold(
  plan: Plan,
  options: { readonly links: Links; readonly reveal: EmailLookup | undefined },
): Html {
  const drift = plan.drift.filter(({ kind, counts }) => counts || kind !== 'unmanaged');
  if (drift.length === 0) return html``;
  const sorted = drift.toSorted((a, b) => Number(b.counts) - Number(a.counts));
  return fold('drift', driftTitle(plan), {
    note: formatNumber(drift.length),
    flush: true,
    body: driftList(sorted, options),
  });
}

/** Returns the member diff of each target with changes. The script of the page fills a diff when it is opened. */
export function diffPart(targets: readonly TargetCounts[]): Html {
  const changed = targets.filter(({ counts }) => counts.enroll + counts.unenroll > 0);
  if (changed.length === 0) return html``;
  const diffs = changed.slice(0, maxItems).map(
    ({ address, counts }) =>
      html`<details data-diff="${address}" data-print="closed">
        <summary>
          <code>${address}</code> <span class="tone-add">+${formatNumber(counts.enroll)}</span>
          <span class="tone-remove">−${formatNumber(counts.unenroll)}</span>
        </summary>
      </details>`,
  );
  return fold('diff', planTitles.diff, {
    note: 'by contact id',
    printed: false,
    body: html`<noscript><p>The differences need JavaScript, or: rollcall show plan.json --diff</p></noscript>
      ${diffs}
      <ul>
        ${hiddenItem(changed.length - maxItems, 'targets')}
      </ul>`,
  });
}

/** Returns the advice of a plan. */
export function advicePart({ diagnostics }: Plan): Html {
  const advice = diagnostics.filter(({ severity }) => severity === 'advice');
  if (advice.length === 0) return html``;
  return fold('advice', planTitles.advice, {
    note: formatNumber(advice.length),
    body: html`<ul class="items">
      ${diagnosticItems(truncateList(advice, { head: maxItems, tail: 0 }))}
    </ul>`,
  });
}

const maxFiles = 30;

/** Returns where, when and from what the plan was made. */
export function detailsPart(plan: Plan, { cost, unchanged }: PlanSummaryView): Html {
  const files = plan.files
    .slice(0, maxFiles)
    .map(({ path, sha256 }) => html`<li>${path} <code class="hash">sha256:${sha256}</code></li>`);
  const facts: readonly (readonly [string, string | Html])[] = [
    ['Plan', html`<code class="hash">${plan.planId}</code>`],
    ['Made', `${formatMoment(plan.createdAt)}, valid until ${formatMoment(plan.expiresAt)}`],
    ['Ledger', plan.ledgerRun === 0 ? 'before the first run' : `after run ${formatNumber(plan.ledgerRun)}`],
    [
      'Files',
      html`<ul>
        ${files}${hiddenItem(plan.files.length - maxFiles, 'files')}
      </ul>`,
    ],
    ['Configuration', html`<code class="hash">sha256:${plan.configHash}</code>`],
    ['Account state', html`<code class="hash">sha256:${plan.observedHash}</code>`],
    ['API dialect', plan.dialect],
    ...(cost === '' ? [] : [['Requests', `${cost}.`] as const]),
    ...(unchanged === '' ? [] : [['Unchanged', unchanged] as const]),
    ...(plan.context ? [['Time zone', plan.context.timeZone] as const] : []),
  ];
  const list = facts.map(
    ([name, value]) =>
      html`<dt>${name}</dt>
        <dd>${value}</dd>`,
  );
  return fold('details', 'Details', { note: 'files, hashes, requests', body: html`<dl>${list}</dl>` });
}

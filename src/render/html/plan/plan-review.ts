import type { Plan } from '../../../model/results/plan.ts';
import { count, formatMoment, formatNumber } from '../../view/format.ts';
import type { Links } from '../../view/links.ts';
import { type PlanSummaryView, planTitles } from '../../view/plan/plan-view.ts';
import type { NextStep } from '../../view/plan/next-steps.ts';
import { cutReview } from '../../view/plan/review-cut.ts';
import type { ReviewItem } from '../../view/plan/review.ts';
import { contactLink, filterLink, hubSpotLink, listLink } from '../anchors.ts';
import { card } from '../card.ts';
import { type Html, html } from '../html.ts';
import { addressName } from '../names.ts';
import { sentence } from '../../view/format.ts';
import { prose } from '../prose.ts';

/** Returns the exceeded limits, or how to create a ledger: what a plan that cannot be applied needs first. */
export function refusalPart({ state, limits, nextSteps }: PlanSummaryView): Html {
  if (state.kind !== 'refused' && state.kind !== 'no-ledger') return html``;
  const steps = nextSteps.map(({ what, ...step }) => html`<li><span>${what}</span> ${stepText(step)}</li>`);
  const list =
    steps.length === 0
      ? html``
      : html`<ul class="steps">
          ${steps}
        </ul>`;
  if (state.kind === 'no-ledger') return card('ledger', 'Create or choose a ledger', { body: list });
  return card('limits', 'Limits', {
    note: 'rollcall applies none of these changes',
    body: html`${limitTable(limits)}${list}`,
  });
}

/** Returns a command as code, where a click selects all of it, and an instruction as text. */
export function stepText({ how, isCommand }: Pick<NextStep, 'how' | 'isCommand'>): Html {
  return isCommand ? html`<code class="command">${how}</code>` : html`${how}`;
}

function limitTable(limits: PlanSummaryView['limits']): Html {
  const rows = limits.map(
    ({ name, planned, allowed, from, flag }) =>
      html`<tr>
        <th scope="row">${name}</th>
        <td class="number over">${planned}</td>
        <td class="number">${allowed}</td>
        <td class="place">${from}</td>
        <td><code>${flag}</code></td>
      </tr>`,
  );
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Exceeded limits">
    <table>
      <thead>
        <tr>
          <th scope="col">Limit</th>
          <th scope="col" class="number">This plan</th>
          <th scope="col" class="number">Allowed</th>
          <th scope="col">Set in</th>
          <th scope="col">To lift it for one run</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

/** More items than this are counted by kind. */
const maxItems = 7;
/** Of the items that only their own row shows, more than this are counted. */
const maxHidden = 200;

/** Returns what to review first: one row for each item, and the number of the others by kind. */
export function reviewPart(
  items: readonly ReviewItem[],
  { plan, links }: { readonly plan: Plan; readonly links: Links },
): Html {
  if (items.length === 0) return html``;
  const { shown, hidden, hiddenKinds } = cutReview(items, maxItems);
  const row = (item: ReviewItem): Html => reviewRow(item, { plan, links });
  // Lists and diagnostics have no rows in the table of contacts.
  const unlisted = hidden.filter(({ status }) => status === undefined);
  const kinds = hiddenKinds.map(({ word, amount, status }) => {
    const text = status === undefined ? count(amount, word) : `${formatNumber(amount)} ${word}`;
    return html`<li>${status === undefined ? text : filterLink({ status }, text)}</li>`;
  });
  return card('first', planTitles.review, {
    note: formatNumber(items.length),
    body: html`<ul class="review">
        ${shown.map(row)}
      </ul>
      ${
        hidden.length === 0
          ? undefined
          : html`<ul class="more">
              <li>${formatNumber(hidden.length)} more:</li>
              ${kinds}
            </ul>`
      }${
        unlisted.length === 0
          ? undefined
          : html`<details class="rest">
              <summary>
                Show
                ${count(unlisted.length, 'more list, warning or error', 'more lists, warnings and errors')}
              </summary>
              <ul class="review">
                ${unlisted.slice(0, maxHidden).map(row)}
              </ul>
            </details>`
      }`,
  });
}

function reviewRow(item: ReviewItem, { plan, links }: { readonly plan: Plan; readonly links: Links }): Html {
  const { word, symbol, tone, place, help, code, link } = item;
  const { what, why } = item.list === undefined ? contactTexts(item, links) : listTexts(item, plan, links);
  const isNote = code !== undefined || item.list !== undefined;
  const tag = isNote ? word : `${symbol === '-' ? '−' : symbol} ${word}`;
  const reasons = [
    ...(why === '' ? [] : [prose(sentence(why))]),
    ...(help === undefined ? [] : [html`<span class="fix">${prose(sentence(help))}</span>`]),
    ...(link === undefined ? [] : [hubSpotLink(link, 'Open in HubSpot')]),
    ...(code === undefined ? [] : [html`<code>${code}</code>`]),
  ];
  return html`<li class="tone-${item.list === undefined ? tone : 'info'}">
    <span class="tag">${tag}</span>
    <span class="what">${what}</span>
    ${place === '' ? undefined : html`<span class="place">${place}</span>`}
    ${reasons.length === 0 ? undefined : html`<span class="because">${reasons.map((part) => html`${part} `)}</span>`}
  </li>`;
}

interface RowTexts {
  readonly what: Html;
  readonly why: string;
}

function contactTexts(item: ReviewItem, links: Links): RowTexts {
  const { subject, target, text } = item;
  if (subject === '') return { what: prose(text), why: '' };
  const named = contactLink(item, links);
  if (target === undefined) return { what: named, why: text };
  return {
    what: html`${named} <span class="in">in ${addressName(target.address)}</span>`,
    why: target.effect,
  };
}

function listTexts({ list = '', text, note = '' }: ReviewItem, { createdAt }: Plan, links: Links): RowTexts {
  return {
    what: html`${listLink(list, links, `HubSpot list ${list}`)} ${text}`,
    why: `${note} rollcall read the list on ${formatMoment(createdAt)}`,
  };
}

import type { SenderLoad } from '../view/sender-loads.ts';
import { count, formatNumber, people } from '../view/format.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { restItem, section } from './section.ts';

/** Inboxes that are drawn; the list of people can be filtered by every one. */
const most = 60;

/** A bar for each sender: today's enrollments, those of this plan, and what remains of the day. */
export function sendersPart(loads: readonly SenderLoad[]): Html {
  if (loads.length === 0) return html``;
  const legend = loads.some(({ day }) => day !== undefined)
    ? html`<p class="legend">
        ${legendItem('earlier', 'today')}${legendItem('now', 'this plan')}${legendItem('free', 'still free')}
      </p>`
    : html``;
  return section('senders', 'Whose inbox sends', {
    note: 'New people each sender takes on, against the limit for one day.',
    body: html`<ul class="senders">
        ${loads.slice(0, most).map(senderItem)}${restItem(loads.length - most, 'senders')}
      </ul>
      ${legend}`,
  });
}

function senderItem({ sender, enrollments, emails, day }: SenderLoad): Html {
  const what = `${people(enrollments)}, ${count(emails, 'email')}`;
  const name = html`<a href="#people-title" data-filter data-sender="${sender}">${sender}</a>`;
  if (day === undefined)
    return html`<li>
      <div class="line">${name}<span>${what}</span></div>
    </li>`;
  const after = day.sent + enrollments;
  const full = `${formatNumber(after)} of ${formatNumber(day.allowance)}`;
  const share = (amount: number): string =>
    `${Math.min(100, (100 * amount) / Math.max(1, day.allowance)).toFixed(2)}%`;
  const classes = after >= day.allowance ? 'load full' : 'load';
  return html`<li>
    <div class="line">${name}<span>${what} · ${full}</span></div>
    <svg
      class="${classes}"
      role="img"
      aria-label="${full} enrollments today, ${formatNumber(day.sent)} of them before this plan"
    >
      <rect class="now" width="${share(after)}" height="100%"></rect>
      <rect class="earlier" width="${share(day.sent)}" height="100%"></rect>
    </svg>
  </li>`;
}

function legendItem(part: string, label: string): Html {
  return html`<span
    ><svg aria-hidden="true" viewBox="0 0 10 10">
      <rect class="${part}" x="0.5" y="0.5" width="9" height="9" rx="2"></rect></svg
    >${label}</span
  >`;
}

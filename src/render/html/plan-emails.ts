import {
  type EmailDay,
  describeEmailTimeline,
  type EmailTimeline,
  type SenderLoad,
} from '../view/email-load.ts';
import { count, formatNumber, countPeople } from '../view/format.ts';
import { hiddenItem, section } from './document.ts';
import { type Html, html } from './html.ts';

/** The most bars of a chart. A longer timeline is drawn by week, by 4 weeks, by 13 weeks or by 52 weeks. */
const maxBars = 32;

const width = 560;
const height = 190;
const top = 22;
const bottom = 32;

/** Returns a bar chart of the emails by day, and the same numbers as a table for screen readers. */
export function timelinePart(timeline: EmailTimeline): Html {
  const { days, emails, unknownDays } = timeline;
  if (days.length === 0 && unknownDays === 0) return html``;
  const body =
    days.length === 0
      ? html`<p>${describeEmailTimeline(timeline)}</p>`
      : html`<figure>${chart(barsOf(days), describeEmailTimeline(timeline))}</figure>
          ${table(days)}`;
  const unknownNote =
    unknownDays > 0
      ? ` The email days of ${count(unknownDays, 'more person', 'more people')} are unknown.`
      : '';
  return section('emails', 'Emails to come', {
    note: `${count(emails, 'email')}, by the day after the apply, if no contact replies, opts out or is unenrolled.${unknownNote}`,
    body,
  });
}

interface Bar {
  readonly label: string;
  readonly emails: number;
}

function barsOf(days: readonly EmailDay[]): readonly Bar[] {
  const last = days.at(-1)?.day ?? 0;
  const span = [1, 7, 28, 91].find((size) => last / size < maxBars) ?? 364;
  const amounts = new Map<number, number>();
  for (const { day, emails } of days) {
    const at = Math.floor(day / span);
    amounts.set(at, (amounts.get(at) ?? 0) + emails);
  }
  return Array.from({ length: Math.min(maxBars, Math.floor(last / span) + 1) }, (_, at) => ({
    label: span === 1 ? `day ${at}` : `day ${at * span}–${at * span + span - 1}`,
    emails: amounts.get(at) ?? 0,
  }));
}

function chart(bars: readonly Bar[], label: string): Html {
  const most = Math.max(...bars.map(({ emails }) => emails));
  const step = width / bars.length;
  const room = height - top - bottom;
  // Leaves out labels that would overlap, but keeps the first, and the last if it has room.
  const every = Math.ceil((bars.length * 46) / width);
  const drawn = bars.map(({ label, emails }, at) => {
    const tall = most === 0 ? 0 : Math.max(emails > 0 ? 2 : 0, (emails / most) * room);
    const middle = at * step + step / 2;
    const wide = Math.min(30, step * 0.66);
    const amount =
      emails > 0 && step > 16
        ? html`<text
            class="amount"
            x="${middle.toFixed(1)}"
            y="${(height - bottom - tall - 6).toFixed(1)}"
            text-anchor="middle"
            >${formatNumber(emails)}</text
          >`
        : html``;
    const named = at % every === 0 || (at === bars.length - 1 && at % every > every / 2);
    const name = named
      ? html`<text x="${middle.toFixed(1)}" y="${height - 12}" text-anchor="middle">${label}</text>`
      : html``;
    return html`<rect
        x="${(middle - wide / 2).toFixed(1)}"
        y="${(height - bottom - tall).toFixed(1)}"
        width="${wide.toFixed(1)}"
        height="${tall.toFixed(1)}"
        rx="3"
      ></rect
      >${amount}${name}`;
  });
  return html`<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
    <line x1="0" x2="${width}" y1="${height - bottom}" y2="${height - bottom}"></line>
    ${drawn}
  </svg>`;
}

function table(days: readonly EmailDay[]): Html {
  const rows = days.map(
    ({ day, emails }) =>
      html`<tr>
        <th scope="row">${day}</th>
        <td>${formatNumber(emails)}</td>
      </tr>`,
  );
  return html`<table class="unseen">
    <caption>
      Emails by day after the apply
    </caption>
    <thead>
      <tr>
        <th scope="col">day</th>
        <th scope="col">emails</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

/** More senders than this are only counted; the list of contacts can be filtered by each of them. */
const maxSenders = 60;

/** Returns a bar for each sender: today's earlier enrollments, those of this plan, and the rest of the daily limit. */
export function sendersPart(loads: readonly SenderLoad[]): Html {
  if (loads.length === 0) return html``;
  const legend = loads.some(({ day }) => day !== undefined)
    ? html`<p class="legend">
        ${legendItem('earlier', 'earlier today')}${legendItem('now', 'this plan')}${legendItem('free', 'remaining')}
      </p>`
    : html``;
  return section('senders', 'Senders', {
    note: 'Enrollments of each sender today, against the daily limit.',
    body: html`<ul class="senders">
        ${loads.slice(0, maxSenders).map(senderItem)}${hiddenItem(loads.length - maxSenders, 'senders')}
      </ul>
      ${legend}`,
  });
}

function senderItem({ sender, enrollments, emails, day }: SenderLoad): Html {
  const load = `${countPeople(enrollments)}, ${count(emails, 'email')}`;
  const name = html`<a href="#people-title" data-filter data-sender="${sender}">${sender}</a>`;
  if (day === undefined)
    return html`<li>
      <div class="line">${name}<span>${load}</span></div>
    </li>`;
  const after = day.sent + enrollments;
  const full = `${formatNumber(after)} of ${formatNumber(day.allowance)}`;
  const share = (amount: number): string =>
    `${Math.min(100, (100 * amount) / Math.max(1, day.allowance)).toFixed(2)}%`;
  const classes = after >= day.allowance ? 'load full' : 'load';
  return html`<li>
    <div class="line">${name}<span>${load} · ${full}</span></div>
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

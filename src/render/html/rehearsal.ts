import type { PlanForecast, Rehearsal, RehearsalDay } from '../../model/results/rehearsal.ts';
import type { EmailLookup } from '../view/contact-label.ts';
import { count, formatNumber } from '../view/format.ts';
import {
  addressText,
  calendarColumns,
  forecastTitle,
  noForecast,
  rehearsalView,
  type RehearsalView,
} from '../view/rehearsal-view.ts';
import { card, fold } from './card.ts';
import { htmlDocument } from './document.ts';
import { type Html, html } from './html.ts';
import { prose } from './prose.ts';

/** Renders a forecast as one self-contained page: warnings, a timeline by sender and target, and the calendar. */
export function renderRehearsalHtml(rehearsal: Rehearsal, reveal?: EmailLookup): string {
  const view = rehearsalView(rehearsal, reveal);
  return htmlDocument({
    title: view.title,
    about: `Rehearsal for account ${rehearsal.portalId}`,
    made: `Account of ${rehearsal.account.at.slice(0, 10)}`,
    printed: view.title,
    header: [
      html`<h1>${view.totals}</h1>
        <ul class="also">
          <li>${view.title}</li>
          <li>${view.period}</li>
          <li>${view.source}</li>
        </ul>`,
    ],
    main: rehearsalParts(rehearsal, reveal),
  });
}

/** Returns the sections of the forecast of a plan. */
export function forecastParts(forecast: PlanForecast | undefined, reveal?: EmailLookup): readonly Html[] {
  if (!forecast) return [];
  if ('problem' in forecast)
    return [
      card('forecast', forecastTitle, {
        body: html`<div class="inside"><p>${noForecast(forecast.problem)}</p></div>`,
      }),
    ];
  const { rehearsal } = forecast;
  const { forecast: totals, period, source } = rehearsalView(rehearsal, reveal);
  const head = card('forecast', forecastTitle, {
    body: html`<div class="inside">
      <p><strong>${totals}</strong></p>
      <p>${period}. ${source}</p>
    </div>`,
  });
  return [head, ...rehearsalParts(rehearsal, reveal)];
}

/** Returns the sections of a forecast. */
function rehearsalParts(rehearsal: Rehearsal, reveal?: EmailLookup): readonly Html[] {
  const view = rehearsalView(rehearsal, reveal);
  return [
    warningsPart(view),
    timelinePart(rehearsal),
    reachedPart(view),
    detailPart(view),
    calendarPart(view),
    notesPart(rehearsal),
  ];
}

function warningsPart({ warnings }: RehearsalView): Html {
  if (warnings.length === 0) return html``;
  const items = warnings.map(
    ({ code, text, help }) =>
      html`<li class="tone-wait">
        <strong>${code}</strong> ${prose(text)}<span class="help">${prose(help)}</span>
      </li>`,
  );
  return card('forecast-warnings', `Warnings: ${warnings.length}`, {
    body: html`<div class="inside">
      <ul class="items">
        ${items}
      </ul>
    </div>`,
  });
}

interface TimelineRow {
  readonly name: string;
  readonly cells: readonly number[];
}

/** The emails of each sender, then of each target, and the enrollments of each target, with one column a day. */
function timelinePart({ days }: Rehearsal): Html {
  const bands: (readonly RehearsalDay[])[] = [];
  for (let first = 0; first < days.length; first += bandDays) bands.push(days.slice(first, first + bandDays));
  const tables = bands.flatMap((band) => timelineTable(band));
  if (tables.length === 0) return html``;
  return card('forecast-timeline', 'Timeline', {
    note: 'one column a day; weekends and freezes are shaded',
    body: html`${tables}`,
  });
}

/** The days that fit next to each other on a page: a month. */
const bandDays = 31;

function timelineTable(days: readonly RehearsalDay[]): readonly Html[] {
  const senders = rowsOf(days, (day) =>
    day.senders.map(({ sender, emails }) => ({ name: sender, amount: emails })),
  );
  const emails = rowsOf(days, (day) =>
    day.targets.map((one) => ({ name: addressText(one.target), amount: one.emails })),
  );
  const enrolled = rowsOf(days, (day) =>
    day.targets.map((one) => ({ name: addressText(one.target), amount: one.enrollments })),
  );
  const parts = [
    { title: 'Emails by sender', rows: senders },
    { title: 'Emails by target', rows: emails },
    { title: 'Enrollments by target', rows: enrolled },
  ].filter(({ rows }) => rows.length > 0);
  if (parts.length === 0) return [];
  const label = `Emails and enrollments from ${days[0]?.day ?? ''} to ${days.at(-1)?.day ?? ''}`;
  return [
    html`<div class="scroll" tabindex="0" role="group" aria-label="${label}">
      <table class="matrix days">
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col" class="number">Total</th>
            ${days.map(dayHead)}
          </tr>
        </thead>
        ${parts.map(({ title, rows }) => timelineBody(title, { rows, days }))}
      </table>
    </div>`,
  ];
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The month above the first day and each first of a month, the day, and the letter of the weekday. */
function dayHead(one: RehearsalDay, index: number): Html {
  const { day, weekday, freeze } = one;
  const [, month = '', date = ''] = day.split('-');
  const name = index === 0 || date === '01' ? (months[Number(month) - 1] ?? '') : '';
  const reason = freeze === undefined ? '' : freeze === '' ? ', freeze' : `, freeze: ${freeze}`;
  return html`<th scope="col" class="${dayClass(one)}" title="${weekday} ${day}${reason}">
    <span>${name}</span><span>${Number(date)}</span><span>${weekday.charAt(0)}</span>
  </th>`;
}

function dayClass({ weekday, freeze }: RehearsalDay): string {
  if (freeze !== undefined) return 'day frozen';
  return weekday === 'sat' || weekday === 'sun' ? 'day off' : 'day';
}

const tints = 10;

function timelineBody(
  title: string,
  { rows, days }: { readonly rows: readonly TimelineRow[]; readonly days: readonly RehearsalDay[] },
): Html {
  const most = Math.max(1, ...rows.flatMap(({ cells }) => cells));
  const lines = rows.map(
    ({ name, cells }) =>
      html`<tr>
        <th scope="row">${name}</th>
        <td class="number">${formatNumber(totalOf(cells))}</td>
        ${days.map((day, index) => heatCell(cells[index] ?? 0, { most, kind: dayClass(day) }))}
      </tr>`,
  );
  return html`<tbody>
    <tr>
      <th scope="rowgroup" colspan="${days.length + 2}"><strong>${title}</strong></th>
    </tr>
    ${lines}
  </tbody>`;
}

function heatCell(cell: number, { most, kind }: { readonly most: number; readonly kind: string }): Html {
  if (cell === 0) return html`<td class="${kind}"></td>`;
  return html`<td class="${kind}">
    <span class="heat-${Math.ceil((tints * cell) / most)}">${formatNumber(cell)}</span>
  </td>`;
}

function totalOf(cells: readonly number[]): number {
  return cells.reduce((sum, cell) => sum + cell, 0);
}

/** Returns the amounts of each name by day, the largest total first. */
function rowsOf(
  days: readonly RehearsalDay[],
  amountsOf: (day: RehearsalDay) => readonly { readonly name: string; readonly amount: number }[],
): readonly TimelineRow[] {
  const cells = new Map<string, number[]>();
  for (const [index, day] of days.entries()) {
    for (const { name, amount } of amountsOf(day)) {
      const row = cells.get(name) ?? days.map(() => 0);
      row[index] = amount;
      cells.set(name, row);
    }
  }
  return [...cells]
    .map(([name, row]) => ({ name, cells: row }))
    .filter((row) => totalOf(row.cells) > 0)
    .toSorted((a, b) => totalOf(b.cells) - totalOf(a.cells) || (a.name < b.name ? -1 : 1));
}

function reachedPart({ reached }: RehearsalView): Html {
  if (reached.length === 0) return html``;
  return card('forecast-reached', 'Reached', {
    body: html`<table>
      <tbody>
        ${reached.map(
          ({ where, text }) =>
            html`<tr>
              <th scope="row">${where}</th>
              <td>${text}</td>
            </tr>`,
        )}
      </tbody>
    </table>`,
  });
}

/** Rows of the page; JSON has all of them. */
const maxRows = 2_000;

function detailPart({ detail }: RehearsalView): Html {
  if (!detail) return html``;
  const hidden = detail.rows.length - maxRows;
  return card('forecast-day', detail.title, {
    body: tableOf(['Time', 'Event', 'Contact', 'Target', 'Sender'], detail.rows.slice(0, maxRows)),
    ...(hidden > 0 ? { note: `${count(hidden, 'more event')} in --format json` } : {}),
  });
}

function calendarPart({ calendar }: RehearsalView): Html {
  const rows = calendar.map(({ day, cells, note }) => [day, ...cells, note]);
  return fold('forecast-calendar', 'Calendar', {
    body: tableOf(['Day', ...calendarColumns, 'Note'], rows),
    flush: true,
  });
}

function tableOf(header: readonly string[], rows: readonly (readonly string[])[]): Html {
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${header.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function notesPart({ knows, assumes }: Rehearsal): Html {
  const list = (title: string, items: readonly string[]): Html =>
    html`<p><strong>${title}</strong></p>
      <ul class="notes">
        ${items.map((item) => html`<li>${prose(item)}</li>`)}
      </ul>`;
  return card('forecast-notes', 'What the forecast knows and assumes', {
    body: html`<div class="inside">${list('It knows', knows)}${list('It assumes', assumes)}</div>`,
  });
}

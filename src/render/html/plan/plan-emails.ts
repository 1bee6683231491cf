import type { Plan } from '../../../model/results/plan.ts';
import { emailDate, type SenderRow, type SenderTable, senderTable } from '../../view/plan/email-load.ts';
import { formatNumber } from '../../view/format.ts';
import type { PlanState } from '../../view/plan/plan-state.ts';
import { filterLink } from '../anchors.ts';
import { card } from '../card.ts';
import { type Html, html } from '../html.ts';

const maxColumns = 10;
const maxSenders = 10;
const tints = 10;

/** Returns the matrix of senders and days: who sends how many emails when, and how full today's limits are. */
export function emailsPart(plan: Plan, state: PlanState): Html {
  const table = senderTable(plan, { columns: maxColumns, rows: maxSenders });
  if (table.rows.length === 0) return html``;
  const title = { refused: 'If allowed: emails', 'no-ledger': 'If applied: emails', ready: 'Emails' };
  return card(
    'emails',
    title[state.kind === 'refused' || state.kind === 'no-ledger' ? state.kind : 'ready'],
    {
      note: 'who sends, and when; fewer leave if contacts reply or opt out',
      body: html`<div class="scroll" tabindex="0" role="group" aria-label="Emails by sender and day">
        ${matrix(plan, table)}
      </div>`,
    },
  );
}

function matrix(plan: Plan, { columns, firstDays, rows, total }: SenderTable): Html {
  const hasLimits = rows.some(({ today }) => today !== undefined);
  const most = Math.max(1, ...rows.filter(isSender).flatMap(({ cells }) => cells));
  const days = columns.map((column, index) =>
    dayHead(column, dateUnder(plan, column, firstDays[index] ?? 0)),
  );
  return html`<table class="${columns.length > 6 ? 'matrix many' : 'matrix'}">
    <thead>
      <tr>
        <th scope="col">Sender</th>
        <th scope="col" class="number">People</th>
        <th scope="col" class="number">Emails</th>
        ${days}${hasLimits ? html`<th scope="col">Enrollments today</th>` : undefined}
      </tr>
    </thead>
    <tbody>
      ${rows.map((row) => senderRow(row, { most, hasLimits }))}
    </tbody>
    ${
      rows.length > 1
        ? html`<tfoot>
            ${totalRow(total, hasLimits)}
          </tfoot>`
        : undefined
    }
  </table>`;
}

function dayHead(column: string, date: string): Html {
  return html`<th scope="col" class="day">
    ${column.charAt(0).toUpperCase()}${column.slice(1)}<br /><span>${date}</span>
  </th>`;
}

function dateUnder(plan: Plan, column: string, day: number): string {
  if (day === 0 && column === 'day 0') return 'apply';
  const date = emailDate(plan, day);
  return column.startsWith('day') ? date : `from ${date}`;
}

/** Returns whether a row is about one sender: its name is an email. The row of the other senders is a sum. */
function isSender({ sender }: SenderRow): boolean {
  return sender.includes('@');
}

function senderRow(
  row: SenderRow,
  { most, hasLimits }: { readonly most: number; readonly hasLimits: boolean },
): Html {
  const { sender, people, emails, cells, today } = row;
  if (!isSender(row)) return totalRow(row, hasLimits);
  return html`<tr>
    <th scope="row">${people === 0 ? sender : filterLink({ sender }, sender)}</th>
    <td class="number">${formatNumber(people)}</td>
    <td class="number">${formatNumber(emails)}</td>
    ${cells.map(
      (cell) =>
        html`<td class="day"><span class="heat-${tint(cell, most)}">${formatNumber(cell)}</span></td>`,
    )}
    ${hasLimits ? html`<td class="today">${today === undefined ? undefined : todayPart(today)}</td>` : undefined}
  </tr>`;
}

function totalRow({ sender, people, emails, cells }: SenderRow, hasLimits: boolean): Html {
  return html`<tr>
    <th scope="row">${sender}</th>
    <td class="number">${formatNumber(people)}</td>
    <td class="number">${formatNumber(emails)}</td>
    ${cells.map((cell) => html`<td class="day"><span>${formatNumber(cell)}</span></td>`)}
    ${hasLimits ? html`<td></td>` : undefined}
  </tr>`;
}

/** Returns the class number of a cell: 0 for no emails, 10 for the most emails of the table. */
function tint(cell: number, most: number): number {
  return Math.ceil((tints * cell) / most);
}

function todayPart({ used, allowed }: NonNullable<SenderRow['today']>): Html {
  const isFull = used >= allowed;
  const width = Math.min(100, (100 * used) / Math.max(1, allowed)).toFixed(1);
  return html`<svg
      class="${isFull ? 'meter full' : 'meter'}"
      viewBox="0 0 100 8"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect width="${width}" height="8"></rect></svg
    ><span class="${isFull ? 'full' : 'used'}"
      >${formatNumber(used)} of ${formatNumber(allowed)}${isFull ? ' (limit)' : ''}</span
    >`;
}

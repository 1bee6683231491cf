import type { Change, Plan } from '../../../model/results/plan.ts';
import { dayOf } from '../../../model/time.ts';
import { count, formatNumber } from '../format.ts';

/** The emails that a plan's enrollments will send, by the day after the apply on which they leave. */
export interface EmailTimeline {
  /** In ascending order, without days that have no emails. */
  readonly days: readonly EmailDay[];
  readonly emails: number;
  /** The number of contacts in sequences whose email days HubSpot does not show. */
  readonly unknownDays: number;
}

interface EmailDay {
  /** The day of the apply is day 0. */
  readonly day: number;
  readonly emails: number;
}

/** Adds up the emails of every enrollment, assuming that no contact replies, opts out or is unenrolled. */
export function emailTimeline(changes: readonly Change[]): EmailTimeline {
  const days = new Map<number, number>();
  let unknownDays = 0;
  for (const change of changes) {
    if (change.action !== 'enroll' || change.target.kind !== 'sequence') continue;
    if (change.emailDays === undefined) unknownDays += 1;
    for (const day of change.emailDays ?? []) days.set(day, (days.get(day) ?? 0) + 1);
  }
  const sorted = [...days].toSorted(([a], [b]) => a - b).map(([day, emails]) => ({ day, emails }));
  return { days: sorted, emails: sorted.reduce((sum, { emails }) => sum + emails, 0), unknownDays };
}

/** The emails of each sender by day. */
export interface SenderTable {
  /** `day 0`, `day 3`; or `week 1` and `later` if there are more days than columns. */
  readonly columns: readonly string[];
  /** The first day of each column. */
  readonly firstDays: readonly number[];
  /** By the number of people in descending order; a last row adds up the senders that are not shown. */
  readonly rows: readonly SenderRow[];
  readonly total: SenderRow;
}

export interface SenderRow {
  /** The email of the sender, `2 more senders`, or `2 senders` for the total. */
  readonly sender: string;
  readonly people: number;
  readonly emails: number;
  /** The emails in each column. */
  readonly cells: readonly number[];
  /** The sender's enrollments today with this plan, and the daily limit; absent for a sum, or without context. */
  readonly today?: { readonly used: number; readonly allowed: number };
}

/** Returns the emails of each sender by day. Empty rows for a plan that enrolls no contact in a sequence. */
export function senderTable(
  plan: Plan,
  most: { readonly columns: number; readonly rows: number },
): SenderTable {
  const { columns, firstDays, columnOf } = tableColumns(emailTimeline(plan.changes).days, most.columns);
  const loads = senderLoads(plan);
  const rows = loads.map(({ sender, people, enrollments, emails, byDay, day }): CountedRow => ({
    ids: people,
    row: {
      sender,
      people: people.size,
      emails,
      cells: cellsOf(byDay, columns.length, columnOf),
      ...(day ? { today: { used: day.sent + enrollments, allowed: day.allowance } } : {}),
    },
  }));
  const shown = rows.length <= most.rows ? rows : rows.slice(0, most.rows - 1);
  const others = rows.slice(shown.length);
  return {
    columns,
    firstDays,
    rows: [
      ...shown.map(({ row }) => row),
      ...(others.length === 0 ? [] : [sumRow(count(others.length, 'more sender'), others, columns.length)]),
    ],
    total: sumRow(count(rows.filter(({ row }) => row.people > 0).length, 'sender'), rows, columns.length),
  };
}

interface CountedRow {
  readonly row: SenderRow;
  /** A sum counts a contact of several senders once. */
  readonly ids: ReadonlySet<string>;
}

function sumRow(sender: string, rows: readonly CountedRow[], columns: number): SenderRow {
  const cells = Array.from({ length: columns }, (_, column) =>
    rows.reduce((sum, { row }) => sum + (row.cells[column] ?? 0), 0),
  );
  return {
    sender,
    people: new Set(rows.flatMap(({ ids }) => [...ids])).size,
    emails: rows.reduce((sum, { row }) => sum + row.emails, 0),
    cells,
  };
}

function cellsOf(
  byDay: ReadonlyMap<number, number>,
  columns: number,
  columnOf: (day: number) => number,
): readonly number[] {
  const cells = Array.from({ length: columns }, () => 0);
  for (const [day, emails] of byDay) cells[columnOf(day)] = (cells[columnOf(day)] ?? 0) + emails;
  return cells;
}

/** Returns one column for each day, or for each week if there are too many days; the last one can be `later`. */
function tableColumns(
  days: EmailTimeline['days'],
  most: number,
): Pick<SenderTable, 'columns' | 'firstDays'> & { readonly columnOf: (day: number) => number } {
  if (days.length <= most) {
    const index = new Map(days.map(({ day }, at) => [day, at]));
    return {
      columns: days.map(({ day }) => `day ${formatNumber(day)}`),
      firstDays: days.map(({ day }) => day),
      columnOf: (day) => index.get(day) ?? 0,
    };
  }
  const weeks = [...new Set(days.map(({ day }) => Math.floor(day / 7)))];
  const shown = weeks.length <= most ? weeks : weeks.slice(0, most - 1);
  const index = new Map(shown.map((week, at) => [week, at]));
  return {
    columns: [
      ...shown.map((week) => `week ${formatNumber(week + 1)}`),
      ...(shown.length < weeks.length ? ['later'] : []),
    ],
    firstDays: weeks.slice(0, most).map((week) => week * 7),
    columnOf: (day) => index.get(Math.floor(day / 7)) ?? shown.length,
  };
}

/** The enrollments and emails that a plan adds to one sender. */
interface SenderLoad {
  readonly sender: string;
  /** The ids of the contacts. */
  readonly people: ReadonlySet<string>;
  readonly enrollments: number;
  readonly emails: number;
  /** The emails by the day after the apply. */
  readonly byDay: ReadonlyMap<number, number>;
  /** The sender's enrollments today before this plan, and the daily limit; absent if the plan has no context. */
  readonly day?: { readonly sent: number; readonly allowance: number };
}

/**
 * Returns the load of every sender of a plan and of the other reps of its rotations, by the number of enrollments in
 * descending order, then by email. Empty for a plan that enrolls no contact in a sequence.
 */
function senderLoads({ changes, context }: Plan): readonly SenderLoad[] {
  const loads = new Map<
    string,
    { people: Set<string>; enrollments: number; emails: number; byDay: Map<number, number> }
  >();
  for (const change of changes) {
    if (change.action !== 'enroll' || change.sender === undefined) continue;
    const load = loads.get(change.sender) ?? {
      people: new Set(),
      enrollments: 0,
      emails: 0,
      byDay: new Map(),
    };
    loads.set(change.sender, load);
    load.people.add(change.contact.id);
    load.enrollments += 1;
    load.emails += change.emails ?? 0;
    for (const day of change.emailDays ?? []) load.byDay.set(day, (load.byDay.get(day) ?? 0) + 1);
  }
  const days = new Map(context?.senders.map((sender) => [sender.email, sender]));
  for (const email of loads.size === 0 ? [] : days.keys()) {
    if (!loads.has(email))
      loads.set(email, { people: new Set(), enrollments: 0, emails: 0, byDay: new Map() });
  }
  return [...loads]
    .toSorted(([a, one], [b, two]) => two.enrollments - one.enrollments || (a < b ? -1 : 1))
    .map(([sender, load]) => {
      const day = days.get(sender);
      const known = day ? { day: { sent: day.sentToday, allowance: day.perDay } } : {};
      return { sender, ...load, ...known };
    });
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Returns the date of a day after the apply, in the account's time zone: `Thu 5 Nov`, where the date does not break.
 * Assumes that the plan is applied on the day on which it was made.
 */
export function emailDate({ createdAt, context }: Pick<Plan, 'createdAt' | 'context'>, day: number): string {
  const date = new Date(`${dayOf(createdAt, context?.timeZone ?? 'UTC')}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + day);
  return `${weekdays[date.getUTCDay()]} ${date.getUTCDate()}\u00A0${months[date.getUTCMonth()]}`;
}

/** The words of a forecast, the same in text, Markdown and HTML. */
import type {
  Rehearsal,
  RehearsalDay,
  RehearsalGroup,
  RehearsalWarning,
  RehearsedContact,
  RehearsedTarget,
} from '../../model/results/rehearsal.ts';
import { targetAddress } from '../../model/target.ts';
import type { Day } from '../../model/time.ts';
import type { EmailLookup } from './contact-label.ts';
import { count, formatNumber } from './format.ts';

export interface RehearsalView {
  readonly title: string;
  readonly period: string;
  /** What was copied, and that nothing was sent. */
  readonly source: string;
  readonly totals: string;
  /** The totals of the forecast of a plan, with its days. */
  readonly forecast: string;
  /** The senders of the forecast, the busiest first. */
  readonly senders: readonly string[];
  readonly calendar: readonly CalendarRow[];
  readonly reached: readonly { readonly where: string; readonly text: string }[];
  readonly warnings: readonly { readonly code: string; readonly text: string; readonly help: string }[];
  readonly detail?: { readonly title: string; readonly rows: readonly (readonly string[])[] };
}

/** One day; `cells` are the amounts of `calendarColumns`, empty for none. */
interface CalendarRow {
  readonly day: string;
  readonly cells: readonly string[];
  /** By sender: emails, and enrollments of the limit. */
  readonly bySender: ReadonlyMap<string, string>;
  readonly note: string;
}

export const calendarColumns = ['enrolled', 'emails', 'replies', 'opt-outs', 'finished', 'turns', 'waiting'];

export const forecastTitle = 'Forecast';

/** Returns why a plan has no forecast. */
export function noForecast(problem: string): string {
  return `No forecast: ${problem} The plan is not affected.`;
}

/** How the cells of senders are read. */
export const senderCellNote = 'emails (enrollments/limit)';

/** `reveal` looks up the real address of a contact, for `--show-emails`. */
export function rehearsalView(rehearsal: Rehearsal, reveal?: EmailLookup): RehearsalView {
  const { portalId, from, to, days, account, at, timeZone, detail, warnings } = rehearsal;
  const senders = sendersOf(days);
  return {
    title: `Rehearsal for account ${portalId}: ${days.length === 1 ? from : `${from} to ${to}`}`,
    period: `${count(days.length, 'day')}, daily job at ${at} ${timeZone}`,
    source: `Nothing was written to HubSpot. ${sourceText(account)}`,
    totals: totalsText(rehearsal),
    forecast: `${forecastTitle} of ${count(days.length, 'day')}, to ${to}: ${totalsText(rehearsal)}`,
    senders,
    calendar: days.map(calendarRow),
    reached: rehearsal.groups.map((group) => ({
      where: `${addressText(group.target)}, ${group.declaredIn}`,
      text: reachedText(group, to),
    })),
    warnings: warnings.map((one) => warningText(one, reveal)),
    ...(detail
      ? {
          detail: {
            title: `${weekdayWords[weekdayAt(detail.day)]} ${detail.day}: ${count(detail.events.length, 'event')}`,
            rows: detail.events.map(({ at: instant, what, contact, target, sender = '', step }) => [
              timeText(instant, timeZone),
              what === 'email' ? `email of step ${step ?? ''}` : what.replaceAll('-', ' '),
              nameOf(contact, reveal),
              addressText(target),
              sender,
            ]),
          },
        }
      : {}),
  };
}

function sourceText({ kind, file, at }: Rehearsal['account']): string {
  const copied = {
    account: 'the account as it was read now',
    simulated: 'the simulated account of this folder',
    file: file ?? '',
    snapshot: file ?? '',
    plan: 'the account as the plan read it',
  };
  return `The days were played on a copy of ${copied[kind]}, from ${at.slice(0, 16).replace('T', ' ')} UTC.`;
}

function totalsText({ summary }: Rehearsal): string {
  const { enrollments, emails, replies, optOuts, finished, waiting, blocked, unknown } = summary;
  return [
    count(enrollments, 'enrollment'),
    count(emails, 'email'),
    ...(replies > 0 ? [count(replies, 'reply', 'replies')] : []),
    ...(optOuts > 0 ? [count(optOuts, 'opt-out')] : []),
    ...(finished > 0 ? [`${formatNumber(finished)} finished`] : []),
    unknown === 0
      ? `then ${formatNumber(waiting)} waiting and ${formatNumber(blocked)} blocked`
      : `then ${formatNumber(waiting)} waiting, ${formatNumber(blocked)} blocked and ${formatNumber(unknown)} unknown`,
  ].join(', ');
}

function sendersOf(days: readonly RehearsalDay[]): readonly string[] {
  const totals = new Map<string, number>();
  for (const { senders } of days)
    for (const { sender, emails, enrollments } of senders)
      totals.set(sender, (totals.get(sender) ?? 0) + emails + enrollments);
  return [...totals].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([sender]) => sender);
}

const weekdayWords = { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' };

function weekdayAt(day: Day): keyof typeof weekdayWords {
  const names = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
  return names[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? 'mon';
}

function calendarRow(row: RehearsalDay): CalendarRow {
  const { day, weekday, enrollments, emails, replies, optOuts, finished, turns, waiting, applies } = row;
  const notes = [
    ...(row.freeze === undefined ? [] : [row.freeze === '' ? 'freeze' : `freeze: ${row.freeze}`]),
    ...applies.flatMap(({ mode, exitCode }) =>
      exitCode === 0 ? [] : [`${mode === 'reviewed' ? 'merge' : 'job'} ends with ${exitCode}`],
    ),
    ...(row.otherEnds > 0 ? [`${row.otherEnds} ended otherwise`] : []),
  ];
  return {
    day: `${weekdayWords[weekday]} ${day}`,
    cells: [enrollments, emails, replies, optOuts, finished, turns, waiting].map((amount) =>
      amount === 0 ? '' : formatNumber(amount),
    ),
    bySender: new Map(
      row.senders.map(({ sender, emails: sent, enrollments: begun, limit }) => [
        sender,
        limit === undefined
          ? formatNumber(sent)
          : `${formatNumber(sent)} (${formatNumber(begun)}/${formatNumber(limit)})`,
      ]),
    ),
    note: notes.join(', '),
  };
}

export function addressText(target: RehearsedTarget): string {
  const { kind, key, name, id } = target;
  return key === undefined ? `${kind} ${name ?? id}` : targetAddress({ kind, key });
}

function reachedText(group: RehearsalGroup, to: Day): string {
  const { contacts, reached, waiting, blocked, unknown, lastReached, complete, expected } = group;
  const amount = `${formatNumber(reached)} of ${count(contacts, 'contact')} reached`;
  const apart = [
    ...(blocked > 0 ? [`${formatNumber(blocked)} cannot be enrolled`] : []),
    ...(unknown > 0 ? [`${formatNumber(unknown)} unknown`] : []),
    ...(waiting > 0 ? [`${formatNumber(waiting)} waiting`] : []),
  ];
  const when = complete
    ? lastReached === undefined
      ? 'no one left to enroll'
      : `${blocked > 0 ? 'all others' : 'all'} reached on ${lastReached}`
    : expected === undefined
      ? `not all by ${to}`
      : `the last one expected on ${expected}`;
  return [amount, ...apart, when].join('; ');
}

function nameOf({ id, email }: RehearsedContact, reveal: EmailLookup | undefined): string {
  return reveal?.(id) ?? email ?? `contact ${id}`;
}

function warningText(
  warning: RehearsalWarning,
  reveal: EmailLookup | undefined,
): RehearsalView['warnings'][number] {
  const { code, message, help, days, contacts } = warning;
  const names = contacts.map((contact) => nameOf(contact, reveal));
  const text = [
    message,
    ...(days.length === 0 ? [] : [daysText(days)]),
    ...(names.length === 0 ? [] : [`for example ${names.slice(0, 3).join(', ')}`]),
  ].join('; ');
  return { code, text, help };
}

/** The first days; the rest is counted. */
function daysText(days: readonly Day[]): string {
  const shown = days.slice(0, 4).join(', ');
  return days.length > 4 ? `${shown} and ${count(days.length - 4, 'more day')}` : shown;
}

function timeText(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(new Date(instant));
}

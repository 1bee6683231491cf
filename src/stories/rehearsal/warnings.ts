/** The warnings of a forecast. */
import { ExitCode } from '../../model/exit-code.ts';
import { groupBy } from '../../model/group-by.ts';
import type { RehearsalWarning } from '../../model/results/rehearsal.ts';
import { count, formatNumber } from '../../model/text/count.ts';
import { maskSentences } from '../../model/text/mask-text.ts';
import { type Day, weekdayOf } from '../../model/time.ts';
import type { TimelineEvent } from '../timeline.ts';
import { type Forecast, warning } from './make-warning.ts';
import { notEnrollable, unknownMembers, waitingForWorkflows, withoutTurn } from './member-warnings.ts';
import { freezeOn } from './play.ts';

/** Returns the warnings, the most serious first. Each kind occurs once, with all of its days. */
export function warningsOf(forecast: Forecast): readonly RehearsalWarning[] {
  return [
    ...brokenInvariants(forecast),
    ...incompleteApplies(forecast),
    ...refusedSenders(forecast),
    ...emailedTwice(forecast),
    ...secondSequences(forecast),
    ...overLimit(forecast),
    ...inFreeze(forecast),
    ...onWeekend(forecast),
    ...withoutTurn(forecast),
    ...waitingForWorkflows(forecast.played.last),
    ...unknownMembers(forecast),
    ...notEnrollable(forecast),
  ];
}

function brokenInvariants({ broken }: Forecast): readonly RehearsalWarning[] {
  return [...groupBy(broken, ({ invariant }) => invariant)].flatMap(([invariant, own]) => {
    const [first] = own;
    const more = own.length > 1 ? ` (and ${own.length - 1} more)` : '';
    return warning(
      'invariant-broken',
      {
        message: `rollcall breaks its invariant ${invariant}: expected ${first?.expected ?? ''}; found ${first?.actual ?? ''}${more}`,
        help: 'This is a defect of rollcall, not of your files. Do not apply this plan, and report the defect.',
      },
      { days: own.map(({ day }) => day) },
    );
  });
}

function incompleteApplies({ played }: Forecast): readonly RehearsalWarning[] {
  const stopped = played.applies.filter(({ apply }) => apply.exitCode !== 0);
  // Reasons that differ in a number only are one warning.
  const groups = groupBy(
    stopped,
    ({ apply }) => `${apply.mode} ${apply.exitCode} ${(apply.reason ?? '').replaceAll(/\d[\d,]*/gu, '#')}`,
  );
  return [...groups.values()].flatMap((own) => {
    const { mode, exitCode, reason = '' } = own[0]?.apply ?? { mode: '', exitCode: 0 };
    const what =
      mode === 'reviewed' ? 'The apply of the merge' : own.length === 1 ? 'The daily job' : 'The daily jobs';
    const end = own.length === 1 ? 'ends' : 'end';
    const isSame = own.every(({ apply }) => apply.reason === own[0]?.apply.reason);
    const why = reason === '' ? '' : isSame ? `: ${reason}` : `, first with: ${reason}`;
    return warning(
      'apply-incomplete',
      {
        message: `${what} ${mode === 'reviewed' ? 'ends' : end} with exit code ${exitCode}${why}`,
        help: helpAfter(mode, exitCode),
      },
      { days: own.map(({ day }) => day) },
    );
  });
}

/** Returns what an apply that ended with a code means for the contacts. */
function helpAfter(mode: string, exitCode: number): string {
  switch (exitCode) {
    case ExitCode.partly:
      return 'It made the other changes. The calendar shows what was sent on each day, and the other warnings show what was left.';
    case ExitCode.unknown:
      return 'It could not find out whether HubSpot accepted a change. `rollcall plan` shows which one. If HubSpot does not show it later, `rollcall resolve` records what you found out; until then, the job ends with 7.';
    case ExitCode.quota:
      return 'The changes that are left wait for a day with enough requests.';
    case ExitCode.stalePlan:
      return 'The daily job enrolls only for files of which a reviewed plan was applied. It enrolls no one on these days.';
    default:
      return mode === 'reviewed'
        ? 'Without it, the daily job has no reviewed plan, and enrolls no one. `rollcall plan` shows the problem.'
        : 'It enrolls no one on these days.';
  }
}

function refusedSenders({ played }: Forecast): readonly RehearsalWarning[] {
  const stopped = played.applies.flatMap(({ day, stoppedSenders }) =>
    stoppedSenders.map((one) => ({ ...one, day })),
  );
  return [...groupBy(stopped, ({ sender, reason }) => `${sender} ${reason}`).values()].flatMap((own) => {
    const { sender, reason, help } = own[0] ?? { sender: '', reason: '', help: '' };
    return warning(
      'sender-refused',
      { message: `HubSpot refuses ${sender} on ${count(own.length, 'day')}: ${reason}`, help },
      { days: own.map(({ day }) => day) },
    );
  });
}

/** One email of a sequence, and one more of any target on the same day. */
function emailedTwice({ timeline }: Forecast): readonly RehearsalWarning[] {
  const emails = timeline.filter(({ what }) => what === 'email');
  const twice = [...groupBy(emails, ({ contact, day }) => `${contact.id} ${day}`).values()].filter(
    (own) => own.length > 1,
  );
  if (twice.length === 0) return [];
  const events = twice.flat();
  const people = new Set(events.map(({ contact }) => contact.id)).size;
  return warning(
    'two-emails-in-a-day',
    {
      message: `${count(people, 'contact gets', 'contacts get')} more than one email on a day`,
      help: 'Change the delays of the steps, or declare the contact in one target only.',
    },
    { days: events.map(({ day }) => day), contacts: events.map(({ contact }) => contact) },
  );
}

const millisecondsPerDay = 86_400_000;

function secondSequences({ timeline, apart }: Forecast): readonly RehearsalWarning[] {
  const enrolled = timeline.filter(({ what, target }) => what === 'enrolled' && target.kind === 'sequence');
  const close = [...groupBy(enrolled, ({ contact }) => contact.id).values()].flatMap((own) =>
    own.filter((event, index) => {
      const before = own[index - 1];
      return before && Date.parse(event.at) - Date.parse(before.at) < apart * millisecondsPerDay;
    }),
  );
  if (close.length === 0) return [];
  return warning(
    'two-sequences-apart',
    {
      message: `${count(close.length, 'contact is', 'contacts are')} enrolled in a second sequence within ${count(apart, 'day')} of the first`,
      help: 'A later `since`, or a condition in `require`, separates the two. `--apart DAYS` sets the distance of this warning.',
    },
    { days: close.map(({ day }) => day), contacts: close.map(({ contact }) => contact) },
  );
}

function overLimit({ days }: Forecast): readonly RehearsalWarning[] {
  const over = days.flatMap(({ day, senders }) =>
    senders.flatMap(({ limit, ...one }) =>
      limit !== undefined && one.emails > limit ? [{ ...one, limit, day }] : [],
    ),
  );
  return [...groupBy(over, ({ sender }) => sender).values()].flatMap((own) => {
    const { sender, limit } = own[0] ?? { sender: '', limit: 0 };
    const most = Math.max(...own.map(({ emails }) => emails));
    return warning(
      'sender-over-limit',
      {
        message: `${sender} sends up to ${count(most, 'email')} a day, more than \`limits.perSenderPerDay\` (${limit}), which counts only first emails`,
        help: 'Emails of later steps leave in addition. Lower the pace, or share the contacts among more senders.',
      },
      { days: own.map(({ day }) => day) },
    );
  });
}

function inFreeze({ timeline, desired }: Forecast): readonly RehearsalWarning[] {
  const emails = timeline.filter(({ what, day }) => what === 'email' && freezeOn(day, desired));
  if (emails.length === 0) return [];
  return warning(
    'emails-in-freeze',
    {
      message: `${count(emails.length, 'email leaves', 'emails leave')} on days of a freeze${ofOthers(emails, timeline)}`,
      help: 'A freeze stops enrollments; the later steps of running sequences continue. Enroll earlier, so that the sequences end before it.',
    },
    { days: emails.map(({ day }) => day), contacts: emails.map(({ contact }) => contact) },
  );
}

/** Returns the part of the emails that the applies of the forecast did not cause, in words. */
function ofOthers(emails: readonly TimelineEvent[], timeline: readonly TimelineEvent[]): string {
  const nameOf = ({ contact, target }: TimelineEvent): string => `${target.kind}:${target.id} ${contact.id}`;
  const own = new Set(timeline.filter(({ apply }) => apply !== undefined).map(nameOf));
  const others = emails.filter((email) => !own.has(nameOf(email))).length;
  if (others === 0) return '';
  const part = others === emails.length ? '' : `${formatNumber(others)} of them `;
  return `, ${part}for ${others === 1 ? 'an enrollment' : 'enrollments'} that began before the forecast`;
}

function onWeekend({ timeline, sequences }: Forecast): readonly RehearsalWarning[] {
  const emails = timeline.filter(({ what, day }) => what === 'email' && isWeekend(day));
  if (emails.length === 0) return [];
  return warning(
    'emails-on-weekend',
    {
      message: `${count(emails.length, 'email leaves', 'emails leave')} on a weekend${ofOthers(emails, timeline)}`,
      help: weekendHelp(emails, sequences),
    },
    { days: emails.map(({ day }) => day), contacts: emails.map(({ contact }) => contact) },
  );
}

/** Returns why emails leave on a weekend: the enrollment, the setting of the sequence, or a setting that is not known. */
function weekendHelp(emails: readonly TimelineEvent[], sequences: Forecast['sequences']): string {
  const later = new Set(emails.flatMap(({ step = 1, target }) => (step > 1 ? [target.id] : [])));
  const sending = sequences.filter(({ id }) => later.has(id));
  const namesOf = (known: boolean): string =>
    sending
      .filter(({ settings }) => (settings !== undefined) === known)
      .map(({ name }) => maskSentences(name))
      .join(', ');
  const [everyDay, unknown] = [namesOf(true), namesOf(false)];
  return [
    ...(emails.some(({ step }) => step === 1)
      ? ['The first email leaves on the day of the enrollment: `pace.days` keeps it off weekends.']
      : []),
    ...(everyDay === '' ? [] : [`Later emails leave on every day, as set in HubSpot: ${everyDay}.`]),
    ...(unknown === ''
      ? []
      : [`HubSpot does not show the days on which later emails leave, so every day counts: ${unknown}.`]),
  ].join(' ');
}

export function isWeekend(day: Day): boolean {
  return ['sat', 'sun'].includes(weekdayOf(day));
}

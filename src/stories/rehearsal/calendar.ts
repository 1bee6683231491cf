/** The days of a forecast, and the contacts of each declaration. */
import type { DesiredState } from '../../model/desired-state.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Plan, Unchanged } from '../../model/results/plan.ts';
import {
  type RehearsalDay,
  type RehearsalGroup,
  type RehearsedEvent,
  type RehearsedTarget,
  type SenderDay,
  type TargetDay,
  unknownSender,
} from '../../model/results/rehearsal.ts';
import { addressOf } from '../../model/target.ts';
import { maskSentences } from '../../model/text/mask-text.ts';
import { addDays, type Day, weekdayOf } from '../../model/time.ts';
import type { TimelineEvent, TimelineTarget } from '../timeline.ts';
import { freezeOn, type Played } from './play.ts';

/** Returns one entry for each day, in order. */
export function calendarOf(
  played: Played,
  timeline: readonly TimelineEvent[],
  desired: Pick<DesiredState, 'freeze' | 'limits'>,
): readonly RehearsalDay[] {
  const byDay = groupBy(timeline, ({ day }) => day);
  const waitedBefore = waitingBefore(played);
  let waiting = 0;
  return played.days.map((day): RehearsalDay => {
    const events = byDay.get(day) ?? [];
    const applies = played.applies.filter((one) => one.day === day);
    waiting = applies.at(-1)?.waiting.size ?? waiting;
    const frozen = freezeOn(day, desired);
    const enrolled = events.filter(({ what }) => what === 'enrolled');
    const amount = (...what: readonly TimelineEvent['what'][]): number =>
      events.filter((event) => what.includes(event.what)).length;
    return {
      day,
      weekday: weekdayOf(day),
      ...(frozen ? { freeze: maskSentences(frozen.reason ?? '') } : {}),
      applies: applies.map(({ apply }) => apply),
      enrollments: enrolled.length,
      turns: enrolled.filter((event) => hasWaited(event, { played, waitedBefore })).length,
      emails: amount('email'),
      replies: amount('replied', 'meeting-booked'),
      optOuts: amount('opted-out'),
      finished: amount('finished'),
      otherEnds: amount('bounced', 'unenrolled', 'suppressed', 'criteria-not-met', 'target-deleted'),
      waiting,
      senders: senderDays(events, desired.limits.perSenderPerDay),
      targets: targetDays(events, played),
    };
  });
}

/** The addresses that waited in the plan before each apply. */
function waitingBefore({ applies }: Played): readonly ReadonlySet<string>[] {
  return applies.map((_, index) => applies[index - 1]?.waiting ?? new Set());
}

function hasWaited(
  { apply, contact, target }: TimelineEvent,
  of: { readonly played: Played; readonly waitedBefore: readonly ReadonlySet<string>[] },
): boolean {
  if (apply === undefined) return false;
  const { kind, key = '' } = rehearsedTarget(target, of.played);
  return of.waitedBefore[apply - 1]?.has(addressOf({ kind, key }, contact.id)) ?? false;
}

function senderDays(events: readonly TimelineEvent[], limit: number): readonly SenderDay[] {
  const ofSequences = events.filter(({ target }) => target.kind === 'sequence');
  return [...groupBy(ofSequences, ({ sender = unknownSender }) => sender)]
    .map(([sender, own]) => ({
      sender,
      emails: own.filter(({ what }) => what === 'email').length,
      enrollments: own.filter(({ what }) => what === 'enrolled').length,
      ...(sender === unknownSender ? {} : { limit }),
    }))
    .filter(({ emails, enrollments }) => emails + enrollments > 0)
    .toSorted((a, b) => (a.sender < b.sender ? -1 : 1));
}

function targetDays(events: readonly TimelineEvent[], played: Played): readonly TargetDay[] {
  const byTarget = groupBy(events, ({ target }) => `${target.kind}:${target.id}`);
  return [...byTarget.values()]
    .flatMap((own): readonly TargetDay[] => {
      const emails = own.filter(({ what }) => what === 'email').length;
      const enrollments = own.filter(({ what }) => what === 'enrolled').length;
      const [first] = own;
      if (!first || emails + enrollments === 0) return [];
      return [{ target: rehearsedTarget(first.target, played), enrollments, emails }];
    })
    .toSorted((a, b) => (orderOf(a.target) < orderOf(b.target) ? -1 : 1));
}

function orderOf({ kind, key, id }: RehearsedTarget): string {
  return `${kind} ${key ?? '~'} ${id}`;
}

/** Returns a target with its key in the files. */
function rehearsedTarget(target: TimelineTarget, { targets }: Pick<Played, 'targets'>): RehearsedTarget {
  const { kind, id, name } = target;
  const key = targets.get(`${kind}:${id}`)?.key;
  return {
    kind,
    id,
    ...(key === undefined ? {} : { key }),
    ...(name === undefined ? {} : { name }),
  };
}

export function rehearsedEvent(event: TimelineEvent, played: Pick<Played, 'targets'>): RehearsedEvent {
  const { at, what, contact, target, sender, step } = event;
  return {
    at,
    what,
    contact,
    target: rehearsedTarget(target, played),
    ...(sender === undefined ? {} : { sender }),
    ...(step === undefined ? {} : { step }),
  };
}

type Entry = Pick<Unchanged, 'status' | 'until' | 'target' | 'source' | 'origin' | 'contact'>;

/** Returns the contacts of each target by the file or the list that declares them, in the order of the plan. */
export function groupsOf(
  plan: Plan | undefined,
  timeline: readonly TimelineEvent[],
  { days, applies }: Pick<Played, 'days' | 'applies'>,
): readonly RehearsalGroup[] {
  if (!plan) return [];
  // A plan counts on jobs that do all of their part. If one did not, no day is known.
  const isExpected = endedWell({ applies });
  const tomorrow = addDays(days.at(-1) ?? '', 1);
  const enrolledOn = new Map<string, Day>();
  for (const { what, contact, target, day } of timeline)
    if (what === 'enrolled') enrolledOn.set(`${target.kind}:${target.id} ${contact.id}`, day);
  const planned = plan.changes.flatMap((change): readonly Entry[] =>
    change.action === 'enroll' ? [{ ...change, status: 'waiting', until: tomorrow }] : [],
  );
  const entries = [...plan.unchanged, ...planned].filter(({ status }) => declaredStatuses.has(status));
  const groups = groupBy(
    entries,
    ({ target, origin, source }) =>
      `${target.kind} ${target.key} ${origin?.startsWith('list:') ? origin : (source?.file ?? '')}`,
  );
  return [...groups.values()].flatMap((own) => groupOf(own, { enrolledOn, isExpected }));
}

/** Returns whether every apply made all changes that its plan had for the day. */
export function endedWell({ applies }: Pick<Played, 'applies'>): boolean {
  return applies.every(({ apply }) => apply.exitCode === ExitCode.done);
}

const declaredStatuses = new Set<Unchanged['status']>(['active', 'ended', 'waiting', 'blocked', 'unknown']);

function groupOf(
  entries: readonly Entry[],
  { enrolledOn, isExpected }: { readonly enrolledOn: ReadonlyMap<string, Day>; readonly isExpected: boolean },
): readonly RehearsalGroup[] {
  const [first] = entries;
  if (!first) return [];
  const { kind, id, key, name } = first.target;
  const declaredIn = first.origin?.startsWith('list:') ? first.origin : first.source?.file;
  if (declaredIn === undefined) return [];
  const amount = (...statuses: readonly Unchanged['status'][]): number =>
    entries.filter(({ status }) => statuses.includes(status)).length;
  const waiting = entries.filter(({ status }) => status === 'waiting');
  const turns = waiting.flatMap(({ until }) => until ?? []);
  const lastReached = latest(
    entries.flatMap(({ contact }) => enrolledOn.get(`${kind}:${id} ${contact?.id ?? ''}`) ?? []),
  );
  const isKnown = isExpected && waiting.length > 0 && turns.length === waiting.length;
  const expected = isKnown ? latest(turns) : undefined;
  const unknown = amount('unknown');
  return [
    {
      target: { kind, id, key, ...(name === undefined ? {} : { name }) },
      declaredIn,
      contacts: entries.length,
      reached: amount('active', 'ended'),
      waiting: waiting.length,
      blocked: amount('blocked'),
      unknown,
      ...(lastReached === undefined ? {} : { lastReached }),
      complete: waiting.length === 0 && unknown === 0,
      ...(expected === undefined ? {} : { expected }),
    },
  ];
}

function latest(days: readonly Day[]): Day | undefined {
  let last: Day | undefined;
  for (const day of days) if (last === undefined || day > last) last = day;
  return last;
}

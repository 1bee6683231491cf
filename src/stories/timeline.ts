/** What happened in an account, computed from the data of the simulator alone. */
import { maskEmailValue } from '../model/text/mask-emails.ts';
import { maskSentences } from '../model/text/mask-text.ts';
import type { ContactId, Kind, TargetId } from '../model/target.ts';
import { type Day, dayOf, type Instant } from '../model/time.ts';
import type { SentEmail } from '../simulator/account/account.ts';
import type { AccountSeed, EndReason, SeedEnrollment } from '../simulator/account/account-seed.ts';

/** Something that happened to one contact in one target. */
export interface TimelineEvent {
  readonly at: Instant;
  /** The calendar day in the account's time zone. */
  readonly day: Day;
  /** `enrolled`, `email` (one email of a sequence left), or the reason for which the enrollment ended. */
  readonly what: 'enrolled' | 'email' | EndReason;
  readonly contact: TimelineContact;
  readonly target: TimelineTarget;
  /** Sequences: the rep whose inbox sends. Not masked. */
  readonly sender?: string;
  /** `email`: the place of the step in the sequence, from 1. */
  readonly step?: number;
  /** `enrolled`: the number of the apply that caused it, from 1. Absent if another client or a person did it. */
  readonly apply?: number;
  /** How the enrollment began: before the story or forecast, by an apply, or in another way (by hand, by HubSpot). */
  readonly begun: 'before' | 'by-apply' | 'otherwise';
}

interface TimelineContact {
  readonly id: ContactId;
  /** The masked address. Absent without one. */
  readonly email?: string;
}

export interface TimelineTarget {
  readonly kind: Kind;
  readonly id: TargetId;
  readonly name?: string;
}

/** The time on the account's clock during which an apply ran. */
export interface ApplyWindow {
  readonly number: number;
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * Returns everything that happened from `from` on, oldest first. Events of one moment are in the order of the
 * enrollments; the email of a step comes before the end that it brings.
 */
export function timelineOf(
  account: AccountSeed,
  of: {
    readonly from: Instant;
    readonly sentEmails: readonly SentEmail[];
    readonly applies: readonly ApplyWindow[];
  },
): readonly TimelineEvent[] {
  const { from, sentEmails, applies } = of;
  const { timeZone } = account;
  const day = dayFinder(timeZone);
  const contacts = new Map(account.contacts.map((contact) => [contact.id, contact]));
  const names = namesOfTargets(account);
  const byId = new Map(account.enrollments.map((enrollment) => [enrollment.id, enrollment]));
  const applyOf = ({ enrolledAt: at }: SeedEnrollment): ApplyWindow | undefined =>
    applies.find((one) => one.from < at && at <= one.to);
  const eventOf = (enrollment: SeedEnrollment, at: Instant, what: TimelineEvent['what']): TimelineEvent => {
    const { contactId, kind, targetId, senderEmail } = enrollment;
    const email = contacts.get(contactId)?.email;
    const name = names.get(`${kind}:${targetId}`);
    return {
      at,
      day: day(at),
      what,
      contact: { id: contactId, ...(email === undefined ? {} : { email: maskEmailValue(email) }) },
      target: { kind, id: targetId, ...(name === undefined ? {} : { name }) },
      ...(senderEmail === undefined ? {} : { sender: senderEmail }),
      begun: enrollment.enrolledAt <= from ? 'before' : applyOf(enrollment) ? 'by-apply' : 'otherwise',
    };
  };
  const begun = account.enrollments.map((enrollment): TimelineEvent => {
    const event = eventOf(enrollment, enrollment.enrolledAt, 'enrolled');
    const apply = applyOf(enrollment)?.number;
    return apply === undefined ? event : { ...event, apply };
  });
  const sent = sentEmails.flatMap(({ at, enrollmentId, step }): readonly TimelineEvent[] => {
    const enrollment = byId.get(enrollmentId);
    return enrollment ? [{ ...eventOf(enrollment, at, 'email'), step }] : [];
  });
  const ended = account.enrollments.flatMap((enrollment): readonly TimelineEvent[] => {
    const { endedAt, endReason = 'unenrolled' } = enrollment;
    return endedAt === undefined ? [] : [eventOf(enrollment, endedAt, endReason)];
  });
  // The sort is stable: at one moment, an enrollment comes before its first email, and that before the end.
  return [...begun, ...sent, ...ended]
    .filter(({ at }) => at > from)
    .toSorted((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1));
}

/** Time zones are slow to apply, and most events share their moment with others: one lookup for each quarter of an hour. */
function dayFinder(timeZone: string): (at: Instant) => Day {
  const known = new Map<number, Day>();
  return (at) => {
    // Every time zone changes its day at a full quarter of an hour.
    const quarter = Math.floor(Date.parse(at) / 900_000);
    const found = known.get(quarter) ?? dayOf(at, timeZone);
    known.set(quarter, found);
    return found;
  };
}

function namesOfTargets({ sequences, flows }: AccountSeed): ReadonlyMap<string, string> {
  return new Map([
    // A name may contain an address or a token.
    ...sequences.map(({ id, name }) => [`sequence:${id}`, maskSentences(name)] as const),
    ...flows.map(({ id, definition }) => [`workflow:${id}`, maskSentences(definition.name)] as const),
  ]);
}

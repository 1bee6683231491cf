/**
 * What a contact's properties say of its latest sequence. They are calculated by HubSpot, arrive as
 * text or null, and lag by seconds to minutes, one by one: a set that does not fit together says
 * nothing. Source: HubSpot's contact properties for sequences.
 */
import type { EnrolledBy, Enrollment } from '../../model/observed-state.ts';
import type { Instant } from '../../model/time.ts';
import { momentOf } from '../http/response.ts';

export type Properties = Readonly<Record<string, string | null | undefined>>;

export type SequenceState =
  | { readonly enrollment?: Enrollment }
  /** The properties contradict each other; the text says how. */
  | { readonly unreadable: string };

export interface LatestEnrollment {
  readonly sequenceId: string;
  readonly id?: string;
  readonly enrolledAt?: Instant;
  readonly enrolledBy?: EnrolledBy;
}

/** What the person did to mail in general: it explains an early end. */
export interface Reachability {
  readonly optedOut: boolean;
  readonly bounced: boolean;
}

/** Two dates of one event may be written a moment apart. */
const sameMomentTolerance = 60_000;

/** Returns whether the enrollment itself has to be asked for: the properties name no sequence, or no date. */
export function needsEnrollment(properties: Properties): boolean {
  const latest = properties['hs_latest_sequence_enrolled'];
  if (!latest) return properties['hs_sequences_is_enrolled'] === 'true';
  return !properties['hs_latest_sequence_enrolled_date'];
}

/** Returns whether the properties show an enrollment in this sequence from about this moment on, active or ended. */
export function showsEnrollment(properties: Properties, sequenceId: string, since: Instant): boolean {
  const enrolled = momentOf(properties[dateNames.enrolled] ?? undefined);
  return (
    properties['hs_latest_sequence_enrolled'] === sequenceId &&
    enrolled !== undefined &&
    Date.parse(enrolled) >= Date.parse(since) - sameMomentTolerance
  );
}

/** Whether the properties show the contact active in this sequence since another moment. */
export function hasOtherEnrollmentDate(properties: Properties, sequenceId: string, since: Instant): boolean {
  const enrolled = momentOf(properties[dateNames.enrolled] ?? undefined);
  return (
    properties['hs_sequences_is_enrolled'] === 'true' &&
    properties['hs_latest_sequence_enrolled'] === sequenceId &&
    enrolled !== undefined &&
    !isSameMoment(since, enrolled)
  );
}

/** Returns the state of the latest sequence. `returned`: what the enrollment route returned, if it was read. */
export function sequenceState(
  properties: Properties,
  reachability: Reachability,
  returned?: LatestEnrollment,
): SequenceState {
  const newer = newerEnrollment(properties, returned);
  if (newer) return { enrollment: newer };
  const enrolledFlag = properties['hs_sequences_is_enrolled'] ?? undefined;
  const active = enrolledFlag === 'true';
  const latest =
    (properties['hs_latest_sequence_enrolled'] ?? '') || (active ? returned?.sequenceId : undefined);
  if (!latest) return active ? { unreadable: 'it is in a sequence, and HubSpot does not say in which' } : {};
  const dates = datesOf(properties);
  if ('unreadable' in dates) return dates;
  const matching = returned?.sequenceId === latest ? returned : undefined;
  const enrolledAt = dates.enrolled ?? matching?.enrolledAt;
  const base = {
    kind: 'sequence',
    targetId: latest,
    ...(matching?.id === undefined ? {} : { id: matching.id }),
    ...(enrolledAt === undefined ? {} : { enrolledAt }),
    ...(matching?.enrolledBy && isSameMoment(matching.enrolledAt, enrolledAt)
      ? { enrolledBy: matching.enrolledBy }
      : {}),
  } as const;
  const ends = ownEndDates(dates, enrolledAt);
  const contradiction = contradictionOf({ active, enrolledFlag, latest, enrolledAt, ends }, properties);
  if (contradiction !== undefined) return { unreadable: contradiction };
  if (active) return { enrollment: { ...base, state: 'active' } };
  const endedAt = [ends.finished, ends.unenrolled, ends.ended]
    .flatMap((at) => at ?? [])
    .toSorted()
    .at(-1);
  const how = endReason(ends, endedAt, reachability);
  return { enrollment: { ...base, state: 'ended', ...(endedAt === undefined ? {} : { endedAt }), how } };
}

/**
 * The enrollment route names an enrollment that the calculated properties do not know yet: it began after
 * the latest one that they show, so none of their ends is its own.
 */
function newerEnrollment(
  properties: Properties,
  returned: LatestEnrollment | undefined,
): Enrollment | undefined {
  const { enrolledAt, sequenceId, id, enrolledBy } = returned ?? {};
  if (enrolledAt === undefined || sequenceId === undefined) return undefined;
  const latest = properties['hs_latest_sequence_enrolled'];
  const latestEnrolledAt = momentOf(properties[dateNames.enrolled] ?? undefined);
  if (
    latest &&
    (latestEnrolledAt === undefined ||
      Date.parse(enrolledAt) - Date.parse(latestEnrolledAt) <= sameMomentTolerance)
  )
    return undefined;
  return {
    kind: 'sequence',
    targetId: sequenceId,
    state: 'active',
    enrolledAt,
    ...(id === undefined ? {} : { id }),
    ...(enrolledBy === undefined ? {} : { enrolledBy }),
  };
}

/** Calculated properties may still show the enrollment before the one that HubSpot returned. */
function isSameMoment(a: Instant | undefined, b: Instant | undefined): boolean {
  if (a === undefined || b === undefined) return true;
  return Math.abs(Date.parse(a) - Date.parse(b)) <= sameMomentTolerance;
}

interface EndDates {
  readonly finished?: Instant | undefined;
  readonly unenrolled?: Instant | undefined;
  readonly ended?: Instant | undefined;
}

const dateNames = {
  enrolled: 'hs_latest_sequence_enrolled_date',
  finished: 'hs_latest_sequence_finished_date',
  unenrolled: 'hs_latest_sequence_unenrolled_date',
  ended: 'hs_latest_sequence_ended_date',
} as const;

function datesOf(
  properties: Properties,
): (EndDates & { readonly enrolled?: Instant | undefined }) | { readonly unreadable: string } {
  for (const name of Object.values(dateNames)) {
    if (properties[name] && momentOf(properties[name]) === undefined)
      return { unreadable: `${name} is no date` };
  }
  const read = (name: keyof typeof dateNames): Instant | undefined => momentOf(properties[dateNames[name]]);
  return {
    enrolled: read('enrolled'),
    finished: read('finished'),
    unenrolled: read('unenrolled'),
    ended: read('ended'),
  };
}

/** An end before the enrollment belongs to an earlier sequence. */
function ownEndDates(ends: EndDates, enrolledAt: Instant | undefined): EndDates {
  const own = (at: Instant | undefined): Instant | undefined =>
    at !== undefined && (enrolledAt === undefined || at >= enrolledAt) ? at : undefined;
  return { finished: own(ends.finished), unenrolled: own(ends.unenrolled), ended: own(ends.ended) };
}

function contradictionOf(
  seen: {
    readonly active: boolean;
    readonly enrolledFlag: string | undefined;
    readonly latest: string;
    readonly enrolledAt: Instant | undefined;
    readonly ends: EndDates;
  },
  properties: Properties,
): string | undefined {
  const { active, enrolledFlag, latest, enrolledAt, ends } = seen;
  const all = [ends.finished, ends.unenrolled, ends.ended].flatMap((at) => at ?? []);
  const activeCount = properties['hs_sequences_actively_enrolled_count'];
  if (properties['hs_sequences_enrolled_count'] === '0') {
    return `it was in sequence ${latest}, and was enrolled 0 times`;
  }
  if (active && activeCount === '0') return `it is in sequence ${latest}, and in 0 sequences`;
  if (!active && Number(activeCount ?? 0) > 0) {
    return `it is in no sequence, and in ${activeCount} sequences`;
  }
  // An end in the moment of the enrollment is usually that of the sequence before. Of a merged contact it may be
  // the end of the latest enrollment, while another enrollment is active.
  const isMerged = Boolean(properties['hs_merged_object_ids']);
  const isOver = (at: Instant): boolean =>
    enrolledAt !== undefined && (isMerged ? at >= enrolledAt : at > enrolledAt);
  if (active && all.some(isOver)) {
    return `it is in sequence ${latest}, and left it after it was enrolled`;
  }
  if (!active && all.length === 0) {
    const says =
      enrolledFlag === undefined ? 'HubSpot does not say whether it is still in it' : 'it is in none now';
    return `it was enrolled in sequence ${latest}, ${says}, and no end is shown`;
  }
  const { finished, unenrolled } = ends;
  if (finished === undefined || unenrolled === undefined || active) return undefined;
  const apart = Math.abs(Date.parse(finished) - Date.parse(unenrolled));
  // A date equal to the enrollment's may be the end of the sequence before.
  const other = !isMerged && [finished, unenrolled].includes(enrolledAt ?? '');
  return apart > sameMomentTolerance && !other
    ? `it both finished sequence ${latest} and was unenrolled from it`
    : undefined;
}

function endReason(
  { finished, unenrolled }: EndDates,
  endedAt: Instant | undefined,
  reachability: Reachability,
): 'finished' | 'opted-out' | 'bounced' | 'unexplained' {
  const finishedLast = finished !== undefined && (unenrolled === undefined || finished >= unenrolled);
  if (finishedLast && endedAt !== undefined) return 'finished';
  return earlyEndReason(reachability);
}

/** Returns why an enrollment ended before its last step, as far as the contact's own state explains it. */
export function earlyEndReason({ optedOut, bounced }: Reachability): 'opted-out' | 'bounced' | 'unexplained' {
  if (bounced) return 'bounced';
  return optedOut ? 'opted-out' : 'unexplained';
}

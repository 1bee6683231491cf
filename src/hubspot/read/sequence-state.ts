/**
 * The state of a contact's latest sequence, from its properties. HubSpot calculates them, returns text or null, and each
 * property lags separately by seconds to minutes. Properties that contradict each other therefore prove nothing.
 * Source: HubSpot's contact properties for sequences.
 */
import type { EnrolledBy, Enrollment } from '../../model/observed-state.ts';
import type { Instant } from '../../model/time.ts';
import { momentOf } from '../http/response.ts';

export type Properties = Readonly<Record<string, string | null | undefined>>;

export type SequenceState =
  | { readonly enrollment?: Enrollment }
  /** How the properties contradict each other. */
  | { readonly unreadable: string };

export interface LatestEnrollment {
  readonly sequenceId: string;
  readonly id?: string;
  readonly enrolledAt?: Instant;
  readonly enrolledBy?: EnrolledBy;
}

/** Whether the contact opted out or an email bounced, which explains an early end. */
export interface Reachability {
  readonly optedOut: boolean;
  readonly bounced: boolean;
}

/** HubSpot may write two dates of one event slightly apart. In milliseconds. */
const sameMomentTolerance = 60_000;

/** Returns whether the enrollment itself must be read: the properties lack the sequence or its date. */
export function needsEnrollment(properties: Properties): boolean {
  const latest = properties['hs_latest_sequence_enrolled'];
  if (!latest) return properties['hs_sequences_is_enrolled'] === 'true';
  return !properties['hs_latest_sequence_enrolled_date'];
}

/** Returns whether the properties show an enrollment in this sequence, active or ended, that began at `since` or later. */
export function showsEnrollment(properties: Properties, sequenceId: string, since: Instant): boolean {
  const enrolled = momentOf(properties[dateNames.enrolled] ?? undefined);
  return (
    properties['hs_latest_sequence_enrolled'] === sequenceId &&
    enrolled !== undefined &&
    Date.parse(enrolled) >= Date.parse(since) - sameMomentTolerance
  );
}

/** Returns whether the properties show the contact active in this sequence with another start than `since`. */
export function hasOtherEnrollmentDate(properties: Properties, sequenceId: string, since: Instant): boolean {
  const enrolled = momentOf(properties[dateNames.enrolled] ?? undefined);
  return (
    properties['hs_sequences_is_enrolled'] === 'true' &&
    properties['hs_latest_sequence_enrolled'] === sequenceId &&
    enrolled !== undefined &&
    !isSameMoment(since, enrolled)
  );
}

/** Returns the state of the latest sequence. `returned` is the response of the enrollment route, if it was read. */
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
  if (!latest) return active ? { unreadable: 'it is in a sequence, but HubSpot does not show in which' } : {};
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
 * Returns the enrollment of the enrollment route if it began after the one in the calculated properties, which do not
 * show it yet. Their end dates then belong to an earlier enrollment.
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

/** Returns whether two dates can be the same event; true if one is unknown. */
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
      return { unreadable: `${name} is not a valid date` };
  }
  const read = (name: keyof typeof dateNames): Instant | undefined => momentOf(properties[dateNames[name]]);
  return {
    enrolled: read('enrolled'),
    finished: read('finished'),
    unenrolled: read('unenrolled'),
    ended: read('ended'),
  };
}

/** Returns the end dates without those before the enrollment, which belong to an earlier sequence. */
function ownEndDates(ends: EndDates, enrolledAt: Instant | undefined): EndDates {
  const own = (at: Instant | undefined): Instant | undefined =>
    at !== undefined && (enrolledAt === undefined || at >= enrolledAt) ? at : undefined;
  return { finished: own(ends.finished), unenrolled: own(ends.unenrolled), ended: own(ends.ended) };
}

function contradictionOf(
  observed: {
    readonly active: boolean;
    readonly enrolledFlag: string | undefined;
    readonly latest: string;
    readonly enrolledAt: Instant | undefined;
    readonly ends: EndDates;
  },
  properties: Properties,
): string | undefined {
  const { active, enrolledFlag, latest, enrolledAt, ends } = observed;
  const all = [ends.finished, ends.unenrolled, ends.ended].flatMap((at) => at ?? []);
  const activeCount = properties['hs_sequences_actively_enrolled_count'];
  if (properties['hs_sequences_enrolled_count'] === '0') {
    return `it was in sequence ${latest}, but its enrollment count is 0`;
  }
  if (active && activeCount === '0') return `it is in sequence ${latest}, but its active count is 0`;
  if (!active && Number(activeCount ?? 0) > 0) {
    return `it is not in a sequence, but its active count is ${activeCount}`;
  }
  // An end date equal to the enrollment date usually belongs to the sequence before. For a merged contact it may be
  // the end of the latest enrollment, while another enrollment is active.
  const isMerged = Boolean(properties['hs_merged_object_ids']);
  const isOver = (at: Instant): boolean =>
    enrolledAt !== undefined && (isMerged ? at >= enrolledAt : at > enrolledAt);
  if (active && all.some(isOver)) {
    return `it is in sequence ${latest}, but has an end date after its enrollment`;
  }
  if (!active && all.length === 0) {
    return enrolledFlag === undefined
      ? `it was enrolled in sequence ${latest}, and HubSpot shows neither an end date nor whether it is still active`
      : `it was enrolled in sequence ${latest} and is not in a sequence now, but HubSpot shows no end date`;
  }
  const { finished, unenrolled } = ends;
  if (finished === undefined || unenrolled === undefined || active) return undefined;
  const apart = Math.abs(Date.parse(finished) - Date.parse(unenrolled));
  // An end date equal to the enrollment date may belong to the sequence before.
  const other = !isMerged && [finished, unenrolled].includes(enrolledAt ?? '');
  return apart > sameMomentTolerance && !other
    ? `it finished sequence ${latest} and was also unenrolled from it`
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

/** Returns why an enrollment ended before its last step, as far as the contact's state explains it. */
export function earlyEndReason({ optedOut, bounced }: Reachability): 'opted-out' | 'bounced' | 'unexplained' {
  if (bounced) return 'bounced';
  return optedOut ? 'opted-out' : 'unexplained';
}

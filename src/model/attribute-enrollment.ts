/** Separates the effect of our own request from an enrollment that someone else made. */
import { normalizeEmail } from './email.ts';
import type { Instant } from './time.ts';
import type { EnrolledBy, Enrollment } from './observed-state.ts';

/** An enroll request whose response does not say whether it took effect. */
export interface UnprovedRequest {
  /** The account's clock at the last read before sending, which showed the contact inactive. */
  readonly at: Instant;
  /** Absent for a workflow. */
  readonly sender?: EnrolledBy;
  /**
   * Whether the reading run sent the request itself. Its two reads then date an enrollment that the account
   * does not date. A later run cannot: months may lie between them.
   */
  readonly sameRun: boolean;
}

export interface ShownEnrollment extends Pick<Enrollment, 'state'> {
  readonly enrolledAt?: Instant | undefined;
  readonly enrolledBy?: EnrolledBy | undefined;
}

/**
 * Returns whose enrollment the account shows: `ours`, a proof of the request; `adopt`, made by someone else
 * or not datable, to be recorded and left unmanaged. Nothing where it is not an effect of that time at all.
 */
export function attributeEnrollment(
  shown: ShownEnrollment,
  request: UnprovedRequest,
): 'ours' | 'adopt' | undefined {
  if (shown.enrolledAt === undefined) {
    if (shown.state !== 'active') return undefined;
    return request.sameRun && matchesSender(shown.enrolledBy, request.sender) ? 'ours' : 'adopt';
  }
  if (shown.enrolledAt < request.at) return undefined;
  return matchesSender(shown.enrolledBy, request.sender) ? 'ours' : 'adopt';
}

/**
 * Whether an enrollment may be by this sender. One match is enough: HubSpot shows an id of the user, an email
 * address, or both. Nothing shown matches all.
 */
export function matchesSender(shown: EnrolledBy | undefined, sender: EnrolledBy | undefined): boolean {
  const { userId, email } = shown ?? {};
  if (userId === undefined && email === undefined) return true;
  if (userId !== undefined && userId === sender?.userId) return true;
  return (
    email !== undefined &&
    sender?.email !== undefined &&
    normalizeEmail(email) === normalizeEmail(sender.email)
  );
}

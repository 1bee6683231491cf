/** Separates the effect of rollcall's own request from an enrollment by someone else. */
import { normalizeEmail } from '../email.ts';
import type { Instant } from '../time.ts';
import type { EnrolledBy, Enrollment } from '../observed-state.ts';

/** An enroll request whose response does not show whether it took effect. */
export interface UnprovedRequest {
  /** The account's time at the last read before sending. That read showed the contact inactive. */
  readonly at: Instant;
  /** Absent for a workflow. */
  readonly sender?: EnrolledBy;
  /**
   * Whether the same run sent the request and reads its effect. Its two reads then date an enrollment without a
   * date of its own. A later run cannot date it: months may pass between the reads.
   */
  readonly sameRun: boolean;
}

export interface ShownEnrollment extends Pick<Enrollment, 'state'> {
  readonly enrolledAt?: Instant | undefined;
  readonly enrolledBy?: EnrolledBy | undefined;
}

/**
 * Returns the origin of an enrollment. `ours`: proof of the request. `adopt`: made by someone else or without a
 * usable date, so record it and leave it unmanaged. `undefined`: ended without a date, or older than the request.
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
 * Returns whether this sender may have made an enrollment. HubSpot shows a user id, an email address, both or
 * neither. One match is enough, and an enrollment that shows neither matches every sender.
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

import { rotationOf, sendersInOrder } from '../context/sender-choice.ts';
import type { PersonDecision } from '../draft.ts';
import type { EnrollVerdict } from '../rules/verdict.ts';

/**
 * Returns the enrollment with another sender, if that one is in the rotation of the contact and a user of the account. A
 * reviewed change keeps its sender that way: a change of the ledger since the review would select another one.
 */
export function withSender(
  { member, verdict }: PersonDecision,
  userId: string | undefined,
): EnrollVerdict | undefined {
  if (verdict.act !== 'enroll' || userId === undefined || verdict.sender?.userId === userId) return undefined;
  const rotation = rotationOf(member);
  const sender = rotation && sendersInOrder(rotation, member).find((one) => one.userId === userId);
  return sender && { ...verdict, sender };
}

import { absentRowNamesTwoContacts } from './contradictory-row.ts';
import {
  absent,
  declaredBefore,
  declaredInJoinedTarget,
  exclusive,
  leftAudience,
  orphan,
  ownedSuppressed,
  ownedUnmanaged,
  removed,
  retired,
  unmanaged,
  unread,
  unreadableOwned,
  unsettled,
} from './undeclared.ts';
import { withSuppressedRemoval } from './unenroll.ts';
import type { MemberContext } from '../context/member-context.ts';
import type { Rule, Verdict } from './verdict.ts';
import { firstVerdict } from './verdict.ts';

/** Rules for a contact that the files do not declare in a target: the first one that holds decides. */
export const undeclaredRules: readonly Rule[] = [
  unsettled,
  unread,
  unreadableOwned,
  retired,
  absent,
  ownedSuppressed,
  absentRowNamesTwoContacts,
  declaredInJoinedTarget,
  ownedUnmanaged,
  declaredBefore,
  leftAudience,
  removed,
  exclusive,
  unmanaged,
];

/** Rules for a contact in a target that left the files. */
export const formerTargetRules: readonly Rule[] = [
  unsettled,
  unread,
  unreadableOwned,
  ownedSuppressed,
  orphan,
];

/** Returns the verdict for an undeclared contact, or nothing if no rule holds and the plan omits it. */
export function judgeUndeclared(member: MemberContext): Verdict | undefined {
  return withSuppressedRemoval(
    member,
    firstVerdict(member.target.isFormer ? formerTargetRules : undeclaredRules, member),
  );
}

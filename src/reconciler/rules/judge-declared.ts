import { active, suppressedAndActive, unreadable } from './active.ts';
import { enrolledAsOtherContact, openIntent, proved, visible } from './prior-enrollment.ts';
import {
  emailChanged,
  bounced,
  forgotten,
  noContact,
  noEmail,
  optedOut,
  quarantined,
  suppressed,
} from './blocked-contact.ts';
import { alreadyOnViaList, noSender, refusedByTarget, targetNotReadyRule } from './blocked-target.ts';
import { rowNamesTwoContacts } from './contradictory-row.ts';
import { enroll } from './enroll.ts';
import { historyUnproven } from './history-unproven.ts';
import { requirementNotMet } from './requirement.ts';
import { refusedBefore } from './refused-before.ts';
import { notBefore, otherSequence, previousEndedEarly } from './scheduling.ts';
import { withSuppressedRemoval } from './unenroll.ts';
import type { MemberContext } from '../context/member-context.ts';
import type { Rule, Verdict } from './verdict.ts';
import { firstVerdict } from './verdict.ts';

/** The rules that prevent an enrollment, in order of precedence: the first one that holds decides. */
const preventingRules: readonly Rule[] = [
  suppressedAndActive,
  active,
  proved,
  enrolledAsOtherContact,
  unreadable,
  visible,
  openIntent,
  rowNamesTwoContacts,
  noContact,
  forgotten,
  suppressed,
  optedOut,
  bounced,
  quarantined,
  refusedBefore,
  noEmail,
  requirementNotMet,
  targetNotReadyRule,
  refusedByTarget,
  emailChanged,
  noSender,
  alreadyOnViaList,
  previousEndedEarly,
  notBefore,
  historyUnproven,
  otherSequence,
];

/** Rules for a declared member, in order of precedence. The last one always holds. */
export const declaredRules: readonly Rule[] = [...preventingRules, enroll];

/** Returns the verdict for a declared member. */
export function judgeDeclared(member: MemberContext): Verdict {
  return withSuppressedRemoval(member, firstVerdict(preventingRules, member) ?? enroll.judge(member));
}

import { active, suppressedAndActive, unreadable } from './active.ts';
import { enrolledAsOtherContact, openIntent, proved, visible } from './prior-enrollment.ts';
import {
  addressChanged,
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
import { notBefore, otherSequence, previousEndedEarly } from './scheduling.ts';
import { withSuppressedRemoval } from './unenroll.ts';
import type { MemberContext } from '../context/member-context.ts';
import type { Rule, Verdict } from './verdict.ts';
import { firstVerdict } from './verdict.ts';

/** Rules for a declared member, in order of precedence: the first one that holds decides. */
export const declaredRules: readonly Rule[] = [
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
  noEmail,
  targetNotReadyRule,
  refusedByTarget,
  addressChanged,
  noSender,
  alreadyOnViaList,
  previousEndedEarly,
  notBefore,
  historyUnproven,
  otherSequence,
  enroll,
];

/** Returns the verdict for a declared member. */
export function judgeDeclared(subject: MemberContext): Verdict {
  const verdict = withSuppressedRemoval(subject, firstVerdict(declaredRules, subject));
  if (!verdict) throw new Error('the last rule always holds');
  return verdict;
}

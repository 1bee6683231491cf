import { active, suppressedAndActive, unreadable } from './rules/active.ts';
import { enrolledAsOther, openIntent, proved, visible } from './rules/enrolled-before.ts';
import {
  addressChanged,
  bounced,
  forgotten,
  noContact,
  noEmail,
  optedOut,
  quarantined,
  suppressed,
} from './rules/blocked-person.ts';
import { alreadyOnViaList, noSender, refusedByTarget, targetNotReadyRule } from './rules/blocked-target.ts';
import { rowNamesTwo } from './rules/contradictory-row.ts';
import { enroll } from './rules/enroll.ts';
import { historyUnproven } from './rules/history-unproven.ts';
import { notBefore, otherSequence, previousEndedEarly } from './rules/turn.ts';
import { orRemoval } from './rules/unenroll.ts';
import type { Subject } from './subject.ts';
import type { Rule, Verdict } from './verdict.ts';
import { firstVerdict } from './verdict.ts';

/** How a declared member is judged: the first rule that holds decides. */
export const declaredRules: readonly Rule[] = [
  suppressedAndActive,
  active,
  proved,
  enrolledAsOther,
  unreadable,
  visible,
  openIntent,
  rowNamesTwo,
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

export function judgeDeclared(subject: Subject): Verdict {
  const verdict = orRemoval(subject, firstVerdict(declaredRules, subject));
  if (!verdict) throw new Error('the last rule always holds');
  return verdict;
}

import { absentNamesTwo } from './rules/contradictory-row.ts';
import {
  absent,
  exclusive,
  unmanaged,
  leftAudience,
  ownedSuppressed,
  ownedUnmanaged,
  removed,
  retired,
  unsettled,
} from './rules/undeclared.ts';
import type { Subject } from './subject.ts';
import type { Rule, Verdict } from './verdict.ts';
import { firstVerdict } from './verdict.ts';

/** How somebody whom the files do not declare in a target is judged: the first rule that holds decides. */
export const undeclaredRules: readonly Rule[] = [
  unsettled,
  retired,
  absent,
  ownedSuppressed,
  absentNamesTwo,
  ownedUnmanaged,
  leftAudience,
  removed,
  exclusive,
  unmanaged,
];

/** The verdict, or nothing where there is nothing to say: not in the target, or not ours to mention. */
export function judgeUndeclared(subject: Subject): Verdict | undefined {
  return firstVerdict(undeclaredRules, subject);
}

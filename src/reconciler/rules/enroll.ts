/** Line 14: no earlier rule holds. */
import { tookEffect } from '../context/ledger-index.ts';
import { howEnded, onDay, whatWeDid } from './reason-text.ts';
import type { Subject } from '../context/member-context.ts';
import { historyOf, latestEnded, otherIdentities } from '../context/member-context.ts';
import type { Rule } from './verdict.ts';
import { senderOf } from './blocked-target.ts';
import { everIn } from './prior-enrollment.ts';

export const enroll: Rule = {
  name: 'enroll',
  judge: (subject) => {
    const before = enrolledBefore(subject);
    const sender = senderOf(subject);
    const since = subject.declared?.since;
    return {
      act: 'enroll',
      reason:
        before === undefined
          ? `declared; no ${since === undefined ? 'earlier enrollment known' : `enrollment known since ${since}`}`
          : `${before}; \`since: ${since ?? ''}\` enrolls again`,
      reenroll: before !== undefined,
      ...(sender ? { sender } : {}),
    };
  },
  otherwise: 'an earlier rule holds',
};

/** The earlier enrollment in this target, in words. */
function enrolledBefore(subject: Subject): string | undefined {
  const { calendar } = subject.world;
  const entry = subject.history.findLast(tookEffect);
  if (entry) return whatWeDid(calendar, entry);
  const ended = latestEnded(subject);
  if (ended)
    return `enrolled${onDay(calendar, ended.enrolledAt)} by someone else, ${howEnded(subject.world, ended)}`;
  const { ever, first } = everIn(subject);
  if (ever) return `enrolled${onDay(calendar, first)}`;
  for (const id of otherIdentities(subject)) {
    const other = historyOf(subject, id).findLast(tookEffect);
    if (other) return `${whatWeDid(calendar, other)} as contact ${id}`;
  }
  return undefined;
}

/** Line 7: nothing stands against it. */
import { tookEffect } from '../ledger-index.ts';
import { howEnded, onDay, whatWeDid } from '../phrases.ts';
import type { Subject } from '../subject.ts';
import { latestEnded } from '../subject.ts';
import type { Rule } from '../verdict.ts';
import { senderOf } from './blocked-target.ts';
import { everIn } from './enrolled-before.ts';

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
          ? `declared, and never enrolled${since === undefined ? '' : ` since ${since}`}`
          : `${before}; \`since: ${since ?? ''}\` asks for it again`,
      reenroll: before !== undefined,
      ...(sender ? { sender } : {}),
    };
  },
  otherwise: 'something above stands against it',
};

/** The earlier enrollment in this target, in words. */
function enrolledBefore(subject: Subject): string | undefined {
  const { calendar } = subject.world;
  const entry = subject.history.findLast(tookEffect);
  if (entry) return whatWeDid(calendar, entry);
  const ended = latestEnded(subject);
  if (ended)
    return `enrolled${onDay(calendar, ended.enrolledAt)} by someone else, ${howEnded(calendar, ended)}`;
  const { ever, first } = everIn(subject);
  return ever ? `enrolled${onDay(calendar, first)}` : undefined;
}

/** Row 14 of docs/judgment.md: no earlier rule holds. */
import { tookEffect } from '../context/ledger-index.ts';
import { endText, onDay, runAndDayText } from './reason-text.ts';
import type { MemberContext } from '../context/member-context.ts';
import { historyOfContact, latestEnded, otherContactIds } from '../context/member-context.ts';
import type { EnrollVerdict, Rule } from './verdict.ts';
import { senderOf } from './blocked-target.ts';
import { everEnrolled } from './prior-enrollment.ts';

export const enroll = {
  name: 'enroll',
  judge: (subject: MemberContext): EnrollVerdict => {
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
} satisfies Rule;

/** Describes the latest known enrollment in this target; returns nothing if none is known. */
function enrolledBefore(subject: MemberContext): string | undefined {
  const { calendar } = subject.planning;
  const entry = subject.history.findLast(tookEffect);
  if (entry) return runAndDayText(calendar, entry);
  const ended = latestEnded(subject);
  if (ended)
    return `enrolled${onDay(calendar, ended.enrolledAt)} by someone else, ${endText(subject.planning, ended)}`;
  const { ever, first } = everEnrolled(subject);
  if (ever) return `enrolled${onDay(calendar, first)}`;
  for (const id of otherContactIds(subject)) {
    const other = historyOfContact(subject, id).findLast(tookEffect);
    if (other) return `${runAndDayText(calendar, other)} as contact ${id}`;
  }
  return undefined;
}

/** Row 14 of docs/judgment.md: no earlier rule holds. */
import { tookEffect } from '../context/ledger-index.ts';
import { endText, onDay, runAndDayText } from './reason-text.ts';
import type { MemberContext } from '../context/member-context.ts';
import { historyOfContact, latestEnded, otherContactIds } from '../context/member-context.ts';
import type { EnrollVerdict, Rule } from './verdict.ts';
import { senderOf } from '../context/sender-choice.ts';
import { everEnrolled } from './prior-enrollment.ts';

export const enroll = {
  name: 'enroll',
  judge: (member: MemberContext): EnrollVerdict => {
    const before = enrolledBefore(member);
    const sender = senderOf(member);
    const since = member.declared?.since;
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
function enrolledBefore(member: MemberContext): string | undefined {
  const { calendar } = member.planning;
  const entry = member.history.findLast(tookEffect);
  if (entry) return runAndDayText(calendar, entry);
  const ended = latestEnded(member);
  if (ended)
    return `enrolled${onDay(calendar, ended.enrolledAt)} by someone else, ${endText(member.planning, ended)}`;
  const { ever, first } = everEnrolled(member);
  if (ever) return `enrolled${onDay(calendar, first)}`;
  for (const id of otherContactIds(member)) {
    const other = historyOfContact(member, id).findLast(tookEffect);
    if (other) return `${runAndDayText(calendar, other)} as contact ${id}`;
  }
  return undefined;
}

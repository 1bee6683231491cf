/** Row 14 of docs/judgment.md: no earlier rule holds. */
import type { Day } from '../../model/time.ts';
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
    const reason =
      before === undefined ? firstReason(since) : `${before}; \`since: ${since ?? ''}\` enrolls again`;
    const reenroll = before !== undefined;
    return sender ? { act: 'enroll', reason, reenroll, sender } : { act: 'enroll', reason, reenroll };
  },
  otherwise: 'an earlier rule holds',
} satisfies Rule;

function firstReason(since: Day | undefined): string {
  // A constant where possible: a plan may hold a million of them.
  if (since === undefined) return 'declared; no earlier enrollment known';
  return `declared; no enrollment known since ${since}`;
}

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

/** Lines 0 and 1: the person is in the target now. */
import { formatSource } from '../../model/diagnostic.ts';
import { ownAct } from '../ownership.ts';
import { byRun } from '../phrases.ts';
import { runningIn, runningInReplaced, suppressionOf } from '../subject.ts';
import type { Rule } from '../verdict.ts';
import { keep } from '../verdict.ts';
import { takeOut } from './take-out.ts';

export const suppressedAndActive: Rule = {
  name: 'suppressed-and-active',
  judge: (subject) => {
    const running = runningIn(subject);
    const entry = running && suppressionOf(subject);
    if (!entry) return undefined;
    const reason = `active, and must not be contacted (${formatSource(entry.source)})`;
    return takeOut(subject, { running, cause: 'suppressed', reason, source: entry.source });
  },
  otherwise: 'not both suppressed and active',
};

export const active: Rule = {
  name: 'active',
  judge: (subject) => {
    const running = runningIn(subject);
    if (!running || subject.contact?.unreadable !== undefined) return undefined;
    const { world } = subject;
    const since = running.enrolledAt === undefined ? '' : ` since ${world.calendar.day(running.enrolledAt)}`;
    const own = ownAct(subject, running);
    if (own) return keep('active', world.oneText(`active${since}, ${byRun(own)}`));
    const known = subject.history.some((entry) => entry.state === 'adopted');
    if (known) return keep('active', `active${since}, enrolled by someone else`);
    return {
      act: 'keep',
      status: 'active',
      reason: world.oneText(`active${since}, enrolled by someone else; the next apply records it`),
      adopt: running.enrolledAt === undefined ? {} : { enrolledAt: running.enrolledAt },
    };
  },
  otherwise: 'not active in the target now',
};

export const activeInReplaced: Rule = {
  name: 'active-in-replaced',
  judge: (subject) => {
    if (!runningInReplaced(subject) || subject.contact?.unreadable !== undefined) return undefined;
    return keep('active', `active in ${subject.target.desired.replaces ?? ''}, which this target replaces`);
  },
  otherwise: 'not active in a target that this one replaces',
};

export const unreadable: Rule = {
  name: 'unreadable',
  judge: ({ contact }) =>
    contact?.unreadable === undefined
      ? undefined
      : keep(
          'unknown',
          `the account contradicts itself: ${contact.unreadable}`,
          'Run the plan again in some minutes. If it stays so, look at the contact in the account.',
        ),
  otherwise: 'the facts of the account agree with each other',
};

/** Rows 1, 2 and 5 of docs/judgment.md: the contact is active in the target, or its state is unreadable. */
import { formatSource } from '../../model/results/diagnostic.ts';
import type { LedgerEntry } from '../../model/ledger/ledger-view.ts';
import {
  type ActiveEnrollment,
  activeEnrollment,
  presentSuppressionOf,
  type MemberContext,
  suppressionOf,
  limitToOwnIds,
} from '../context/member-context.ts';
import { enrollerText } from './enrolled-by.ts';
import { byRunText } from './reason-text.ts';
import { unenroll } from './unenroll.ts';
import { keep, type KeepVerdict, type Rule } from './verdict.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

export const suppressedAndActive: Rule = {
  name: 'suppressed-and-active',
  judge: (member) => {
    const active = activeEnrollment(limitToOwnIds(member));
    const entry = active && (active.own ? suppressionOf : presentSuppressionOf)(member);
    if (!entry) return undefined;
    const reason = `active and suppressed (${formatSource(entry.source)})`;
    return unenroll(member, { active, reason, source: entry.source });
  },
  otherwise: 'not both suppressed and active',
};

export const active: Rule = {
  name: 'active',
  judge: (member) => {
    if (member.contact?.unreadable !== undefined) return undefined;
    const found = activeEnrollment(member);
    // Enrollments that HubSpot does not show yet are judged by the ledger's proofs.
    if (!found?.running) return undefined;
    const { running, own } = found;
    const text = activeText(member, found);
    if (own || isAdoptionRecorded(member, found)) return keep('active', member.planning.pooledText(text));
    return {
      act: 'keep',
      status: 'active',
      reason: member.planning.pooledText(`${text}; the next apply records it`),
      adopt: {
        targetId: running.targetId,
        ...omitUndefined({ enrolledAt: running.enrolledAt }),
      },
    };
  },
  otherwise: 'HubSpot does not show the contact as active in the target',
};

/** Returns the state of an active enrollment in words: `active since 2026-11-02, enrolled by run 3`. */
export function activeText(member: MemberContext, { running, own }: ActiveEnrollment): string {
  const { planning, target } = member;
  // An accepted request is not an enrollment: a workflow can accept a request and enroll no contact.
  if (!running && own?.state === 'accepted')
    return `requested by run ${own.run}; HubSpot accepted the request and does not show the enrollment yet`;
  const since =
    running?.enrolledAt === undefined ? '' : ` since ${planning.calendar.day(running.enrolledAt)}`;
  const where =
    running === undefined || running.targetId === target.id
      ? ''
      : ` in ${running.targetId} (joined to ${target.id} by \`replaces\`)`;
  const by = own ? byRunText(own) : `enrolled ${enrollerText(member, running ?? {})}`;
  const unseen = running === undefined ? '; HubSpot does not show it yet' : '';
  return `active${since}${where}, ${by}${unseen}`;
}

/** Returns whether the ledger holds an adoption of this enrollment without a recorded end. */
function isAdoptionRecorded({ history }: MemberContext, { running }: ActiveEnrollment): boolean {
  const isSame = (entry: LedgerEntry): boolean =>
    entry.state === 'adopted' && entry.targetId === running?.targetId && entry.end === undefined;
  return history.some(isSame);
}

export const unreadable: Rule = {
  name: 'unreadable',
  judge: ({ contact }) =>
    contact?.unreadable === undefined ? undefined : unreadableVerdict(contact.unreadable),
  otherwise: 'the properties of the contact agree with each other',
};

/** Returns why the sequence state of a contact cannot be read. Workflow state comes from other requests. */
export function unreadableReason({ contact, target }: MemberContext): string | undefined {
  return target.kind === 'sequence' ? contact?.unreadable : undefined;
}

/** Returns the verdict for a contact with contradictory properties: its state is unknown. */
export function unreadableVerdict(why: string): KeepVerdict {
  return keep(
    'unknown',
    `unreadable: ${why}`,
    'Plan again in a few minutes. If the contact stays unreadable, check it in HubSpot.',
  );
}

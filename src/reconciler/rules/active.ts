/** Lines 1 and 2: the contact is in the target now. */
import { formatSource } from '../../model/diagnostic.ts';
import type { LedgerEntry } from '../../model/ledger/ledger-view.ts';
import {
  type Active,
  activeIn,
  presentSuppressionOf,
  type Subject,
  suppressionOf,
  underOwnIds,
} from '../context/member-context.ts';
import { byOthers } from './enrolled-by.ts';
import { byRun } from './reason-text.ts';
import { unenroll } from './unenroll.ts';
import { keep, type KeepVerdict, type Rule } from './verdict.ts';

export const suppressedAndActive: Rule = {
  name: 'suppressed-and-active',
  judge: (subject) => {
    const active = activeIn(underOwnIds(subject));
    const entry = active && (active.own ? suppressionOf : presentSuppressionOf)(subject);
    if (!entry) return undefined;
    const reason = `active, and suppressed (${formatSource(entry.source)})`;
    return unenroll(subject, { active, cause: 'suppressed', reason, source: entry.source });
  },
  otherwise: 'not both suppressed and active',
};

export const active: Rule = {
  name: 'active',
  judge: (subject) => {
    if (subject.contact?.unreadable !== undefined) return undefined;
    const found = activeIn(subject);
    // Enrollments that HubSpot does not show yet are judged by the ledger's proofs.
    if (!found?.running) return undefined;
    const { running, own } = found;
    const text = activeText(subject, found);
    if (own || isKnown(subject, found)) return keep('active', subject.world.oneText(text));
    return {
      act: 'keep',
      status: 'active',
      reason: subject.world.oneText(`${text}; the next apply records it`),
      adopt: {
        targetId: running.targetId,
        ...(running.enrolledAt === undefined ? {} : { enrolledAt: running.enrolledAt }),
      },
    };
  },
  otherwise: 'HubSpot does not show the contact as active in the target',
};

/** `active since 2026-11-02, enrolled by run 3`. */
export function activeText(subject: Subject, { running, own }: Active): string {
  const { world, target } = subject;
  // Accepted is not enrolled: a workflow may take a request and enroll no one.
  if (!running && own?.state === 'accepted')
    return `requested by run ${own.run}; HubSpot accepted it and does not show it yet`;
  const since = running?.enrolledAt === undefined ? '' : ` since ${world.calendar.day(running.enrolledAt)}`;
  const where =
    running === undefined || running.targetId === target.id
      ? ''
      : ` in ${running.targetId} (joined to ${target.id} by \`replaces\`)`;
  const by = own ? byRun(own) : `enrolled ${byOthers(subject, running ?? {})}`;
  const unseen = running === undefined ? '; HubSpot does not show it yet' : '';
  return `active${since}${where}, ${by}${unseen}`;
}

/** Returns whether the ledger has recorded this enrollment of someone else, and no end of it. */
function isKnown({ history }: Subject, { running }: Active): boolean {
  const isSame = (entry: LedgerEntry): boolean =>
    entry.state === 'adopted' && entry.targetId === running?.targetId && entry.end === undefined;
  return history.some(isSame);
}

export const unreadable: Rule = {
  name: 'unreadable',
  judge: ({ contact }) => (contact?.unreadable === undefined ? undefined : contradictory(contact.unreadable)),
  otherwise: 'the properties of the contact agree with each other',
};

/** Returns why the sequence state of a contact cannot be read; nothing for workflows, which are read otherwise. */
export function unreadableIn({ contact, target }: Subject): string | undefined {
  return target.kind === 'sequence' ? contact?.unreadable : undefined;
}

/** HubSpot's properties contradict each other, so nothing is known. */
export function contradictory(what: string): KeepVerdict {
  return keep(
    'unknown',
    `unreadable: ${what}`,
    'Plan again in a few minutes. If the contact stays unreadable, check it in HubSpot.',
  );
}

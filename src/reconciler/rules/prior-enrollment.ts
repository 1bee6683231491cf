/** Rows 3, 4, 6 and 7 of docs/judgment.md: an earlier enrollment satisfies the declaration, or may do so. */
import type { LedgerEntry } from '../../model/ledger/ledger-view.ts';
import type { EndedEnrollment } from '../../model/observed-state.ts';
import { addressOf } from '../../model/target.ts';
import { timeOf } from '../../model/ledger/ledger-entries.ts';
import { tookEffect } from '../context/ledger-index.ts';
import {
  activeEnrollment,
  historyOfContact,
  isUnread,
  latestEnded,
  otherContactIds,
  shownEnd,
  sinceMidnight,
  type MemberContext,
  suppressionOf,
  unseenUnenrollment,
} from '../context/member-context.ts';
import { mayBeEnrollmentOf, unenrollmentOf } from '../context/ownership.ts';
import { activeText, unreadableVerdict, unreadableReason } from './active.ts';
import { enrollerText } from './enrolled-by.ts';
import { byRunText, endText, recordedEnd, onDay, runAndDayText } from './reason-text.ts';
import { keep, keepEnded, type KeepVerdict, type Rule, type Verdict } from './verdict.ts';

export const proved: Rule = {
  name: 'proved',
  judge: (member) => {
    const proofs = member.history.filter((act) => tookEffect(act) && countsForDeclaration(member, act));
    // Of two merged contacts, the one that rollcall has not unenrolled may still be active.
    const entry = proofs.findLast((act) => !unenrollmentOf(member, act)) ?? proofs.at(-1);
    return entry && verdictAfterProof(member, entry);
  },
  otherwise: 'the ledger has no proof that counts for this declaration',
};

/** Returns whether a proof counts: it is of the same declaration, or of an enrollment on or after `since`. */
function countsForDeclaration(member: MemberContext, entry: LedgerEntry): boolean {
  const since = sinceMidnight(member);
  if (since === undefined || entry.since === member.declared?.since) return true;
  // An adopted contact was active when it was recorded, even if its enrollment began earlier.
  return timeOf(entry) >= since || entry.at >= since;
}

function verdictAfterProof(member: MemberContext, entry: LedgerEntry): Verdict {
  const { calendar } = member.planning;
  const removal = unenrollmentOf(member, entry);
  if (removal) {
    return keepEnded(
      'unenrolled',
      `${byRunText(entry)}, unenrolled by run ${removal.run} on ${calendar.day(timeOf(removal))}`,
      suppressionOf(member) ? undefined : 'To enroll the contact again, give the line a later `since`.',
    );
  }
  const ended = shownEnd(member, entry);
  if (ended) {
    const by = mayBeEnrollmentOf(entry, ended.enrolledAt) ? byRunText(entry) : enrolledByText(member, ended);
    return keepEnded(ended.how, `${endText(member.planning, ended)}, ${by}`);
  }
  const active = activeEnrollment(member);
  if (active) return keep('active', member.planning.pooledText(activeText(member, active)));
  const unreadable = entry.end === undefined ? unreadableReason(member) : undefined;
  if (unreadable !== undefined) return unreadableVerdict(`${unreadable}; ${runAndDayText(calendar, entry)}`);
  if (entry.end === undefined && isUnread(member, entry.targetId)) {
    return notReadVerdict(runAndDayText(calendar, entry));
  }
  if (entry.state === 'accepted') {
    return keepEnded(
      'never-seen-active',
      `not seen active: HubSpot accepted the request of run ${entry.run} on ${calendar.day(entry.at)}`,
      `If HubSpot did not enroll the contact, record that: rollcall resolve ${addressOf(member.target.desired, entry.contactId)} --not-enrolled`,
    );
  }
  const recorded = recordedEnd(entry);
  if (recorded) {
    return keepEnded(recorded.how, `${endText(member.planning, recorded)}, ${byRunText(entry)}`);
  }
  return keepEnded('no-longer-active', `${runAndDayText(calendar, entry)}, no longer active`);
}

/** Returns the verdict for a contact whose state in the target was not read: it may still be active. */
export function notReadVerdict(enrollment: string): KeepVerdict {
  return keep(
    'unknown',
    `not read: ${enrollment}; HubSpot did not show whether the contact is still active`,
    'Check that the workflow exists and enrolls contacts, or name its `activeList`.',
  );
}

/**
 * Holds if another contact was enrolled here with an email of this one: the contact was deleted and created
 * again, or the email moved. The other contact keeps its enrollment.
 */
export const enrolledAsOtherContact: Rule = {
  name: 'enrolled-as-other',
  judge: (member) => {
    for (const id of otherContactIds(member)) {
      const entry = historyOfContact(member, id).findLast(
        (act) => tookEffect(act) && countsForDeclaration(member, act),
      );
      if (!entry) continue;
      const { calendar } = member.planning;
      return keepEnded(
        'other-contact',
        `under another contact id: ${runAndDayText(calendar, entry)} as contact ${id}; an email of contact ${id} now belongs to contact ${member.contactId ?? ''}`,
        'To enroll the contact anyway, give the line a later `since`.',
      );
    }
    return undefined;
  },
  otherwise: 'no other contact was enrolled here with an email of this one',
};

export const visible: Rule = {
  name: 'visible',
  judge: (member) => {
    const { calendar } = member.planning;
    const since = sinceMidnight(member);
    const unseen = unseenUnenrollment(member);
    if (unseen) {
      const text = `unenrolled by run ${unseen.run} on ${calendar.day(timeOf(unseen))}`;
      return since === undefined || timeOf(unseen) >= since
        ? keepEnded('unenrolled', text)
        : keep('waiting', `${text}; HubSpot does not show the end yet`);
    }
    const ended = latestEnded(member);
    if (ended && (since === undefined || isOnOrAfter(ended, since))) {
      return keepEnded(ended.how, `${endText(member.planning, ended)}, ${enrolledByText(member, ended)}`);
    }
    const { ever, first } = everEnrolled(member);
    if (!ever || (since !== undefined && (first === undefined || first < since))) return undefined;
    if (isUnread(member, member.target.id)) return notReadVerdict(`enrolled${onDay(calendar, first)}`);
    return keepEnded('no-longer-active', `enrolled${onDay(calendar, first)}, no longer active`);
  },
  otherwise: 'HubSpot shows no earlier enrollment that counts for this declaration',
};

/** Returns who made an ended enrollment: a run, if the ledger has a request that may have caused it. */
function enrolledByText(member: MemberContext, ended: EndedEnrollment): string {
  const act = member.history.findLast(
    (entry) =>
      entry.action === 'enroll' && mayHaveTakenEffect(entry) && mayBeEnrollmentOf(entry, ended.enrolledAt),
  );
  if (act) return byRunText(act);
  return `enrolled${onDay(member.planning.calendar, ended.enrolledAt)} ${enrollerText(member, ended)}`;
}

function mayHaveTakenEffect(entry: LedgerEntry): boolean {
  return entry.state !== 'refused' && entry.state !== 'not-sent';
}

/** Returns whether an enrollment began or ended on or after a moment. */
function isOnOrAfter(ended: EndedEnrollment, since: string): boolean {
  return (ended.enrolledAt ?? '') >= since || (ended.endedAt ?? '') >= since;
}

/** Returns whether HubSpot shows that the contact was ever in the target, and the first date if it is shown. */
export function everEnrolled({ target, contactId, contact }: MemberContext): {
  readonly ever: boolean;
  readonly first: string | undefined;
} {
  const known = target.observed?.everEnrolled;
  if (!known || contactId === undefined) return neverEnrolled;
  const id = [contactId, ...(contact?.mergedIds ?? [])].find((one) => known.has(one));
  return id === undefined ? neverEnrolled : { ever: true, first: known.get(id) };
}

const neverEnrolled = { ever: false, first: undefined } as const;

export const openIntent: Rule = {
  name: 'open-intent',
  judge: (member) => {
    const open = openEntry(member) ?? openEntryOfOtherContact(member);
    if (!open) return undefined;
    const { desired } = member.target;
    const address = addressOf(desired, open.contactId);
    return {
      ...keep(
        'unknown',
        `run ${open.run} sent an enrollment request on ${member.planning.calendar.day(open.at)}; its outcome is unknown`,
        `Check contact ${open.contactId} in HubSpot, then: rollcall resolve ${address} --enrolled (or --not-enrolled).`,
      ),
      unsettled: true,
    };
  },
  otherwise: 'no request has an unknown outcome',
};

function openEntry(member: MemberContext): LedgerEntry | undefined {
  const shown = latestEnded(member)?.enrolledAt;
  return member.history.find((act) => isOpen(act) && (shown === undefined || shown < act.at));
}

/** An open request for another contact with the same email, or for its former holder, may have sent its emails. */
function openEntryOfOtherContact(member: MemberContext): LedgerEntry | undefined {
  const { declared, contactId, planning } = member;
  if (!declared) return undefined;
  const { email } = declared.person;
  const former = contactId === undefined && email !== undefined ? planning.ledger.contactsOf(email) : [];
  for (const id of [...otherContactIds(member), ...former]) {
    const open = historyOfContact(member, id).find(isOpen);
    if (open) return open;
  }
  return undefined;
}

function isOpen(entry: LedgerEntry): boolean {
  return entry.action === 'enroll' && entry.state === 'open';
}

/** Lines 3, 4, 6 and 7: the declaration was met before, or may have been. */
import type { LedgerEntry } from '../../model/ledger/ledger-view.ts';
import type { EndedEnrollment } from '../../model/observed-state.ts';
import { addressOf, type ContactId } from '../../model/target.ts';
import { timeOf, tookEffect } from '../context/ledger-index.ts';
import {
  activeIn,
  historyOf,
  isUnread,
  latestEnded,
  otherIdentities,
  shownEnd,
  sinceOf,
  type Subject,
  suppressionOf,
  unseenEnd,
} from '../context/member-context.ts';
import { couldBe, endingAct } from '../context/ownership.ts';
import { activeText, contradictory, unreadableIn } from './active.ts';
import { byOthers } from './enrolled-by.ts';
import { byRun, howEnded, howEntryEnded, onDay, whatWeDid } from './reason-text.ts';
import { keep, type KeepVerdict, type Rule, type Verdict } from './verdict.ts';

export const proved: Rule = {
  name: 'proved',
  judge: (subject) => {
    const proofs = subject.history.filter((act) => tookEffect(act) && meets(subject, act));
    // Of two merged contacts, the one that rollcall has not unenrolled may still be active.
    const entry = proofs.findLast((act) => !endingAct(subject, act)) ?? proofs.at(-1);
    return entry && afterProof(subject, entry);
  },
  otherwise: 'the ledger has no proof that counts for this declaration',
};

/** A proof counts that carries this very declaration, or that lies on or after its `since`. */
function meets(subject: Subject, entry: LedgerEntry): boolean {
  const since = sinceOf(subject);
  if (since === undefined || entry.since === subject.declared?.since) return true;
  // An adoption was seen active on its own day, however early the enrollment began.
  return timeOf(entry) >= since || entry.at >= since;
}

function afterProof(subject: Subject, entry: LedgerEntry): Verdict {
  const { calendar } = subject.world;
  const removal = endingAct(subject, entry);
  if (removal) {
    return keep(
      'ended',
      `${byRun(entry)}, unenrolled by run ${removal.run} on ${calendar.day(timeOf(removal))}`,
      suppressionOf(subject) ? undefined : 'To enroll the contact again, give the line a later `since`.',
    );
  }
  const ended = shownEnd(subject, entry);
  if (ended) {
    const by = couldBe(entry, ended.enrolledAt) ? byRun(entry) : enrolledBy(subject, ended);
    return keep('ended', `${howEnded(subject.world, ended)}, ${by}`);
  }
  const active = activeIn(subject);
  if (active) return keep('active', subject.world.oneText(activeText(subject, active)));
  const unreadable = entry.end === undefined ? unreadableIn(subject) : undefined;
  if (unreadable !== undefined) return contradictory(`${unreadable}; ${whatWeDid(calendar, entry)}`);
  if (entry.end === undefined && isUnread(subject, entry.targetId)) {
    return notRead(whatWeDid(calendar, entry));
  }
  if (entry.state === 'accepted') {
    return keep(
      'ended',
      `accepted on ${calendar.day(entry.at)} by run ${entry.run}, never seen active`,
      `If it never took effect, settle it: rollcall resolve ${addressOf(subject.target.desired, entry.contactId)} --not-enrolled`,
    );
  }
  const recorded = howEntryEnded(subject.world, entry);
  if (recorded !== undefined) return keep('ended', `${recorded}, ${byRun(entry)}`);
  return keep('ended', `${whatWeDid(calendar, entry)}, no longer active`);
}

/** HubSpot was not read, so whether the contact is still in the target is not known. */
export function notRead(what: string): KeepVerdict {
  return keep(
    'unknown',
    `not read: ${what}; HubSpot did not show whether the contact is still active`,
    'Check that the workflow exists and enrolls contacts, or name its `activeList`.',
  );
}

/**
 * Line 4: the email was enrolled as another contact, which was deleted and created again, or whose email
 * moved here. That contact keeps its enrollment.
 */
export const enrolledAsOther: Rule = {
  name: 'enrolled-as-other',
  judge: (subject) => {
    for (const id of otherIdentities(subject)) {
      const entry = historyOf(subject, id).findLast((act) => tookEffect(act) && meets(subject, act));
      if (!entry) continue;
      const { calendar } = subject.world;
      return keep(
        'ended',
        `as contact ${id}: ${whatWeDid(calendar, entry)}, with an email that now belongs to contact ${subject.contactId ?? ''}`,
        'To enroll the contact anyway, give the line a later `since`.',
      );
    }
    return undefined;
  },
  otherwise: 'no other contact was enrolled here with an email of this one',
};

export const visible: Rule = {
  name: 'visible',
  judge: (subject) => {
    const { calendar } = subject.world;
    const since = sinceOf(subject);
    const unseen = unseenEnd(subject);
    if (unseen) {
      const what = `unenrolled by run ${unseen.run} on ${calendar.day(timeOf(unseen))}`;
      return since === undefined || timeOf(unseen) >= since
        ? keep('ended', what)
        : keep('waiting', `${what}; HubSpot does not show the end yet`);
    }
    const ended = latestEnded(subject);
    if (ended && (since === undefined || touches(ended, since))) {
      return keep('ended', `${howEnded(subject.world, ended)}, ${enrolledBy(subject, ended)}`);
    }
    const { ever, first } = everIn(subject);
    if (!ever || (since !== undefined && (first === undefined || first < since))) return undefined;
    if (isUnread(subject, subject.target.id)) return notRead(`enrolled${onDay(calendar, first)}`);
    return keep('ended', `enrolled${onDay(calendar, first)}, no longer active`);
  },
  otherwise: 'the account shows no earlier enrollment that counts for this declaration',
};

/** Who began an enrollment that is over: a run, if one may have. */
function enrolledBy(subject: Subject, ended: EndedEnrollment): string {
  const act = subject.history.findLast(
    (entry) => entry.action === 'enroll' && isPossible(entry) && couldBe(entry, ended.enrolledAt),
  );
  if (act) return byRun(act);
  return `enrolled${onDay(subject.world.calendar, ended.enrolledAt)} ${byOthers(subject, ended)}`;
}

function isPossible(entry: LedgerEntry): boolean {
  return entry.state !== 'refused' && entry.state !== 'not-sent';
}

/** Returns whether an enrollment began or ended on or after a moment. */
function touches(ended: EndedEnrollment, since: string): boolean {
  return (ended.enrolledAt ?? '') >= since || (ended.endedAt ?? '') >= since;
}

/** Returns whether the account says that the person ever was in the target, and since when. */
export function everIn({ target, contactId, contact }: Subject): {
  readonly ever: boolean;
  readonly first: string | undefined;
} {
  const everybody = target.observed?.ever;
  const ids = contactId === undefined ? [] : [contactId, ...(contact?.mergedIds ?? [])];
  const id = everybody && ids.find((one) => everybody.has(one));
  return { ever: id !== undefined, first: id === undefined ? undefined : everybody?.get(id) };
}

export const openIntent: Rule = {
  name: 'open-intent',
  judge: (subject) => {
    const open = openEntry(subject) ?? openAsOther(subject);
    if (!open) return undefined;
    const { desired } = subject.target;
    const address = addressOf(desired, open.contactId);
    return {
      ...keep(
        'unknown',
        `run ${open.run} sent an enrollment on ${subject.world.calendar.day(open.at)}, and its outcome is not known`,
        `Check contact ${open.contactId} in HubSpot, then: rollcall resolve ${address} --enrolled (or --not-enrolled).`,
      ),
      unsettled: true,
    };
  },
  otherwise: 'no request has an unknown outcome',
};

function openEntry(subject: Subject): LedgerEntry | undefined {
  const shown = latestEnded(subject)?.enrolledAt;
  return subject.history.find((act) => isOpen(act) && (shown === undefined || shown < act.at));
}

/** A request for an earlier contact with the same email may have sent its emails. */
function openAsOther(subject: Subject): LedgerEntry | undefined {
  if (!subject.declared) return undefined;
  const open = (id: ContactId): readonly LedgerEntry[] => historyOf(subject, id).filter(isOpen);
  return otherIdentities(subject).flatMap(open)[0];
}

function isOpen(entry: LedgerEntry): boolean {
  return entry.action === 'enroll' && entry.state === 'open';
}

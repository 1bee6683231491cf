/** Lines 2 to 4: the declaration was met before, or may have been. */
import { addressOf } from '../../model/address.ts';
import { addMilliseconds } from '../../model/instant.ts';
import type { LedgerEntry } from '../../model/ledger-view.ts';
import type { EndedEnrollment } from '../../model/observed-state.ts';
import { timeOf, tookEffect } from '../ledger-index.ts';
import { couldBe, lag } from '../ownership.ts';
import { byRun, howEnded, onDay, whatWeDid } from '../phrases.ts';
import type { Subject } from '../subject.ts';
import { latestEnded, sinceOf, suppressionOf } from '../subject.ts';
import type { Rule, Verdict } from '../verdict.ts';
import { keep } from '../verdict.ts';

export const proved: Rule = {
  name: 'proved',
  judge: (subject) => {
    const entry = subject.history.findLast((act) => tookEffect(act) && meets(subject, act));
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
  const takenOut = subject.history.findLast(
    (act) => act.action === 'unenroll' && act.state === 'proved' && timeOf(act) >= timeOf(entry),
  );
  if (takenOut) {
    return keep(
      'ended',
      `${byRun(entry)}, taken out by run ${takenOut.run} on ${calendar.day(timeOf(takenOut))}`,
      suppressionOf(subject) ? undefined : 'To enroll the person again, give the line a later `since`.',
    );
  }
  const ended = latestEnded(subject);
  if (ended && isNotBefore(ended, entry)) {
    return keep('ended', `${howEnded(calendar, ended)}, ${byRun(entry)}`);
  }
  if (entry.state === 'accepted') {
    return keep('active', `accepted in run ${entry.run} on ${calendar.day(entry.at)}, not seen yet`);
  }
  if (entry.state === 'proved' && addMilliseconds(timeOf(entry), lag) > calendar.now) {
    return keep('active', `${whatWeDid(calendar, entry)}, the account does not show it yet`);
  }
  return keep('ended', `${whatWeDid(calendar, entry)}, over by now`);
}

/** Whether an end that the account shows is the end of what the entry stands for, or a later one. */
function isNotBefore(ended: EndedEnrollment, entry: LedgerEntry): boolean {
  if (couldBe(entry, ended.enrolledAt)) return true;
  return ended.enrolledAt !== undefined && ended.enrolledAt >= timeOf(entry);
}

export const visible: Rule = {
  name: 'visible',
  judge: (subject) => {
    const { calendar } = subject.world;
    const since = sinceOf(subject);
    const ended = latestEnded(subject);
    if (ended && (since === undefined || touches(ended, since))) {
      const act = subject.history.findLast(
        (entry) => entry.action === 'enroll' && isPossible(entry) && couldBe(entry, ended.enrolledAt),
      );
      const by = act ? byRun(act) : `enrolled${onDay(calendar, ended.enrolledAt)} by someone else`;
      return keep('ended', `${howEnded(calendar, ended)}, ${by}`);
    }
    const { ever, first } = everIn(subject);
    if (!ever || (since !== undefined && (first === undefined || first < since))) return undefined;
    return keep('ended', `enrolled${onDay(calendar, first)}, over by now`);
  },
  otherwise: 'the account shows no earlier enrollment that counts for this declaration',
};

function isPossible(entry: LedgerEntry): boolean {
  return entry.state !== 'refused' && entry.state !== 'not-sent';
}

/** Whether an enrollment began or ended on or after a moment. */
function touches(ended: EndedEnrollment, since: string): boolean {
  return (ended.enrolledAt ?? '') >= since || (ended.endedAt ?? '') >= since;
}

/** Whether the account says that the person ever was in the target, and since when. */
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
    const shown = latestEnded(subject)?.enrolledAt;
    const open = subject.history.find(
      (act) => act.action === 'enroll' && act.state === 'open' && (shown === undefined || shown < act.at),
    );
    if (!open) return undefined;
    const { desired } = subject.target;
    const address = addressOf(desired, open.contactId);
    return {
      ...keep(
        'unknown',
        `run ${open.run} began to enroll on ${subject.world.calendar.day(open.at)} and never learned how it went`,
        `Look at the contact in the account, then: rollcall resolve ${address} --enrolled (or --not-enrolled).`,
      ),
      unsettled: true,
    };
  },
  otherwise: 'no attempt is without an answer',
};

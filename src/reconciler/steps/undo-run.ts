import type { LedgerEntry } from '../../model/ledger/ledger-view.ts';
import type { Instant } from '../../model/time.ts';
import type { ContactId } from '../../model/target.ts';
import type { Decision, Draft } from '../draft.ts';
import { decisionOf } from '../draft.ts';
import { timeOf, tookEffect } from '../context/ledger-index.ts';
import { endingAct, isUncertain } from '../context/ownership.ts';
import { byRun, howEnded, howEntryEnded } from '../rules/reason-text.ts';
import { nothingToUndo } from '../diagnostics.ts';
import { byOthers } from '../rules/enrolled-by.ts';
import { notRead, openIntent } from '../rules/prior-enrollment.ts';
import { unenroll } from '../rules/unenroll.ts';
import { activeIn, isUnread, shownEnd, subjectOf } from '../context/member-context.ts';
import type { Active, Subject } from '../context/member-context.ts';
import type { Verdict } from '../rules/verdict.ts';
import { keep } from '../rules/verdict.ts';
import type { World } from '../context/planning-context.ts';
import { sourceOf } from '../context/planning-context.ts';

/**
 * Unenrolls the contacts that are still active through one run, in targets that were replaced or left the
 * files too, and plans nothing else.
 */
export function undoRun(draft: Draft): Draft {
  const { world } = draft;
  const { undoRun: run = 0 } = world.input;
  const judged = new Map<string, Decision>();
  for (const entry of enrolledBy(world, run)) {
    const target = world.targetOf({ kind: entry.kind, id: entry.targetId });
    if (!target) continue;
    const subject = subjectOf(world, target, presentId(world, entry.contactId));
    const decision = decisionOf(subject, judgeUndo(subject) ?? notActive(subject, entry));
    // After a merge, two enrollments of the run are one contact.
    if (!judged.has(decision.address)) judged.set(decision.address, decision);
  }
  const diagnostics = judged.size > 0 ? [] : [nothingToUndo(run)];
  return { ...draft, decisions: [...judged.values()], diagnostics: [...draft.diagnostics, ...diagnostics] };
}

/** Unenrolls a contact that is active through the run; nothing for any other contact. */
export function judgeUndo(subject: Subject): Verdict | undefined {
  const active = activeIn(subject);
  const own = active?.own;
  if (!own || own.run !== subject.world.input.undoRun) return undefined;
  const began = active.running?.enrolledAt ?? timeOf(own);
  const reason = `${byRun(own)}, which is undone; ${emailsDue(subject, active, began)}`;
  return unenroll(subject, { active, cause: 'removed', reason, source: sourceOf(subject.target) });
}

function notActive(subject: Subject, entry: LedgerEntry): Verdict {
  if (entry.state === 'open') {
    const unknown = openIntent.judge(subject);
    if (unknown) return unknown;
  }
  const unsure = isUncertain(entry) ? uncertain(subject, entry) : undefined;
  if (unsure) return unsure;
  const unreadable = subject.target.kind === 'sequence' ? subject.contact?.unreadable : undefined;
  if (unreadable !== undefined) {
    return { ...keep('unknown', `${byRun(entry)}; unreadable: ${unreadable}`), removal: true };
  }
  const removal = endingAct(subject, entry);
  if (removal) return keep('ended', `${byRun(entry)}, unenrolled by run ${removal.run}`);
  const ended = shownEnd(subject, entry);
  if (ended) return keep('ended', `${byRun(entry)}, ${howEnded(subject.world, ended)}`);
  if (activeIn(subject))
    return keep('active', `${byRun(entry)} and ended; active again, not through that run`);
  const recorded = howEntryEnded(subject.world, entry);
  if (recorded !== undefined) return keep('ended', `${byRun(entry)}, ${recorded}`);
  if (!entry.end && isUnread(subject, entry.targetId)) return notRead(byRun(entry));
  return keep('ended', `${byRun(entry)}, no longer active`);
}

/** A request without a response, and an enrollment that it or someone else made: a person has to decide. */
function uncertain(subject: Subject, { run }: LedgerEntry): Verdict | undefined {
  if (!activeIn(subject)) return undefined;
  const reason = `active, enrolled ${byOthers(subject, activeIn(subject)?.running ?? {})}; run ${run} sent a request`;
  return {
    ...keep(
      'manual',
      reason,
      'If the contact must not be enrolled, unenroll it in HubSpot, or list it under `absent`.',
    ),
    removal: true,
  };
}

function enrolledBy({ ledger }: World, run: number): readonly LedgerEntry[] {
  return ledger.entries.filter(
    (entry) =>
      entry.run === run &&
      (entry.state !== 'adopted' || isUncertain(entry)) &&
      (tookEffect(entry) || (entry.action === 'enroll' && entry.state === 'open')),
  );
}

function presentId({ observed }: World, id: ContactId): ContactId {
  return observed.aliases.get(id) ?? id;
}

const day = 86_400_000;

/** Returns how many of the sequence's emails were due by now. HubSpot does not show which of them it sent. */
function emailsDue({ world, target }: Subject, { running }: Active, began: Instant): string {
  const emails = running && running.targetId !== target.id ? undefined : target.observed?.emails;
  if (!emails) return 'effects so far remain';
  const days = (Date.parse(world.observed.observedAt) - Date.parse(began)) / day;
  const due = emails.filter((after) => after <= days).length;
  return `${due} of ${emails.length} emails were due by now and may have been sent`;
}

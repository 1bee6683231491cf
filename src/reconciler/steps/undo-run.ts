import type { LedgerEntry } from '../../model/ledger/ledger-view.ts';
import { countOf } from '../../model/text/count.ts';
import type { Instant } from '../../model/time.ts';
import type { ContactId } from '../../model/target.ts';
import type { Decision, Draft } from '../draft.ts';
import { decisionOf } from '../draft.ts';
import { timeOf } from '../../model/ledger/ledger-entries.ts';
import { tookEffect } from '../context/ledger-index.ts';
import { unenrollmentOf, isUncertain } from '../context/ownership.ts';
import { byRunText, endText, recordedEnd } from '../rules/reason-text.ts';
import { creationKept } from '../creation-diagnostics.ts';
import { nothingToUndo } from '../diagnostics.ts';
import { enrollerText } from '../rules/enrolled-by.ts';
import { notReadVerdict, openIntent } from '../rules/prior-enrollment.ts';
import { unreadableVerdict } from '../rules/active.ts';
import { unenroll } from '../rules/unenroll.ts';
import { activeEnrollment, isUnread, shownEnd, memberContextOf } from '../context/member-context.ts';
import type { ActiveEnrollment, MemberContext } from '../context/member-context.ts';
import type { Verdict } from '../rules/verdict.ts';
import { keep, keepEnded } from '../rules/verdict.ts';
import type { PlanningContext } from '../context/planning-context.ts';
import { sourceOf } from '../context/planning-context.ts';

/**
 * Unenrolls the contacts that are still active through one run, and plans nothing else. It includes targets that
 * were replaced or that left the files.
 */
export function undoRun(draft: Draft): Draft {
  const { planning } = draft;
  const { undoRun: run = 0 } = planning.input;
  const judged = new Map<string, Decision>();
  for (const entry of entriesOfRun(planning, run)) {
    const target = planning.targetOf({ kind: entry.kind, id: entry.targetId });
    if (!target) continue;
    const member = memberContextOf(planning, target, presentId(planning, entry.contactId));
    const decision = decisionOf(member, judgeUndo(member) ?? notActiveVerdict(member, entry));
    // After a merge, two enrollments of the run are one contact.
    if (!judged.has(decision.address)) judged.set(decision.address, decision);
  }
  const created = planning.ledger.creations.filter((one) => one.run === run).map(creationKept);
  const diagnostics = [...(judged.size > 0 ? [] : [nothingToUndo(run)]), ...created];
  return { ...draft, decisions: [...judged.values()], diagnostics: [...draft.diagnostics, ...diagnostics] };
}

/** Returns a removal for a contact that is active through the run, and nothing for any other contact. */
export function judgeUndo(member: MemberContext): Verdict | undefined {
  const active = activeEnrollment(member);
  const own = active?.own;
  if (!own || own.run !== member.planning.input.undoRun) return undefined;
  const began = active.running?.enrolledAt ?? timeOf(own);
  const reason = `${byRunText(own)}, which this plan undoes; ${emailsDue(member, active, began)}`;
  return unenroll(member, { active, reason, source: sourceOf(member.target) });
}

function notActiveVerdict(member: MemberContext, entry: LedgerEntry): Verdict {
  if (entry.state === 'open') {
    const unknown = openIntent.judge(member);
    if (unknown) return unknown;
  }
  const uncertain = isUncertain(entry) ? uncertainVerdict(member, entry) : undefined;
  if (uncertain) return uncertain;
  const unreadable = member.target.kind === 'sequence' ? member.contact?.unreadable : undefined;
  if (unreadable !== undefined) {
    const { reason, ...verdict } = unreadableVerdict(unreadable);
    return { ...verdict, reason: `${byRunText(entry)}; ${reason}`, removal: true };
  }
  const removal = unenrollmentOf(member, entry);
  if (removal) return keepEnded('unenrolled', `${byRunText(entry)}, unenrolled by run ${removal.run}`);
  const ended = shownEnd(member, entry);
  if (ended) return keepEnded(ended.how, `${byRunText(entry)}, ${endText(member.planning, ended)}`);
  if (activeEnrollment(member))
    return keep('active', `${byRunText(entry)} and ended; active again, but not through that run`);
  const recorded = recordedEnd(entry);
  if (recorded) return keepEnded(recorded.how, `${byRunText(entry)}, ${endText(member.planning, recorded)}`);
  if (!entry.end && isUnread(member, entry.targetId)) return notReadVerdict(byRunText(entry));
  return keepEnded('no-longer-active', `${byRunText(entry)}, no longer active`);
}

/** Returns a `manual` verdict for an active enrollment that the run or someone else made: a user has to decide. */
function uncertainVerdict(member: MemberContext, { run }: LedgerEntry): Verdict | undefined {
  if (!activeEnrollment(member)) return undefined;
  const reason = `active, enrolled ${enrollerText(member, activeEnrollment(member)?.running ?? {})}; run ${run} sent a request`;
  return {
    ...keep(
      'manual',
      reason,
      'If the contact must not be enrolled, unenroll it in HubSpot, or list it under `absent`.',
    ),
    removal: true,
  };
}

function entriesOfRun({ ledger }: PlanningContext, run: number): readonly LedgerEntry[] {
  return ledger.entries
    .ofRun(run)
    .filter(
      (entry) =>
        (entry.state !== 'adopted' || isUncertain(entry)) &&
        (tookEffect(entry) || (entry.action === 'enroll' && entry.state === 'open')),
    );
}

function presentId({ observed }: PlanningContext, id: ContactId): ContactId {
  return observed.aliases.get(id) ?? id;
}

const day = 86_400_000;

/** Describes how many emails of the sequence were due by now. HubSpot does not show which of them it sent. */
function emailsDue(
  { planning, target }: MemberContext,
  { running }: ActiveEnrollment,
  began: Instant,
): string {
  const emails = running && running.targetId !== target.id ? undefined : target.observed?.emails;
  if (!emails) return 'its effects so far remain';
  const days = (Date.parse(planning.observed.observedAt) - Date.parse(began)) / day;
  const due = emails.filter((after) => after <= days).length;
  return `${countOf(due, emails.length, 'email')} ${emails.length === 1 ? 'was' : 'were'} due by now and may have been sent`;
}

import type { Instant } from '../../model/instant.ts';
import type { LedgerEntry } from '../../model/ledger-view.ts';
import type { ContactId } from '../../model/target.ts';
import { targetName } from '../../model/target.ts';
import type { Decision, Draft } from '../draft.ts';
import { decisionOf } from '../draft.ts';
import { timeOf, tookEffect } from '../ledger-index.ts';
import { ownAct } from '../ownership.ts';
import { byRun } from '../phrases.ts';
import { nothingToUndo } from '../problems.ts';
import { takeOut } from '../rules/take-out.ts';
import { runningIn, subjectOf } from '../subject.ts';
import type { Subject } from '../subject.ts';
import type { Verdict } from '../verdict.ts';
import { keep } from '../verdict.ts';
import type { World } from '../world.ts';

/** A recall: everybody whom one run enrolled and who is still active by it, and nobody else. */
export function undoRun(draft: Draft): Draft {
  const { world } = draft;
  const decisions = enrolledBy(world).flatMap(({ entry, contactId }): Decision[] => {
    const target = world.targetsByName.get(targetName({ kind: entry.kind, id: entry.targetId }));
    if (!target) return [];
    const subject = subjectOf(world, target, contactId);
    return [decisionOf(subject, judgeUndo(subject) ?? over(subject, entry))];
  });
  const { undoRun: run = 0 } = world.input;
  const diagnostics = decisions.length > 0 ? [] : [nothingToUndo(run)];
  return { ...draft, decisions, diagnostics: [...draft.diagnostics, ...diagnostics] };
}

/** Takes out whoever is active by the run that is undone; nothing for everybody else. */
export function judgeUndo(subject: Subject): Verdict | undefined {
  const running = runningIn(subject);
  const own = running && ownAct(subject, running);
  if (!own || own.run !== subject.world.input.undoRun) return undefined;
  const began = running.enrolledAt ?? timeOf(own);
  const reason = `${byRun(own)}, which is undone; ${mailsGone(subject, began)}`;
  return takeOut(subject, { running, cause: 'removed', reason, source: subject.target.desired.source });
}

function over(subject: Subject, entry: LedgerEntry): Verdict {
  return keep('ended', `${byRun(entry)}, over by now; ${mailsGone(subject, timeOf(entry))}`);
}

function enrolledBy(world: World): readonly { readonly entry: LedgerEntry; readonly contactId: ContactId }[] {
  const { ledger, undoRun: run } = world.input;
  return ledger.entries
    .filter((entry) => entry.run === run && tookEffect(entry) && entry.state !== 'adopted')
    .map((entry) => ({ entry, contactId: world.observed.aliases.get(entry.contactId) ?? entry.contactId }));
}

const day = 86_400_000;

/** How many of the sequence's mails were due by now. HubSpot does not tell which of them left. */
function mailsGone({ world, target }: Subject, began: Instant): string {
  const emails = target.observed?.emails;
  if (!emails) return 'what it did by now stays done';
  const days = (Date.parse(world.observed.observedAt) - Date.parse(began)) / day;
  const gone = emails.filter((after) => after <= days).length;
  return `${gone} of ${emails.length} mails were due by now and may be out`;
}

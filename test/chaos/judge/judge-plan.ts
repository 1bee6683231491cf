/** Judges the statement of a plan about each contact, and whether the plan omits one. */
import type { Plan } from '../../../src/model/results/plan.ts';
import { targetId } from '../histories/files.ts';
import type { OwnEnrollment } from './book.ts';
import { groupOf, ownOf } from './book.ts';
import { isActive } from './facts.ts';
import { judgeCreations } from './judge-creation.ts';
import { judgeDrift } from './judge-drift.ts';
import { judgeEdits } from './judge-edits.ts';
import { judgeLine } from './judge-line.ts';
import type { Seen } from './judge-line.ts';
import { judgeSenders } from './judge-senders.ts';
import { judgeTurns } from './judge-turns.ts';
import { isBroken, linesOf, undoneBy } from './plan-lines.ts';
import type { PlanLine } from './plan-lines.ts';
import { isSuppressed, membersOf, namesAddress } from './wanted.ts';

export function judgePlan(plan: Plan, seen: Seen): void {
  const lines = linesOf(plan);
  for (const line of lines) judgeLine(line, seen);
  for (const { address, kind, message } of plan.drift) judgeDrift({ address, kind, message }, seen);
  const undone = undoneBy(plan);
  if (isBroken(plan)) return;
  if (undone === undefined) {
    judgeCompleteness(lines, seen);
    judgeTurns(lines, seen, { isRefused: plan.diagnostics.some(({ severity }) => severity === 'error') });
    judgeSenders(lines, seen);
    judgeEdits(plan, lines, seen);
    judgeCreations(plan, lines, seen);
  } else judgeUndo(undone, lines, seen);
}

/** No contact that rollcall enrolled, and that should be out, is left unmentioned. */
function judgeCompleteness(lines: readonly PlanLine[], seen: Seen): void {
  for (const own of seen.book.own) {
    const left = leftOut(own, lines, seen);
    if (left !== undefined) {
      const { targetId: id, contactId, run } = own;
      seen.book.blame(
        'silence',
        `${id}/${seen.facts.present(contactId)}, enrolled by run ${run ?? '?'}: ${left}`,
      );
    }
  }
}

function leftOut(own: OwnEnrollment, lines: readonly PlanLine[], seen: Seen): string | undefined {
  const { book, facts, files } = seen;
  const enrollment = facts.enrollment(own.enrollment);
  if (!enrollment || !isActive(enrollment) || !ownOf(book, own.enrollment)) return undefined;
  const contact = facts.contact(enrollment.contactId);
  if (!contact) return undefined;
  const group = groupOf(book, own.targetId);
  const here = files.targets.filter(
    (target) => group.has(targetId(target)) || (target.replaces !== undefined && group.has(target.replaces)),
  );
  const found = lines.filter(
    (line) =>
      line.contactId !== undefined &&
      facts.present(line.contactId) === contact.id &&
      (line.targetId === own.targetId || here.some((target) => targetId(target) === line.targetId)),
  );
  const suppressed = isSuppressed(files, contact);
  const wanted = here.some((target) => membersOf(target, facts, book).has(contact.id));
  const says = found.map((line) => line.says);
  if (wanted && !suppressed)
    return says.length > 0 ? undefined : 'declared, active, and in no line of the plan';
  const kept = here.some((target) => namesAddress(target, own.emails));
  if (kept && !suppressed) return undefined;
  const enough = suppressed
    ? ['unenroll', 'manual', 'waiting', 'unknown']
    : ['unenroll', 'manual', 'waiting', 'unknown', 'orphan', 'left-audience', 'blocked'];
  if (says.some((one) => enough.includes(one))) return undefined;
  const why = suppressed ? 'suppressed' : 'no longer wanted';
  return `${why} and active, and the plan says ${says.length > 0 ? says.join(', ') : 'nothing'}`;
}

/** Every contact still active through the run is removed, or the plan shows the reason. */
function judgeUndo(run: number, lines: readonly PlanLine[], seen: Seen): void {
  const { book, facts, files } = seen;
  for (const own of book.own) {
    const enrollment = facts.enrollment(own.enrollment);
    if (own.run !== run || !ownOf(book, own.enrollment) || !enrollment || !isActive(enrollment)) continue;
    const contact = facts.contact(enrollment.contactId);
    if (!contact) continue;
    // Without a route, the line names the target of the files, which may have replaced this one.
    const group = groupOf(book, own.targetId);
    const names = (id: string): boolean =>
      group.has(id) ||
      files.targets.some((target) => targetId(target) === id && target.replaces === own.targetId);
    const says = lines.flatMap((line) =>
      line.contactId !== undefined &&
      facts.present(line.contactId) === contact.id &&
      (line.says === 'manual' ? names(line.targetId) : line.targetId === own.targetId)
        ? [line.says]
        : [],
    );
    if (says.some((one) => ['unenroll', 'manual', 'waiting', 'unknown'].includes(one))) continue;
    const shown = says.length > 0 ? says.join(', ') : 'nothing';
    book.blame(
      'silence',
      `undo of run ${run}: ${own.targetId}/${contact.id} is active, and the plan says ${shown}`,
    );
  }
}

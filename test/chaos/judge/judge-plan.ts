/** Judges what a plan says of each contact, and whether it leaves anyone out. */
import type { Plan } from '../../../src/model/plan.ts';
import type { SeedEnrollment } from '../../../src/simulator/account/account-seed.ts';
import type { Files } from '../histories/files.ts';
import { targetId } from '../histories/files.ts';
import type { Book, OwnEnrollment } from './book.ts';
import { groupOf, ownOf } from './book.ts';
import { isActive } from './facts.ts';
import type { Facts } from './facts.ts';
import { isBroken, linesOf, undoneBy } from './plan-lines.ts';
import type { PlanLine } from './plan-lines.ts';
import { activeHere, lagStart } from './about.ts';
import type { About } from './about.ts';
import { isJustRemoved, isJustSent } from './past-checks.ts';
import { judgeOtherwise, judgeSentence } from './sentences.ts';
import type { Judged } from './sentences.ts';
import { isSuppressed, membersOf, namesAddress, targetOf } from './wanted.ts';

export interface Seen {
  readonly book: Book;
  readonly facts: Facts;
  readonly files: Files;
}

export function judgePlan(plan: Plan, seen: Seen): void {
  const lines = linesOf(plan);
  for (const line of lines) judgeLine(line, seen);
  for (const { address, kind, message } of plan.drift) judgeDrift({ address, kind, message }, seen);
  const undone = undoneBy(plan);
  if (isBroken(plan)) return;
  if (undone === undefined) judgeCompleteness(lines, seen);
  else judgeUndo(undone, lines, seen);
}

/** One line of `--explain`. */
export function judgeExplanation(
  address: string,
  rows: readonly { readonly rule: string; readonly holds: boolean; readonly saw: string }[],
  { seen, line }: { readonly seen: Seen; readonly line: PlanLine },
): void {
  // An explanation is of the target of the files, also where a line is about the one before it.
  const target = targetNamed(address, seen.files);
  const about = aboutOf(target ? { ...line, targetId: targetId(target) } : line, seen);
  for (const { rule, holds, saw } of rows) {
    // The last row repeats the decision of the plan, which is judged there.
    if (rule === 'plan') continue;
    const judged = holds ? judgeSentence(saw, about) : judgeOtherwise(saw, about);
    report(judged, { what: `explain ${address}, ${rule}`, sentence: saw }, seen.book);
  }
}

function judgeLine(line: PlanLine, seen: Seen): void {
  if (line.says === 'archive') return;
  const about = aboutOf(line, seen);
  const untrue = untrueStatus(line, about);
  if (untrue !== undefined) {
    seen.book.blame('false-statement', `plan: ${line.address} ${line.says} (${line.reason}): ${untrue}`);
    return;
  }
  const judged = judgeSentence(line.reason, about);
  report(judged, { what: `plan: ${line.address} ${line.says}`, sentence: line.reason }, seen.book);
}

function report(
  judged: Judged,
  { what, sentence }: { readonly what: string; readonly sentence: string },
  book: Book,
): void {
  if (judged === undefined) return;
  if (judged === 'unclassified') book.blame('unclassified', `${what}: ${sentence}`);
  else book.blame('false-statement', `${what} (${sentence}): ${judged.untrue}`);
}

function aboutOf(
  { kind, targetId: id, contactId }: Pick<PlanLine, 'kind' | 'targetId' | 'contactId'>,
  seen: Seen,
): About {
  const { book, facts, files } = seen;
  const group = new Set(groupOf(book, id));
  const replaces = targetOf(files, id)?.replaces;
  if (replaces !== undefined) for (const one of groupOf(book, replaces)) group.add(one);
  const present = contactId === undefined ? undefined : facts.present(contactId);
  return { book, facts, files, kind, targetId: id, contactId: present, ids: idsOf(present, seen), group };
}

/** The ids under which a contact was enrolled: its own, and those that had one of its addresses then. */
function idsOf(contactId: string | undefined, { book, facts }: Seen): ReadonlySet<string> {
  const ids = new Set<string>();
  if (contactId === undefined) return ids;
  ids.add(contactId);
  const contact = facts.contact(contactId);
  const emails = [contact?.email, ...(contact?.otherEmails ?? [])].flatMap((email) => email ?? []);
  for (const own of book.own) {
    if (own.emails.some((email) => emails.includes(email)))
      ids.add(facts.present(own.contactId)).add(own.contactId);
  }
  return ids;
}

/** Whether the word that a line begins with is untrue. */
function untrueStatus(line: PlanLine, about: About): string | undefined {
  const { facts, book, group, ids, contactId } = about;
  const own = contactId === undefined ? new Set<string>() : new Set([contactId]);
  const active = facts.enrollments(own, new Set([about.targetId])).find(isActive);
  const shown = active && !isHidden(active, about) ? `active since ${active.enrolledAt}` : undefined;
  switch (line.says) {
    case 'active': {
      const inGroup = facts.enrollments(ids, group).some(isActive);
      return inGroup || isJustSent(about) ? undefined : 'not active';
    }
    case 'ended':
      return shown;
    case 'enroll': {
      if (shown !== undefined) return shown;
      const before = facts.enrollments(ids, group).find(({ id }) => ownOf(book, id) !== undefined);
      return before && !line.reenroll
        ? `not called a re-enrollment, after run ${ownOf(book, before.id)?.run}`
        : undefined;
    }
    case 'unmanaged':
      if (!active) return isJustRemoved(about) ? undefined : 'not active';
      return ownOf(book, active.id) && `enrolled by run ${ownOf(book, active.id)?.run ?? '?'}`;
    case 'unenroll':
      return active || isJustSent(about) || isJustRemoved(about) ? undefined : 'not active';
    case 'manual':
    case 'orphan':
    case 'left-audience':
      return activeHere(about) || isJustSent(about) ? undefined : 'not active';
    case 'waiting':
    case 'blocked':
      return line.reason.startsWith('not visible yet') ? undefined : shown;
    case 'unknown':
    case 'archive':
      return undefined;
    default:
      throw new Error(`no check for a line that says ${String(line.says)}`);
  }
}

/** Begun within the lag, and not known to the ledger: nothing shows it. */
function isHidden({ id, enrolledAt }: SeedEnrollment, { facts, book }: About): boolean {
  return enrolledAt >= lagStart(facts) && ownOf(book, id) === undefined;
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

/** Every contact that is still active by the run is removed, or it is said why not. */
function judgeUndo(run: number, lines: readonly PlanLine[], seen: Seen): void {
  const { book, facts } = seen;
  for (const own of book.own) {
    const enrollment = facts.enrollment(own.enrollment);
    if (own.run !== run || !ownOf(book, own.enrollment) || !enrollment || !isActive(enrollment)) continue;
    const contact = facts.contact(enrollment.contactId);
    if (!contact) continue;
    const says = lines.flatMap((line) =>
      line.contactId !== undefined &&
      facts.present(line.contactId) === contact.id &&
      line.targetId === own.targetId
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

function judgeDrift(
  { address, kind, message }: { readonly address: string; readonly kind: string; readonly message: string },
  seen: Seen,
): void {
  const slash = address.indexOf('/');
  if (slash === -1) {
    judgeTargetDrift({ address, kind, message }, seen);
    return;
  }
  const target = targetNamed(address, seen.files);
  if (!target) {
    seen.book.blame('false-statement', `drift: ${address} (${message}): the files name no such target`);
    return;
  }
  const line = {
    kind: kindOf(target),
    targetId: targetId(target),
    contactId: address.slice(slash + 1),
  } as const;
  const about = aboutOf(line, seen);
  if (kind === 'ended-unexplained') {
    const sentence =
      message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/u, '').replace('; ', ', ');
    report(judgeSentence(sentence, about), { what: `drift: ${address}`, sentence }, seen.book);
    return;
  }
  const active = activeHere(about);
  const own = active && ownOf(seen.book, active.id);
  const gone = isJustRemoved(about) ? undefined : 'not active';
  const untrue = active ? own && `enrolled by run ${own.run ?? '?'}` : gone;
  if (untrue !== undefined) seen.book.blame('false-statement', `drift: ${address} (${message}): ${untrue}`);
}

function targetNamed(address: string, { targets }: Files): Files['targets'][number] | undefined {
  return targets.find((one) => address.startsWith(`${sectionOf(one)}${one.key}/`));
}

function judgeTargetDrift(
  { address, kind, message }: { readonly address: string; readonly kind: string; readonly message: string },
  { book, facts, files }: Seen,
): void {
  const target = files.targets.find((one) => `${sectionOf(one)}${one.key}` === address);
  const id = target && targetId(target);
  const exists = id !== undefined && facts.hasTarget(id);
  const flow = facts.flows.find((one) => one.id === id);
  const untrue =
    (kind === 'target-deleted' && exists && 'it exists') ||
    (kind === 'target-disabled' && flow?.definition.isEnabled && 'it is enabled') ||
    (kind === 'target-edited' && !exists && 'it does not exist');
  if (untrue) book.blame('false-statement', `drift: ${address} (${message}): ${untrue}`);
}

function kindOf(target: Files['targets'][number]): 'sequence' | 'workflow' {
  return targetId(target).startsWith('55') ? 'sequence' : 'workflow';
}

function sectionOf(target: Files['targets'][number]): string {
  return `${kindOf(target)}s.`;
}

/** Judges one line of a plan or of an explanation. */
import type { SeedEnrollment } from '../../../src/simulator/account/account-seed.ts';
import type { Files } from '../histories/files.ts';
import { isNew, targetId } from '../histories/files.ts';
import { lagStart } from './about.ts';
import type { About } from './about.ts';
import type { Book } from './book.ts';
import { groupOf, ownOf } from './book.ts';
import { isActive } from './facts.ts';
import type { Facts } from './facts.ts';
import { isEndHidden, isJustRemoved, isJustSent, isPerhapsRemoved } from './past-checks.ts';
import type { PlanLine } from './plan-lines.ts';
import { judgeOtherwise, judgeSentence } from './sentences.ts';
import type { Judged } from './sentences.ts';
import { mustBeRefused, unmetOf } from './term-checks.ts';
import { isFrozen, membersOf, targetOf } from './wanted.ts';

export interface Seen {
  readonly book: Book;
  readonly facts: Facts;
  readonly files: Files;
}

/** One line of `--explain`. */
export function judgeExplanation(
  address: string,
  rows: readonly { readonly rule: string; readonly holds: boolean; readonly saw: string }[],
  { seen, line }: { readonly seen: Seen; readonly line: PlanLine },
): void {
  // An explanation is of the target of the files, also where a line is about the one before it. A key without an id is no target.
  const target = targetNamed(address, seen.files);
  const about = aboutOf(target && !isNew(target) ? { ...line, targetId: targetId(target) } : line, seen);
  for (const { rule, holds, saw } of rows) {
    // The last row repeats the decision of the plan, which is judged there.
    if (rule === 'plan') continue;
    const judged = holds ? judgeSentence(saw, about) : judgeOtherwise(saw, about);
    report(judged, { what: `explain ${address}, ${rule}`, sentence: saw }, seen.book);
  }
}

export function judgeLine(line: PlanLine, seen: Seen): void {
  const about = aboutOf(line, seen);
  const untrue = untrueStatus(line, about);
  if (untrue !== undefined) {
    seen.book.blame('false-statement', `plan: ${line.address} ${line.says} (${line.reason}): ${untrue}`);
    return;
  }
  const judged = judgeSentence(line.reason, about);
  report(judged, { what: `plan: ${line.address} ${line.says}`, sentence: line.reason }, seen.book);
}

export function report(
  judged: Judged,
  { what, sentence }: { readonly what: string; readonly sentence: string },
  book: Book,
): void {
  if (judged === undefined) return;
  if (judged === 'unclassified') book.blame('unclassified', `${what}: ${sentence}`);
  else book.blame('false-statement', `${what} (${sentence}): ${judged.untrue}`);
}

export function aboutOf(
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
      const isShown = isJustSent(about) || isPerhapsRemoved(about) || isEndHidden(about);
      return inGroup || isShown ? undefined : 'not active';
    }
    case 'ended':
      return shown;
    case 'enroll': {
      if (shown !== undefined) return shown;
      const early = notYet(about) ?? mustBeRefused(about);
      if (early !== undefined) return early;
      const unmet = unmetOf(about);
      if (unmet.length > 0) return `the contact does not meet ${unmet.join(', ')}`;
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
    case 'manual': {
      const inGroup = facts.enrollments(ids, group).some(isActive);
      return inGroup || isJustSent(about) || isJustRemoved(about) ? undefined : 'not active';
    }
    case 'orphan':
    case 'left-audience':
      return facts.enrollments(ids, group).some(isActive) || isJustSent(about) ? undefined : 'not active';
    case 'waiting':
    case 'blocked':
      return line.reason.startsWith('not visible yet') ? undefined : shown;
    case 'archive':
      return targetOf(about.files, about.targetId)?.retired === 'archive'
        ? undefined
        : 'no line retires it with `archive`';
    case 'create-workflow':
    case 'unknown':
      return undefined;
    default:
      throw new Error(`no check for a line that says ${String(line.says)}`);
  }
}

/** Nothing is enrolled in a freeze window, or before `since`. */
function notYet({ files, facts, book, targetId: id, contactId }: About): string | undefined {
  const today = facts.day(facts.now);
  if (isFrozen(files, today)) return `enrollments are frozen on ${today}`;
  const target = targetOf(files, id);
  const since = target && membersOf(target, facts, book).get(contactId ?? '')?.since;
  return since !== undefined && since > today ? `\`since: ${since}\` has not come` : undefined;
}

/** Begun within the lag, and not known to the ledger: nothing shows it. */
function isHidden({ id, enrolledAt }: SeedEnrollment, { facts, book }: About): boolean {
  return enrolledAt >= lagStart(facts) && ownOf(book, id) === undefined;
}

export function targetNamed(address: string, { targets }: Files): Files['targets'][number] | undefined {
  return targets.find((one) => address.startsWith(`${sectionOf(one)}${one.key}/`));
}

export function kindOf(target: Files['targets'][number]): 'sequence' | 'workflow' {
  return targetId(target).startsWith('55') ? 'sequence' : 'workflow';
}

export function sectionOf(target: Files['targets'][number]): string {
  return `${kindOf(target)}s.`;
}

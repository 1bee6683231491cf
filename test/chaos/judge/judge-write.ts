/** Judges each writing request that took effect against the files or the plan that were approved. */
import type { SeedContact, SeedEnrollment } from '../../../src/simulator/account/account-seed.ts';
import { isMenuTarget, menu } from '../menu.ts';
import type { SeenWrite } from '../watch.ts';
import type { Book, OwnEnrollment } from './book.ts';
import { groupOf } from './book.ts';
import { emailsOf, factsOf, isActive } from './facts.ts';
import { lagStart } from './about.ts';
import { noneBefore } from '../histories/files.ts';
import type { Approval, Case } from './approval.ts';
import { changeName } from './approval.ts';
import { judgeArchive } from './judge-archive.ts';
import { judgeCreation } from './judge-creation.ts';
import { judgeStop, judgeTerms, noteRequests } from './judge-terms.ts';
import { isAbsent, isFrozen, isSuppressed, membersOf, targetOf, targetsOf, wasSuppressed } from './wanted.ts';

export function judgeWrite(book: Book, approval: Approval, write: SeenWrite): void {
  const before = factsOf(write.before);
  const known = new Set(write.before.enrollments.map(({ id }) => id));
  const {
    run,
    targetId,
    after: { now: at },
  } = write;
  const { action, contacts } = write.told;
  for (const contactId of contacts) book.attempts.push({ action, run, targetId, contactId, at });
  for (const begun of write.after.enrollments) {
    if (known.has(begun.id) || !isMenuTarget(begun.targetId)) continue;
    judgeEnrollment(begun, { book, approval, write, before });
  }
  const after = factsOf(write.after);
  for (const one of write.before.enrollments) {
    const now = after.enrollment(one.id);
    const stopped = isActive(one) && now?.endReason === 'unenrolled';
    if (stopped && isMenuTarget(one.targetId)) judgeRemoval(one, { book, approval, write, before });
  }
  for (const { id } of [...before.flows, ...before.sequences]) {
    if (!after.hasTarget(id)) judgeArchive(id, { book, approval, write, before });
  }
  if (action === 'create-workflow') judgeCreation({ book, approval, write, before });
  if (action !== 'enroll') return;
  judgeStop({ book, approval, write, before });
  noteRequests({ book, approval, write, before });
}

function judgeEnrollment(begun: SeedEnrollment, one: Case): void {
  const { book, approval, write, before } = one;
  const contact = before.contact(begun.contactId);
  if (!contact) {
    book.blame('unwanted', `contact ${begun.contactId} is gone and was enrolled in ${begun.targetId}`);
    return;
  }
  const where = `${begun.targetId}/${contact.id}`;
  const target = targetOf(approval.files, begun.targetId);
  const wanted = target && membersOf(target, before, book).get(contact.id);
  const own: OwnEnrollment = {
    enrollment: begun.id,
    process: approval.process,
    run: write.run,
    kind: begun.kind,
    targetId: begun.targetId,
    contactId: contact.id,
    emails: emailsOf(contact),
    at: begun.enrolledAt,
    since: wanted?.since,
    listed: 'list' in write.told.where,
  };
  const blame = (what: string): void => book.blame('unwanted', `${where}: ${what}`);
  if (approval.undoRun !== undefined || approval.suppressions) blame('only removals were approved');
  else if (!wanted || wanted.byMemory) blame('no approved line declares the contact');
  else if (wanted.since !== undefined && before.midnight(wanted.since) > before.now) {
    blame(`\`since: ${wanted.since}\` has not come`);
  }
  // What was judged just before midnight may be sent just after it.
  const judgedAt = new Date(Date.parse(before.now) - twoMinutes).toISOString();
  if ([before.now, judgedAt].every((at) => isFrozen(approval.files, before.day(at)))) {
    blame(`enrollments are frozen on ${before.day(before.now)}`);
  }
  if (approval.reviewed && !approval.reviewed.has(changeName('enroll', begun.targetId, contact.id))) {
    blame('not in the plan that was reviewed');
  }
  if (approval.edited?.has(begun.targetId)) blame('it was edited after the plan was made');
  judgePerson(contact, own, one);
  if (target && wanted) judgeTerms(begun, { target, wanted, contact }, one);
  judgeOnce(contact, own, one);
  book.own.push(own);
  book.memory.enrollments.add(begun.id);
}

const twoMinutes = 120_000;

/** People come before declarations. */
function judgePerson(contact: SeedContact, own: OwnEnrollment, { book, approval }: Case): void {
  const names = [contact.id, ...(contact.mergedIds ?? []), ...emailsOf(contact)];
  const why = [
    isSuppressed(approval.files, contact) ? 'suppressed' : '',
    contact.optedOut ? 'opted out' : '',
    contact.bounced ? 'bounced' : '',
    names.some((name) => book.memory.forgotten.has(name)) ? 'forgotten' : '',
    ['', ...groupOf(book, own.targetId)].some((id) => book.memory.paused.has(id)) ? 'paused' : '',
  ].filter(Boolean);
  if (why.length > 0) book.blame('blocked-enrolled', `${own.targetId}/${contact.id}: ${why.join(', ')}`);
}

/** Once for a declaration: across ids joined by `replaces`, merges, and contacts created again. */
function judgeOnce(contact: SeedContact, own: OwnEnrollment, { book, approval, before }: Case): void {
  const group = new Set(groupOf(book, own.targetId));
  const replaces = targetOf(approval.files, own.targetId)?.replaces;
  if (replaces !== undefined) for (const id of groupOf(book, replaces)) group.add(id);
  const counts = (since: string | undefined, at: string): boolean =>
    own.since === undefined || since === own.since || at >= before.midnight(own.since);
  for (const earlier of book.own) {
    if (!group.has(earlier.targetId) || earlier.kind !== own.kind) continue;
    const same =
      before.present(earlier.contactId) === contact.id ||
      earlier.emails.some((email) => own.emails.includes(email));
    if (!same || !counts(earlier.since, earlier.at)) continue;
    if (isExcused(earlier, own, { book, approval, before })) continue;
    const as = earlier.contactId === contact.id ? '' : ` as contact ${earlier.contactId}`;
    const at = earlier.targetId === own.targetId ? '' : ` in ${earlier.targetId}`;
    book.blame(
      'duplicate',
      `${own.targetId}/${contact.id} at ${own.at}: enrolled by run ${earlier.run ?? '?'}${at}${as} at ${earlier.at}, since ${own.since ?? 'ever'}`,
    );
    return;
  }
  const byOthers = before
    .enrollments(new Set([contact.id]), group)
    .find(
      (one) =>
        !book.own.some(({ enrollment }) => enrollment === one.id) &&
        (isActive(one) || counts(undefined, lastShown(one))) &&
        isVisible(one, { approval, before }),
    );
  if (byOthers) {
    book.blame(
      'duplicate',
      `${own.targetId}/${contact.id} at ${own.at}: enrolled by someone else in ${byOthers.targetId} at ${byOthers.enrolledAt}, since ${own.since ?? 'ever'}`,
    );
  }
}

/** Of a workflow, HubSpot shows no end. */
function lastShown({ kind, enrolledAt, endedAt }: SeedEnrollment): string {
  return kind === 'sequence' ? (endedAt ?? enrolledAt) : enrolledAt;
}

/** HubSpot counts sequences; of a workflow it shows who is active, and the past through `everList` only. */
function isVisible(
  one: SeedEnrollment,
  { approval: { files }, before }: Pick<Case, 'approval' | 'before'>,
): boolean {
  const target = targetOf(files, one.targetId);
  // The files of this history then assert something untrue.
  if (target?.vouched && one.enrolledAt < before.midnight(noneBefore)) return isActive(one);
  if (one.kind === 'sequence') return true;
  const everList = target && menu[target.slot].everList !== undefined && target.everList;
  return isActive(one) || everList === true;
}

/** Nothing could know: an older ledger was put back, its gap was not marked, and HubSpot does not show the past. */
function isExcused(
  earlier: OwnEnrollment,
  own: OwnEnrollment,
  { book, approval, before }: Pick<Case, 'book' | 'approval' | 'before'>,
): boolean {
  if (book.memory.enrollments.has(earlier.enrollment)) return false;
  // A ledger lost within the minutes in which HubSpot shows nothing either.
  if (earlier.at >= lagStart(before)) return true;
  if (earlier.contactId !== own.contactId) return true;
  if (!book.memory.gap || own.kind === 'sequence') return false;
  const target = targetOf(approval.files, own.targetId);
  return !(target && target.everList && menu[target.slot].everList !== undefined);
}

function judgeRemoval(stopped: SeedEnrollment, { book, approval, write, before }: Case): void {
  const { files, undoRun, process } = approval;
  const where = `${stopped.targetId}/${stopped.contactId}`;
  const own = book.own.find(({ enrollment }) => enrollment === stopped.id);
  book.removals.push({ enrollment: stopped.id, process, run: write.run, at: write.after.now });
  book.memory.removals.add(stopped.id);
  const contact = before.contact(stopped.contactId);
  if (!contact) return;
  if (undoRun !== undefined) {
    const isMeant = own?.run === undoRun && book.memory.enrollments.has(stopped.id);
    if (!isMeant)
      book.blame('unmanaged-touched', `${where}: not enrolled by run ${undoRun}, which was undone`);
    return;
  }
  const target = targetOf(files, stopped.targetId);
  const suppressed =
    isSuppressed(files, contact) || (own !== undefined && wasSuppressed(files, contact, book));
  if (approval.suppressions && !suppressed) book.blame('unmanaged-touched', `${where}: not suppressed`);
  if (approval.reviewed && !approval.reviewed.has(changeName('unenroll', stopped.targetId, contact.id))) {
    book.blame('unwanted', `removal of ${where}: not in the plan that was reviewed`);
  }
  const declared = files.targets.some(
    (one) =>
      (one === target || one.replaces === stopped.targetId) && membersOf(one, before, book).has(contact.id),
  );
  if (suppressed && (own || declared || target?.exclusive)) return;
  const isOut = targetsOf(files, stopped.targetId).some(
    (one) => one.retired !== false || isAbsent(one, contact.id, { facts: before, book }),
  );
  if (isOut) return;
  if (declared) book.blame('declared-taken-out', where);
  else if (!own && !(target?.exclusive && target.members)) book.blame('unmanaged-touched', where);
}

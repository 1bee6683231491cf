/** Judges an enrollment by its sender, its conditions and the pace of its target; notes the requests to enroll. */
import type { SeedContact, SeedEnrollment } from '../../../src/simulator/account/account-seed.ts';
import { targetId as idOfTarget } from '../histories/files.ts';
import type { FileTarget, Files } from '../histories/files.ts';
import type { Case } from './approval.ts';
import type { Book } from './book.ts';
import { groupOf } from './book.ts';
import type { Facts } from './facts.ts';
import { conditionWords, unmetConditions } from './require.ts';
import { answerTo } from './requests.ts';
import { allowedSenders, chosenSender } from './senders.ts';
import { aliasOf, membersOf, targetOf } from './wanted.ts';
import type { Wanted } from './wanted.ts';

interface Declared {
  readonly target: FileTarget;
  readonly wanted: Wanted;
  readonly contact: SeedContact;
}

/** Call it before the request itself is noted. */
export function judgeTerms(begun: SeedEnrollment, declared: Declared, one: Case): void {
  const { target, wanted, contact } = declared;
  judgeSender(begun, declared, one);
  const unmet = unmetConditions(target, wanted, contact).map(conditionWords);
  const where = `${begun.targetId}/${contact.id}`;
  if (unmet.length > 0) one.book.blame('blocked-enrolled', `${where}: requires ${unmet.join(', ')}`);
  judgePace(begun, target, one);
}

function judgeSender(
  begun: SeedEnrollment,
  declared: Declared,
  { book, approval: { files, reviewed }, before }: Case,
): void {
  const asked = { ...declared, facts: before };
  const allowed = allowedSenders(asked);
  if (!allowed) return;
  const { senderEmail: sender = '?', senderAlias } = begun;
  const blame = (what: string): void =>
    book.blame('unwanted', `${begun.targetId}/${begun.contactId}: sent by ${sender}, ${what}`);
  const alias = aliasOf(files, declared.target, declared.wanted);
  if (senderAlias !== alias) blame(`as ${senderAlias ?? 'itself'}, declared ${alias ?? 'no alias'}`);
  if (!allowed.senders.includes(sender)) {
    blame(`declared ${allowed.senders.join(' or ')}`);
    return;
  }
  // A reviewed sender stays while the rotation has it.
  const chosen = chosenSender(asked, historyOf(declared.target, book), book);
  if (sender === chosen || reviewed) return;
  const wasStopped = book.memory.requests.some((one) => one.sender === chosen && one.answer.is === 'sender');
  const mayPass = allowed.rotation?.whenFull === 'next' && (wasStopped || isLimited(files));
  if (!mayPass) blame(`and ${chosen ?? '?'} sends to this contact`);
}

function isLimited({ limits }: Files): boolean {
  return limits.perSenderPerDay !== undefined;
}

/** Ids whose history counts for a target of the files. */
export function historyOf(target: FileTarget, book: Book): ReadonlySet<string> {
  const group = new Set(groupOf(book, idOfTarget(target)));
  if (target.replaces !== undefined) for (const id of groupOf(book, target.replaces)) group.add(id);
  return group;
}

/** The ids whose enrollments count for the pace of a target: an id that another target of the files has counts there. */
export function pacedIds(target: FileTarget, files: Files, book: Book): ReadonlySet<string> {
  const others = new Set(files.targets.filter((one) => one !== target).map(idOfTarget));
  return new Set([...historyOf(target, book)].filter((id) => !others.has(id)));
}

/** What was judged just before midnight may be sent just after it. */
const slack = 10 * 60_000;

/** Enrollments that the ledger knows of, on the calendar day of the account. */
export function enrolledOnDay(
  ids: ReadonlySet<string>,
  day: string,
  { book, facts }: { readonly book: Book; readonly facts: Pick<Facts, 'day' | 'midnight'> },
): number {
  const from = new Date(Date.parse(facts.midnight(day)) + slack).toISOString();
  return book.own.filter(
    ({ targetId, at, enrollment }) =>
      ids.has(targetId) && at >= from && facts.day(at) === day && book.memory.enrollments.has(enrollment),
  ).length;
}

/** Call it before the enrollment is noted. */
function judgePace(begun: SeedEnrollment, target: FileTarget, { book, approval, before }: Case): void {
  const { pace } = target;
  if (!pace) return;
  const day = before.day(begun.enrolledAt);
  const where = `${begun.targetId}/${begun.contactId} on ${day}`;
  const judgedAt = before.day(new Date(Date.parse(before.now) - slack).toISOString());
  if (![day, judgedAt].some((one) => isPaceDay(target, one)))
    book.blame('limit-pace', `${where}: ${weekdayOf(day)} is not a day of the pace`);
  const ids = pacedIds(target, approval.files, book);
  const earlier = enrolledOnDay(ids, day, { book, facts: before });
  if (pace.perDay !== undefined && earlier + 1 > pace.perDay)
    book.blame('limit-pace', `${where}: ${earlier + 1} enrolled, ${pace.perDay} a day allowed`);
}

export function isPaceDay({ pace }: FileTarget, day: string): boolean {
  return pace?.days?.some((one) => one === weekdayOf(day)) ?? true;
}

export function weekdayOf(day: string): string {
  const names = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
  return names[new Date(`${day}T12:00:00.000Z`).getUTCDay()] ?? '';
}

/** Call it before the request is noted. Of a sender without a success in the run, one request is in flight at a time. */
export function judgeStop({ book, approval, write, before }: Case): void {
  const { told, run, targetId } = write;
  const sender = before.owners.find(({ userId }) => userId === told.senderUserId)?.email;
  if (!approval.isCalm || run === undefined || sender === undefined) return;
  const own = book.memory.requests.filter((one) => one.run === run && one.sender === sender);
  if (own.some(({ answer }) => answer.is === 'enrolled')) return;
  const refused = own.find(({ answer }) => answer.is === 'sender');
  if (refused)
    book.blame(
      'unwanted',
      `${targetId}/${told.contacts.join()}: ${sender} was refused at ${refused.at} in this run`,
    );
}

export function noteRequests({ book, approval, write, before }: Case): void {
  const { run, targetId, told } = write;
  const target = targetOf(approval.files, targetId);
  const members = target && membersOf(target, before, book);
  for (const contactId of told.contacts) {
    const { email } = before.contact(contactId) ?? {};
    book.memory.requests.push({
      kind: targetId.startsWith('55') ? 'sequence' : 'workflow',
      targetId,
      contactId,
      since: members?.get(before.present(contactId))?.since,
      sender: before.owners.find(({ userId }) => userId === told.senderUserId)?.email,
      at: before.now,
      run,
      email,
      answer: answerTo(write, contactId),
      isHeard: approval.isCalm === true,
    });
  }
}

/** Judges what an apply reports, against what its requests really did. */
import type { Report } from '../../../src/model/results/report.ts';
import type { SeenWrite } from '../watch.ts';
import type { Book } from './book.ts';
import { answerTo, refusalWords } from './requests.ts';
import { factsOf, isActive } from './facts.ts';
import type { Facts } from './facts.ts';

interface Process {
  readonly number: number;
  /** Its writing requests, in order. */
  readonly writes: readonly SeenWrite[];
  /** No fault and no incident. */
  readonly isCalm: boolean;
  /** The target's id by `section.key`. */
  readonly targets: ReadonlyMap<string, string>;
}

export interface SeenReport {
  readonly book: Book;
  readonly facts: Facts;
  readonly process: Process;
}

/** What a report says of one change. */
export interface Claim {
  readonly action: string;
  /** `sequences.q4`. */
  readonly target: string;
  readonly contactId: string | undefined;
  readonly status: string;
  readonly reason: string;
}

export function judgeReport(report: Report, seen: SeenReport): void {
  const claims = claimsOf(report);
  const today = seen.facts.day(seen.facts.now);
  for (const { address, waitsFor, until } of report.outcomes) {
    if (waitsFor !== 'since' && until !== undefined && until <= today)
      seen.book.blame('false-statement', `report: ${address}: its turn is on ${until}, today is ${today}`);
  }
  judgeClaims(claims, seen, 'report');
  const { done } = report.counts;
  const reported = claims.filter(({ status }) => status === 'done').length;
  if (done !== reported)
    seen.book.blame('false-statement', `report: ${done} done, and ${reported} outcomes are`);
}

export function claimsOf({ outcomes }: Report): readonly Claim[] {
  return outcomes.map(({ action, address, contact, status, reason }) => {
    const [target = '', person] = address.split('/');
    return { action, target, contactId: contact?.id ?? person, status, reason };
  });
}

export function claimName({ action, target, contactId, status }: Claim): string {
  return `${action} ${target}${contactId === undefined ? '' : `/${contactId}`} ${status}`;
}

export function judgeClaims(claims: readonly Claim[], seen: SeenReport, where: string): void {
  const names = new Set<string>();
  for (const claim of claims) {
    const { action, target, contactId, reason } = claim;
    const id = seen.process.targets.get(target);
    if (id === undefined) continue;
    const blame = (untrue: string): void =>
      seen.book.blame('false-statement', `${where}: ${claimName(claim)} (${reason}): ${untrue}`);
    const name = `${action} ${id}/${contactId ?? ''}`;
    if (action === 'unenroll' && claim.status === 'done' && contactId !== undefined)
      seen.book.done.add(`${seen.process.number} ${contactId}`);
    if (names.has(name)) blame('reported twice');
    names.add(name);
    const untrue =
      action === 'create-workflow'
        ? untrueCreation(claim, seen)
        : contactId === undefined
          ? untrueArchive(claim, id, seen)
          : untrueClaim(claim, { id, contactId }, seen);
    if (untrue !== undefined) blame(untrue);
    const misread = contactId === undefined ? undefined : untrueAnswer(claim, { id, contactId }, seen);
    if (misread !== undefined) blame(misread);
  }
}

function untrueCreation(
  { status, target, reason }: Claim,
  { book, process }: SeenReport,
): string | undefined {
  const ids = book.created.flatMap(({ key, id, process: by }) =>
    by === process.number && target === `workflows.${key}` ? (id ?? []) : [],
  );
  const named =
    /^(?:created as workflow (?<own>\d+), turned off|seen in the account as workflow (?<seen>\d+))$/u.exec(
      reason,
    )?.groups;
  const shown = named?.['own'] ?? named?.['seen'];
  if (status === 'done')
    return shown !== undefined && (ids.includes(shown) || named?.['seen'] !== undefined)
      ? undefined
      : `created: ${ids.join()}`;
  return ['failed', 'blocked', 'not-attempted'].includes(status) && ids.length > 0
    ? 'it was created'
    : undefined;
}

function untrueArchive({ status }: Claim, id: string, { facts, process }: SeenReport): string | undefined {
  const deleted = process.writes.some(
    ({ before, after }) => factsOf(before).hasTarget(id) && !factsOf(after).hasTarget(id),
  );
  if (status === 'done') return facts.hasTarget(id) ? 'it exists' : undefined;
  return deleted && ['failed', 'blocked', 'not-attempted'].includes(status) ? 'it was deleted' : undefined;
}

function untrueClaim(
  { action, status, reason }: Claim,
  { id, contactId }: { readonly id: string; readonly contactId: string },
  { book, facts, process }: SeenReport,
): string | undefined {
  const present = facts.present(contactId);
  const begun = book.own.filter(
    (one) =>
      one.process === process.number && one.targetId === id && facts.present(one.contactId) === present,
  );
  const nothingClaimed = reason.startsWith('accepted');
  if (action === 'enroll') {
    if (status === 'done' && begun.length === 0 && !nothingClaimed) return 'no enrollment began';
    const isDenied = ['failed', 'blocked', 'not-attempted'].includes(status);
    return isDenied && begun.length > 0 ? `enrolled at ${begun[0]?.at ?? ''}` : undefined;
  }
  const active = facts
    .enrollments(new Set([present]), new Set([id]))
    .find((one) => isActive(one) && !begun.some(({ enrollment }) => enrollment === one.id));
  if (status === 'done' && active && !nothingClaimed) return `active since ${active.enrolledAt}`;
  const removed = book.removals.some(
    (one) =>
      one.process === process.number &&
      facts.enrollment(one.enrollment)?.targetId === id &&
      facts.present(facts.enrollment(one.enrollment)?.contactId ?? '') === present,
  );
  return ['blocked', 'not-attempted'].includes(status) && removed ? 'it was removed' : undefined;
}

/** Refusals: of the contact, of its sender, and of others of that sender for its sake. */
function untrueAnswer(
  { action, status, reason }: Claim,
  { id, contactId }: { readonly id: string; readonly contactId: string },
  { process: { writes, isCalm } }: SeenReport,
): string | undefined {
  if (action !== 'enroll') return undefined;
  const stopped = /^sender: this run sends nothing more for (\S+): /u.exec(reason)?.[1];
  if (stopped !== undefined) {
    const own = writes.filter(
      ({ told, before }) =>
        before.owners.find(({ userId }) => userId === told.senderUserId)?.email === stopped,
    );
    const answers = own.flatMap((write) => write.told.contacts.map((one) => answerTo(write, one).is));
    const isTrue = answers.includes('sender') || (!isCalm && answers.length >= 3);
    return isTrue ? undefined : `the answers to ${stopped}: ${answers.join(', ') || 'none'}`;
  }
  const write = writes.findLast(({ told, targetId }) => targetId === id && told.contacts.includes(contactId));
  const answer = write && answerTo(write, contactId);
  if (!answer || !isCalm) return undefined;
  if (answer.is === 'sender' && status !== 'failed') return `HubSpot refused the sender: ${answer.code}`;
  if (answer.is !== 'contact') return undefined;
  if (status !== 'blocked') return `HubSpot refused the contact: ${answer.code}`;
  return refusalWords[answer.code]?.test(reason) === false ? `HubSpot gave ${answer.code}` : undefined;
}

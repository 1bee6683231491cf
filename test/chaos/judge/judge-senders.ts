/** Judges the sender of each planned enrollment. */
import type { Seen } from './judge-line.ts';
import { historyOf } from './judge-terms.ts';
import type { PlanLine } from './plan-lines.ts';
import { isStopped } from './requests.ts';
import { allowedSenders, chosenSender } from './senders.ts';
import type { Allowed, Asked } from './senders.ts';
import { membersOf, targetOf } from './wanted.ts';

interface Sent {
  readonly line: PlanLine;
  readonly sender: string;
  readonly allowed: Allowed;
  /** Before limits and stops. */
  readonly chosen: string | undefined;
}

export function judgeSenders(lines: readonly PlanLine[], seen: Seen): void {
  const sent = lines.flatMap((line) => sentBy(line, seen));
  for (const one of sent) {
    const untrue = untrueSender(one, sent, seen);
    if (untrue !== undefined)
      seen.book.blame('false-sender', `plan: ${one.line.address} from ${one.sender}: ${untrue}`);
  }
  judgeTests(sent, seen);
  for (const line of lines) {
    const free = line.waitsFor === 'sender-limit' ? freeRep(line, sent, seen) : undefined;
    if (free !== undefined)
      seen.book.blame('false-sender', `plan: ${line.address} waits (${line.reason}), and ${free} can send`);
  }
}

function sentBy(line: PlanLine, seen: Seen): readonly Sent[] {
  const asked = askedOf(line, seen);
  const allowed = asked && allowedSenders(asked);
  if (line.says !== 'enroll' || !allowed || line.sender === undefined) return [];
  const { book } = seen;
  const chosen = chosenSender(asked, historyOf(asked.target, book), book);
  return [{ line, sender: line.sender, allowed, chosen }];
}

function askedOf(line: PlanLine, { book, facts, files }: Seen): Asked | undefined {
  const target = targetOf(files, line.targetId);
  const contact = facts.contact(line.contactId ?? '');
  const wanted = target && contact && membersOf(target, facts, book).get(contact.id);
  return wanted && { target, wanted, contact, facts };
}

/** A rep of the rotation that has room today and is not stopped, if a contact may pass on to it. */
function freeRep(line: PlanLine, sent: readonly Sent[], seen: Seen): string | undefined {
  const asked = askedOf(line, seen);
  const allowed = asked && allowedSenders(asked);
  if (allowed?.rotation?.whenFull !== 'next') return undefined;
  const limit = limitOf(seen);
  const { requests } = seen.book.memory;
  return allowed.senders.find((one) => !isStopped(requests, one) && usedBy(one, sent, seen) < limit);
}

/** Requests of a sender today, and its enrollments in the plan. */
function usedBy(sender: string, sent: readonly Sent[], { book, facts }: Seen): number {
  const today = facts.day(facts.now);
  const before = book.memory.requests.filter(
    (one) => one.sender === sender && facts.day(one.at) === today,
  ).length;
  return before + sent.filter((one) => one.sender === sender).length;
}

function limitOf({ files }: Seen): number {
  return files.limits.perSenderPerDay ?? 200;
}

function untrueSender(
  { sender, allowed, chosen = '' }: Sent,
  all: readonly Sent[],
  seen: Seen,
): string | undefined {
  if (!allowed.senders.includes(sender)) return `declared ${allowed.senders.join(' or ')}`;
  if (sender === chosen) return undefined;
  if (allowed.rotation?.whenFull !== 'next') return `${chosen} sends to this contact`;
  if (isStopped(seen.book.memory.requests, chosen)) return undefined;
  const used = usedBy(chosen, all, seen);
  const limit = limitOf(seen);
  return used < limit ? `${chosen} has ${used} of ${limit} today, and no refusal` : undefined;
}

/** One contact of each plan stays with a stopped sender: the others pass on while another rep can send. */
function judgeTests(sent: readonly Sent[], { book, files }: Seen): void {
  if (files.limits.perSenderPerDay !== undefined) return;
  const { requests } = book.memory;
  const stopped = new Set(sent.map(({ sender }) => sender).filter((one) => isStopped(requests, one)));
  for (const one of stopped) {
    const tests = sent.filter(
      ({ sender, allowed }) =>
        sender === one &&
        allowed.rotation?.whenFull === 'next' &&
        allowed.senders.some((other) => !isStopped(requests, other)),
    );
    if (tests.length > 1) {
      const addresses = tests.map(({ line }) => line.address).join(', ');
      book.blame('false-sender', `plan: ${addresses} stay with ${one}, which HubSpot refused`);
    }
  }
}

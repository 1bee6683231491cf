/** Judges the sender of each planned enrollment. */
import type { Seen } from './judge-line.ts';
import { historyOf } from './judge-terms.ts';
import type { PlanLine } from './plan-lines.ts';
import { isStopped } from './requests.ts';
import { allowedSenders, chosenSender } from './senders.ts';
import type { Allowed } from './senders.ts';
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
}

function sentBy(line: PlanLine, { book, facts, files }: Seen): readonly Sent[] {
  const target = targetOf(files, line.targetId);
  const contact = facts.contact(line.contactId ?? '');
  if (line.says !== 'enroll' || !target || !contact || line.sender === undefined) return [];
  const wanted = membersOf(target, facts, book).get(contact.id);
  const asked = wanted && { target, wanted, contact, facts };
  const allowed = asked && allowedSenders(asked);
  if (!asked || !allowed) return [];
  return [{ line, sender: line.sender, allowed, chosen: chosenSender(asked, historyOf(target, book), book) }];
}

function untrueSender(
  { sender, allowed, chosen = '' }: Sent,
  all: readonly Sent[],
  { book, facts, files }: Seen,
): string | undefined {
  if (!allowed.senders.includes(sender)) return `declared ${allowed.senders.join(' or ')}`;
  if (sender === chosen) return undefined;
  if (allowed.rotation?.whenFull !== 'next') return `${chosen} sends to this contact`;
  const { requests } = book.memory;
  if (isStopped(requests, chosen)) return undefined;
  const today = facts.day(facts.now);
  const before = requests.filter((one) => one.sender === chosen && facts.day(one.at) === today).length;
  const used = before + all.filter((one) => one.sender === chosen).length;
  const limit = files.limits.perSenderPerDay ?? 200;
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

import type { ListAnswer } from '../model/account.ts';
import { assertNever } from '../model/assert-never.ts';
import { AlreadyIntended } from '../model/ledger/ledger.ts';
import type { IntentId, Settlement } from '../model/ledger/ledger.ts';
import type { Outcome } from '../model/report.ts';
import type { Pending } from './confirm-effects.ts';
import { halt, record, unrecorded } from './run-outcomes.ts';
import { intend, intentOf, tellSent } from './record-intent.ts';
import type { Ready, Sending } from './send-context.ts';
import { stopAfter } from './stop.ts';
import { untilTaken } from './send-with-retry.ts';
import type { Taken } from './send-with-retry.ts';

type Listed = Ready & { readonly intent: IntentId };
type Answered = Extract<ListAnswer, { outcome: 'answered' }>;

/**
 * Enrolls people by adding them to the list that feeds the workflow: all their intents in one commit,
 * one request. Returns whom to look for in the account.
 */
export async function sendThroughList(
  list: string,
  ready: readonly Ready[],
  sending: Sending,
): Promise<readonly Pending[]> {
  const { ports } = sending;
  const people = await intendAll(ready, sending);
  if (people.length === 0) return [];
  const contacts = people.flatMap((item) => (item.contact ? [item.contact.id] : []));
  const answer = await untilTaken(() => ports.writer.enrollThroughList({ list, contacts }), ports);
  try {
    return await file(people, answer, sending);
  } catch (error) {
    recordAll(people, unrecorded, sending);
    throw error;
  }
}

async function file(
  people: readonly Listed[],
  answer: Taken<Answered>,
  sending: Sending,
): Promise<readonly Pending[]> {
  const { readAt } = sending;
  const { responses } = sending.journal;
  switch (answer.outcome) {
    case 'answered':
      responses.note('success');
      return fileAnswer(people, answer, sending);
    case 'ambiguous':
      responses.note('ambiguous');
      return people.map((item) => ({ ...item, at: readAt, because: answer.reason }));
    case 'refused':
      responses.note('clear');
      await settleAll(people, { state: 'refused', evidence: answer.reason }, sending);
      recordAll(people, { status: 'failed', reason: answer.reason, help: answer.help }, sending);
      return [];
    case 'not-sent':
      await settleAll(people, { state: 'not-sent', evidence: answer.reason }, sending);
      recordAll(
        people,
        {
          status: 'failed',
          reason: `not sent: ${answer.reason}`,
          help: answer.help ?? 'Nothing was taken. Run apply again later.',
        },
        sending,
      );
      return [];
    case 'quota':
    case 'denied':
    case 'interrupted':
      await settleAll(people, { state: 'not-sent', evidence: answer.reason }, sending);
      halt(sending.journal, stopAfter(answer));
      return [];
    default:
      return assertNever(answer);
  }
}

async function intendAll(ready: readonly Ready[], sending: Sending): Promise<readonly Listed[]> {
  const { journal, ports, readAt } = sending;
  const intents = ready.map((item) => intentOf(item.change, journal.planId, readAt));
  try {
    const ids = await ports.lease.intend(journal.run, intents);
    for (const { change } of ready) tellSent(change, sending);
    return ids.flatMap((intent, index) => ready.slice(index, index + 1).map((item) => ({ ...item, intent })));
  } catch (error) {
    if (!(error instanceof AlreadyIntended)) throw error;
  }
  // One of them is known already and took the others with it: find out which, one commit each.
  const listed: Listed[] = [];
  for (const item of ready) {
    const intent = await intend(item.change, sending);
    if (intent !== undefined) listed.push({ ...item, intent });
  }
  return listed;
}

async function fileAnswer(
  people: readonly Listed[],
  answer: Answered,
  sending: Sending,
): Promise<readonly Pending[]> {
  const added = new Set(answer.added);
  const missing = new Set(answer.missing);
  const taken: Listed[] = [];
  const gone: Listed[] = [];
  const unnamed: Listed[] = [];
  for (const item of people) {
    const id = item.contact?.id ?? '';
    // An id in both or in neither proves nothing.
    if (added.has(id) === missing.has(id)) unnamed.push(item);
    else (added.has(id) ? taken : gone).push(item);
  }
  await settleAll(taken, { state: 'accepted', evidence: 'HubSpot added it to the list' }, sending);
  await settleAll(gone, { state: 'refused', evidence: 'HubSpot finds no such contact' }, sending);
  recordAll(gone, contactMissing, sending);
  const pending = (items: readonly Listed[], because: string): readonly Pending[] =>
    items.map((item) => ({ ...item, at: sending.readAt, because }));
  return [...pending(taken, 'accepted'), ...pending(unnamed, 'HubSpot did not name it as added to the list')];
}

const contactMissing = {
  status: 'blocked',
  reason: 'HubSpot finds no such contact',
  help: 'Plan again: it shows whether the contact was deleted or merged.',
} as const;

async function settleAll(
  people: readonly Listed[],
  end: Pick<Settlement, 'state' | 'evidence'>,
  { ports }: Sending,
): Promise<void> {
  if (people.length === 0) return;
  await ports.lease.settle(people.map(({ intent }) => ({ intent, at: ports.reader.now(), ...end })));
}

function recordAll(
  people: readonly Listed[],
  outcome: Omit<Outcome, 'address' | 'action'>,
  { journal }: Sending,
): void {
  for (const { change } of people) record(journal, change, outcome);
}

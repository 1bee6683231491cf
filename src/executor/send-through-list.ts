import type { ListAnswer } from '../model/account.ts';
import { assertNever } from '../model/assert-never.ts';
import { AlreadyIntended } from '../model/ledger.ts';
import type { IntentId, Settlement } from '../model/ledger.ts';
import type { Outcome } from '../model/report.ts';
import type { Pending } from './follow-up.ts';
import { halt, record, unrecorded } from './journal.ts';
import { intend, intentOf, tellSent } from './intend.ts';
import type { Ready, Sending } from './sending.ts';
import { stopAfter } from './stop.ts';
import { untilTaken } from './until-taken.ts';
import type { Taken } from './until-taken.ts';

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
  switch (answer.outcome) {
    case 'answered':
      return fileAnswer(people, answer, sending);
    case 'ambiguous':
      return people.map((item) => ({ ...item, at: readAt, because: answer.reason }));
    case 'refused':
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
          help: 'Nothing was taken. Run apply again later.',
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
  const idOf = (item: Listed): string => item.contact?.id ?? '';
  const taken = people.filter((item) => added.has(idOf(item)));
  const gone = people.filter((item) => missing.has(idOf(item)));
  const ignored = people.filter((item) => !added.has(idOf(item)) && !missing.has(idOf(item)));
  await settleAll(taken, { state: 'accepted', evidence: 'HubSpot added it to the list' }, sending);
  await settleAll(gone, { state: 'refused', evidence: 'HubSpot knows no such contact' }, sending);
  await settleAll(ignored, { state: 'refused', evidence: 'was on the list already' }, sending);
  recordAll(
    gone,
    { status: 'blocked', reason: 'HubSpot knows no such contact', help: 'Was it deleted?' },
    sending,
  );
  recordAll(ignored, onListAlready, sending);
  return taken.map((item) => ({ ...item, at: sending.readAt, because: 'accepted' }));
}

const onListAlready = {
  status: 'blocked',
  reason: 'is on the list that feeds the workflow already, so adding did nothing',
  help: 'Take the contact off that list in HubSpot; the next apply adds it again.',
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

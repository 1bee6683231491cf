import type { ListWriteResult, Refusal, WriteResult } from '../model/account.ts';
import { assertNever } from '../model/failure.ts';
import { AlreadyIntendedError, type IntentId, type Settlement } from '../model/ledger/ledger.ts';
import type { Change } from '../model/plan.ts';
import type { Outcome } from '../model/report.ts';
import { type PendingEffect, settleConfirmed } from './confirm-effects.ts';
import { recordIntent, newIntent, emitSent } from './record-intent.ts';
import { adjustSentCount, stopRun, recordOutcome, senderOf, unrecordedOutcome } from './run-outcomes.ts';
import type { ReadyChange, SendContext } from './apply-ports.ts';
import { type FinalResponse, sendWithRetry } from './send-with-retry.ts';
import { stopFromResponse } from './stop.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

/**
 * One change: commits the intent, sends one request, settles the response. Returns what still has to be read
 * from the account. Throws only what stops the whole run: a ledger that does not take the intent or its
 * settlement, and an account that cannot be read.
 */
export async function sendChange(
  ready: ReadyChange,
  sending: SendContext,
): Promise<PendingEffect | undefined> {
  const { journal, ports, readAt } = sending;
  const { change } = ready;
  const stopped = senderStopReason(change, sending);
  if (stopped !== undefined) {
    recordOutcome(journal, change, senderStoppedOutcome(change, stopped));
    return undefined;
  }
  const intent = await recordIntent(change, sending);
  if (intent === undefined) return undefined;
  const answer = await sendWithRetry(() => sendRequest(ready, sending), ports);
  try {
    return await recordResponse({ ...ready, intent, at: readAt }, answer, sending);
  } catch (error) {
    // The intent stays open until a later run reads it back.
    recordOutcome(journal, change, unrecordedOutcome);
    throw error;
  }
}

function senderStopReason(change: Change, { journal }: SendContext): string | undefined {
  const sender = senderOf(change);
  return sender === undefined ? undefined : journal.responses.senderStopReason(sender);
}

function senderStoppedOutcome(change: Change, why: string): Omit<Outcome, 'address' | 'action'> {
  const name = (change.action === 'enroll' ? change.sender : undefined) ?? 'this sender';
  return {
    status: 'not-attempted',
    reason: `sender: nothing more is sent for ${name} in this run: ${why}`,
    help: 'Correct the sender in HubSpot or name another one, then apply again.',
  };
}

function sendRequest({ change, contact }: ReadyChange, { ports }: SendContext): Promise<WriteResult> {
  const { kind, id: targetId } = change.target;
  if (change.action === 'archive') return ports.writer.archive({ targetId });
  if (!contact) throw new Error(`no contact was read for ${change.address}`);
  if (change.action === 'unenroll') {
    const enrollmentId = contact.enrollments.find(
      (one) => one.kind === kind && one.targetId === targetId && one.state === 'active',
    )?.id;
    const known = omitUndefined({ enrollmentId });
    return ports.writer.unenroll({ kind, targetId, contact, ...known, ...ports.unenrollRoute(change) });
  }
  if (change.sender === undefined || change.senderUserId === undefined) {
    return ports.writer.enroll({ kind, targetId, contact });
  }
  const alias = omitUndefined({ alias: change.senderAlias });
  const sender = { email: change.sender, userId: change.senderUserId, ...alias };
  return ports.writer.enroll({ kind, targetId, contact, sender });
}

type ChangeResponse = FinalResponse<Extract<WriteResult, { outcome: 'proved' | 'accepted' }>>;

async function recordResponse(
  sent: Omit<PendingEffect, 'because'>,
  answer: ChangeResponse,
  sending: SendContext,
): Promise<PendingEffect | undefined> {
  const { journal, ports } = sending;
  const { change, intent } = sent;
  const { responses } = journal;
  const sender = senderOf(change);
  const end = (state: Settlement['state'], evidence: string): Promise<void> =>
    ports.lease.settle([{ intent, state, at: ports.reader.now(), evidence }]);
  switch (answer.outcome) {
    case 'proved':
      responses.note('success', sender);
      await ports.lease.settle([proofSettlement(intent, answer, ports.reader.now())]);
      recordOutcome(journal, change, { status: 'done', reason: 'HubSpot confirmed it' });
      return undefined;
    case 'accepted':
      responses.note('success', sender);
      await end('accepted', 'HubSpot accepted the request');
      return { ...sent, because: 'accepted' };
    case 'ambiguous': {
      const pending = { ...sent, because: answer.reason };
      if (!answer.refusal) {
        responses.note('ambiguous', sender);
        return pending;
      }
      // HubSpot names a refusal with the status of a failure: true if the account shows no effect.
      if (sent.contact && (await settleConfirmed([pending], sending)).has(pending)) return undefined;
      return recordRefusal(sent, answer.refusal, sending);
    }
    case 'refused':
      // The reread saw the contact inactive: a repeated request inside HubSpot, or someone else.
      if (answer.cause === 'state' && change.action === 'enroll') {
        responses.note('ambiguous', sender);
        return { ...sent, because: answer.reason };
      }
      return recordRefusal(sent, answer, sending);
    case 'not-sent':
      adjustSentCount(journal, change, -1);
      await end('not-sent', answer.reason);
      recordOutcome(journal, change, {
        status: 'failed',
        reason: `not sent: ${answer.reason}`,
        help: answer.help ?? 'Nothing left this machine. Run apply again when the connection is back.',
      });
      return undefined;
    case 'quota':
    case 'denied':
    case 'interrupted':
      await end('not-sent', answer.reason);
      stopRun(journal, stopFromResponse(answer));
      return undefined;
    default:
      return assertNever(answer);
  }
}

/** Settles a refusal. One about the sender leaves the sender's other changes out of this run. */
async function recordRefusal(
  { change, intent }: Omit<PendingEffect, 'because'>,
  { cause, reason, help }: Refusal,
  { journal, ports }: SendContext,
): Promise<undefined> {
  const sender = senderOf(change);
  journal.responses.note('clear', sender);
  if (cause === 'sender' && sender !== undefined) journal.responses.stopSender(sender, reason);
  adjustSentCount(journal, change, -1);
  await ports.lease.settle([{ intent, state: 'refused', at: ports.reader.now(), evidence: reason }]);
  // A removal that was refused leaves the contact enrolled: the run did not do what it had to.
  const status = cause === 'contact' && change.action === 'enroll' ? 'blocked' : 'failed';
  recordOutcome(journal, change, { status, reason, help });
}

function proofSettlement(
  intent: IntentId,
  answer: Extract<WriteResult, { outcome: 'proved' }>,
  at: string,
): Settlement {
  const effect = omitUndefined({ effectAt: answer.effectAt });
  const enrollment = omitUndefined({ enrollmentId: answer.enrollmentId });
  return {
    intent,
    state: 'proved',
    at,
    ...effect,
    ...enrollment,
    evidence: 'HubSpot returned the result',
  };
}

type IntendedChange = ReadyChange & { readonly intent: IntentId };
type ListResponse = Extract<ListWriteResult, { outcome: 'answered' }>;

/**
 * Enrolls people by adding them to the list that feeds the workflow: all their intents in one commit,
 * one request. Returns whom to look for in the account.
 */
export async function sendThroughList(
  list: string,
  ready: readonly ReadyChange[],
  sending: SendContext,
): Promise<readonly PendingEffect[]> {
  const { ports } = sending;
  const people = await recordIntents(ready, sending);
  if (people.length === 0) return [];
  const contacts = people.flatMap((item) => (item.contact ? [item.contact.id] : []));
  const answer = await sendWithRetry(() => ports.writer.enrollThroughList({ list, contacts }), ports);
  try {
    return await recordListResponse(people, answer, sending);
  } catch (error) {
    recordOutcomes(people, unrecordedOutcome, sending);
    throw error;
  }
}

async function recordListResponse(
  people: readonly IntendedChange[],
  answer: FinalResponse<ListResponse>,
  sending: SendContext,
): Promise<readonly PendingEffect[]> {
  const { readAt } = sending;
  const { responses } = sending.journal;
  switch (answer.outcome) {
    case 'answered':
      responses.note('success');
      return recordListResult(people, answer, sending);
    case 'ambiguous':
      responses.note('ambiguous');
      return people.map((item) => ({ ...item, at: readAt, because: answer.reason }));
    case 'refused':
      responses.note('clear');
      await settleAll(people, { state: 'refused', evidence: answer.reason }, sending);
      recordOutcomes(people, { status: 'failed', reason: answer.reason, help: answer.help }, sending);
      return [];
    case 'not-sent':
      await settleAll(people, { state: 'not-sent', evidence: answer.reason }, sending);
      recordOutcomes(
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
      stopRun(sending.journal, stopFromResponse(answer));
      return [];
    default:
      return assertNever(answer);
  }
}

async function recordIntents(
  ready: readonly ReadyChange[],
  sending: SendContext,
): Promise<readonly IntendedChange[]> {
  const { journal, ports, readAt } = sending;
  const intents = ready.map((item) => newIntent(item.change, journal.planId, readAt));
  try {
    const ids = await ports.lease.recordIntents(journal.runNumber, intents);
    for (const { change } of ready) emitSent(change, sending);
    return ids.flatMap((intent, index) => ready.slice(index, index + 1).map((item) => ({ ...item, intent })));
  } catch (error) {
    if (!(error instanceof AlreadyIntendedError)) throw error;
  }
  // One of them is known already and took the others with it: find out which, one commit each.
  const listed: IntendedChange[] = [];
  for (const item of ready) {
    const intent = await recordIntent(item.change, sending);
    if (intent !== undefined) listed.push({ ...item, intent });
  }
  return listed;
}

async function recordListResult(
  people: readonly IntendedChange[],
  answer: ListResponse,
  sending: SendContext,
): Promise<readonly PendingEffect[]> {
  const added = new Set(answer.added);
  const missing = new Set(answer.missing);
  const taken: IntendedChange[] = [];
  const gone: IntendedChange[] = [];
  const unnamed: IntendedChange[] = [];
  for (const item of people) {
    const id = item.contact?.id ?? '';
    // An id in both or in neither proves nothing.
    if (added.has(id) === missing.has(id)) unnamed.push(item);
    else (added.has(id) ? taken : gone).push(item);
  }
  await settleAll(taken, { state: 'accepted', evidence: 'HubSpot added it to the list' }, sending);
  await settleAll(gone, { state: 'refused', evidence: 'HubSpot finds no such contact' }, sending);
  recordOutcomes(gone, contactMissingOutcome, sending);
  const pending = (items: readonly IntendedChange[], because: string): readonly PendingEffect[] =>
    items.map((item) => ({ ...item, at: sending.readAt, because }));
  return [...pending(taken, 'accepted'), ...pending(unnamed, 'HubSpot did not name it as added to the list')];
}

const contactMissingOutcome = {
  status: 'blocked',
  reason: 'HubSpot finds no such contact',
  help: 'Plan again: it shows whether the contact was deleted or merged.',
} as const;

async function settleAll(
  people: readonly IntendedChange[],
  end: Pick<Settlement, 'state' | 'evidence'>,
  { ports }: SendContext,
): Promise<void> {
  if (people.length === 0) return;
  await ports.lease.settle(people.map(({ intent }) => ({ intent, at: ports.reader.now(), ...end })));
}

function recordOutcomes(
  people: readonly IntendedChange[],
  outcome: Omit<Outcome, 'address' | 'action'>,
  { journal }: SendContext,
): void {
  for (const { change } of people) recordOutcome(journal, change, outcome);
}

import type { ListWriteResult, Refusal, WriteResult } from '../model/account.ts';
import { assertNever } from '../model/failure.ts';
import {
  AlreadyIntendedError,
  type IntentId,
  refusalEvidence,
  type Settlement,
} from '../model/ledger/ledger.ts';
import type { Change } from '../model/results/plan.ts';
import type { Outcome } from '../model/results/report.ts';
import type { Instant } from '../model/time.ts';
import { type PendingEffect, settleConfirmed } from './confirm-effects.ts';
import { recordIntent, newIntent, emitSent } from './record-intent.ts';
import { adjustSentCount, stopRun, recordOutcome, senderOf, unrecordedOutcome } from './run-outcomes.ts';
import type { ReadyChange, SendContext } from './apply-ports.ts';
import { type FinalResponse, sendWithRetry } from './send-with-retry.ts';
import { stopFromResponse } from './stop.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

/**
 * Commits the intent of one change, sends one request and settles its response. Returns the effect that still has
 * to be read from the account, if any. Throws only errors that stop the whole run: the ledger cannot record the
 * intent or its settlement, or the account cannot be read.
 */
export async function sendChange(
  ready: ReadyChange,
  sending: SendContext,
): Promise<PendingEffect | undefined> {
  const { outcomes, ports, readAt } = sending;
  const { change } = ready;
  const stopped = senderStopReason(change, sending);
  if (stopped !== undefined) {
    recordOutcome(outcomes, change, senderStoppedOutcome(change, stopped));
    return undefined;
  }
  const intent = await recordIntent(change, sending);
  if (intent === undefined) return undefined;
  const sentAt = ports.reader.now();
  const response = await sendWithRetry(() => sendRequest(ready, sending), ports);
  try {
    return await recordResponse({ ...ready, intent, at: readAt, sentAt }, response, sending);
  } catch (error) {
    // The intent stays open until a later run reads it back.
    recordOutcome(outcomes, change, unrecordedOutcome);
    throw error;
  }
}

function senderStopReason(change: Change, { outcomes }: SendContext): string | undefined {
  const sender = senderOf(change);
  return sender === undefined ? undefined : outcomes.responses.senderStopReason(sender);
}

function senderStoppedOutcome(change: Change, why: string): Omit<Outcome, 'address' | 'action'> {
  const name = (change.action === 'enroll' ? change.sender : undefined) ?? 'this sender';
  return {
    status: 'not-attempted',
    reason: `sender: this run sends nothing more for ${name}: ${why}`,
    help: 'Correct the sender in HubSpot or declare another one, then apply again.',
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
  sent: PendingEffect,
  response: ChangeResponse,
  sending: SendContext,
): Promise<PendingEffect | undefined> {
  const { outcomes, ports } = sending;
  const { change, intent } = sent;
  const { responses } = outcomes;
  const sender = senderOf(change);
  const end = (state: Settlement['state'], evidence: string): Promise<void> =>
    ports.lease.settle([{ intent, state, at: ports.reader.now(), evidence }]);
  switch (response.outcome) {
    case 'proved':
      responses.note('success', sender);
      await ports.lease.settle([proofSettlement(intent, response, ports.reader.now())]);
      recordOutcome(outcomes, change, {
        status: 'done',
        reason: 'HubSpot confirmed it',
        evidence: 'confirmed',
      });
      return undefined;
    case 'accepted':
      responses.note('success', sender);
      await end('accepted', 'HubSpot accepted the request');
      return sent;
    case 'ambiguous': {
      const pending = {
        ...sent,
        ambiguity: response.reason,
        ...omitUndefined({ response: response.response }),
      };
      if (!response.refusal) {
        responses.note('ambiguous', sender);
        return pending;
      }
      // HubSpot named a refusal, but with the status of a server error. It holds if the account shows no effect.
      if (sent.contact && (await settleConfirmed([pending], sending)).has(pending)) return undefined;
      return recordRefusal(sent, response.refusal, sending);
    }
    case 'refused':
      // The reread showed no active enrollment: HubSpot repeated the request, or someone else enrolled the contact.
      if (response.cause === 'state' && change.action === 'enroll') {
        responses.note('ambiguous', sender);
        return { ...sent, ambiguity: response.reason, ...omitUndefined({ response: response.response }) };
      }
      return recordRefusal(sent, response, sending);
    case 'not-sent':
      adjustSentCount(outcomes, change, -1);
      await end('not-sent', response.reason);
      recordOutcome(outcomes, change, {
        status: 'failed',
        reason: `not sent: ${response.reason}`,
        help: response.help ?? notSentHelp,
        ...omitUndefined({ response: response.response }),
      });
      return undefined;
    case 'quota':
    case 'denied':
    case 'interrupted':
      await end('not-sent', response.reason);
      stopRun(outcomes, stopFromResponse(response));
      return undefined;
    default:
      return assertNever(response);
  }
}

/** The help after a connection that never opened, or a 429. */
const notSentHelp = 'HubSpot did not process this request. Run apply again later: it retries.';

/** Settles a refusal. A refusal of the sender stops the sender's other changes in this run. */
async function recordRefusal(
  { change, intent }: PendingEffect,
  { cause, reason, help, response }: Refusal,
  { outcomes, ports }: SendContext,
): Promise<undefined> {
  const sender = senderOf(change);
  outcomes.responses.note('clear', sender);
  if (cause === 'sender' && sender !== undefined) outcomes.responses.stopSender(sender, reason);
  adjustSentCount(outcomes, change, -1);
  const evidence = refusalEvidence({ reason, ...omitUndefined({ response }) });
  await ports.lease.settle([{ intent, state: 'refused', at: ports.reader.now(), evidence }]);
  // A refused removal leaves the contact enrolled, so the run has failed to do its task.
  const status = cause === 'contact' && change.action === 'enroll' ? 'blocked' : 'failed';
  const named = change.action === 'enroll' ? nameSender(reason, change.sender) : reason;
  recordOutcome(outcomes, change, { status, reason: named, help, ...omitUndefined({ response }) });
}

/** Returns a reason with the email of the sender, for a report: a run can have many senders. */
function nameSender(reason: string, sender = 'the sender'): string {
  return reason.replace('the sender', () => sender);
}

function proofSettlement(
  intent: IntentId,
  response: Extract<WriteResult, { outcome: 'proved' }>,
  at: string,
): Settlement {
  const effect = omitUndefined({ effectAt: response.effectAt });
  const enrollment = omitUndefined({ enrollmentId: response.enrollmentId });
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
type ListSendContext = SendContext & { readonly sentAt: Instant };
type ListResponse = Extract<ListWriteResult, { outcome: 'answered' }>;

/**
 * Enrolls contacts by adding them to the list that feeds the workflow: one commit for all intents, one request.
 * Returns the effects that have to be read from the account.
 */
export async function sendThroughList(
  list: string,
  ready: readonly ReadyChange[],
  sending: SendContext,
): Promise<readonly PendingEffect[]> {
  const { ports } = sending;
  const items = await recordIntents(ready, sending);
  if (items.length === 0) return [];
  const sentAt = ports.reader.now();
  const contacts = items.flatMap((item) => (item.contact ? [item.contact.id] : []));
  const response = await sendWithRetry(() => ports.writer.enrollThroughList({ list, contacts }), ports);
  try {
    return await recordListResponse(items, response, { ...sending, sentAt });
  } catch (error) {
    recordOutcomes(items, unrecordedOutcome, sending);
    throw error;
  }
}

async function recordListResponse(
  items: readonly IntendedChange[],
  response: FinalResponse<ListResponse>,
  sending: ListSendContext,
): Promise<readonly PendingEffect[]> {
  const { readAt, sentAt } = sending;
  const { responses } = sending.outcomes;
  switch (response.outcome) {
    case 'answered':
      responses.note('success');
      return recordListResult(items, response, sending);
    case 'ambiguous':
      responses.note('ambiguous');
      return items.map((item) => ({
        ...item,
        at: readAt,
        sentAt,
        ambiguity: response.reason,
        ...omitUndefined({ response: response.response }),
      }));
    case 'refused': {
      responses.note('clear');
      const { reason, help } = response;
      const returned = omitUndefined({ response: response.response });
      await settleAll(items, { state: 'refused', evidence: refusalEvidence(response) }, sending);
      recordOutcomes(items, { status: 'failed', reason, help, ...returned }, sending);
      return [];
    }
    case 'not-sent':
      await settleAll(items, { state: 'not-sent', evidence: response.reason }, sending);
      recordOutcomes(
        items,
        {
          status: 'failed',
          reason: `not sent: ${response.reason}`,
          help: response.help ?? notSentHelp,
          ...omitUndefined({ response: response.response }),
        },
        sending,
      );
      return [];
    case 'quota':
    case 'denied':
    case 'interrupted':
      await settleAll(items, { state: 'not-sent', evidence: response.reason }, sending);
      stopRun(sending.outcomes, stopFromResponse(response));
      return [];
    default:
      return assertNever(response);
  }
}

async function recordIntents(
  ready: readonly ReadyChange[],
  sending: SendContext,
): Promise<readonly IntendedChange[]> {
  const { outcomes, ports, readAt } = sending;
  const intents = ready.map((item) => newIntent(item.change, outcomes.planId, readAt));
  try {
    const ids = await ports.lease.recordIntents(outcomes.runNumber, intents);
    for (const { change } of ready) emitSent(change, sending);
    return ids.flatMap((intent, index) => ready.slice(index, index + 1).map((item) => ({ ...item, intent })));
  } catch (error) {
    if (!(error instanceof AlreadyIntendedError)) throw error;
  }
  // The ledger already holds one of these intents and rejected them all. Record them one by one to find it.
  const intended: IntendedChange[] = [];
  for (const item of ready) {
    const intent = await recordIntent(item.change, sending);
    if (intent !== undefined) intended.push({ ...item, intent });
  }
  return intended;
}

async function recordListResult(
  items: readonly IntendedChange[],
  response: ListResponse,
  sending: ListSendContext,
): Promise<readonly PendingEffect[]> {
  const added = new Set(response.added);
  const missing = new Set(response.missing);
  const addedItems: IntendedChange[] = [];
  const missingItems: IntendedChange[] = [];
  const unclearItems: IntendedChange[] = [];
  for (const item of items) {
    const id = item.contact?.id ?? '';
    // An id in both lists or in neither proves nothing.
    if (added.has(id) === missing.has(id)) unclearItems.push(item);
    else (added.has(id) ? addedItems : missingItems).push(item);
  }
  await settleAll(
    addedItems,
    { state: 'accepted', evidence: 'HubSpot added the contact to the list' },
    sending,
  );
  await settleAll(missingItems, { state: 'refused', evidence: contactMissingOutcome.reason }, sending);
  recordOutcomes(missingItems, contactMissingOutcome, sending);
  const pending = (item: IntendedChange): PendingEffect => ({
    ...item,
    at: sending.readAt,
    sentAt: sending.sentAt,
  });
  const ambiguity = 'the response does not show whether the contact was added to the list';
  return [...addedItems.map(pending), ...unclearItems.map((item) => ({ ...pending(item), ambiguity }))];
}

const contactMissingOutcome = {
  status: 'blocked',
  reason: 'HubSpot has no contact with this id',
  help: 'Run `rollcall plan`: it shows whether the contact was deleted or merged.',
} as const;

async function settleAll(
  items: readonly IntendedChange[],
  end: Pick<Settlement, 'state' | 'evidence'>,
  { ports }: SendContext,
): Promise<void> {
  if (items.length === 0) return;
  await ports.lease.settle(items.map(({ intent }) => ({ intent, at: ports.reader.now(), ...end })));
}

function recordOutcomes(
  items: readonly IntendedChange[],
  outcome: Omit<Outcome, 'address' | 'action'>,
  { outcomes }: SendContext,
): void {
  for (const { change } of items) recordOutcome(outcomes, change, outcome);
}

import type { ListWriteResult } from '../model/account.ts';
import { assertNever } from '../model/failure.ts';
import { AlreadyIntendedError, type IntentId, type Settlement } from '../model/ledger/ledger.ts';
import { omitUndefined } from '../model/omit-undefined.ts';
import type { Outcome } from '../model/results/report.ts';
import type { Instant } from '../model/time.ts';
import type { ReadyChange, SendContext } from './apply-ports.ts';
import type { PendingEffect } from './confirm-effects.ts';
import { emitSent, newIntent, recordIntent } from './record-intent.ts';
import { adjustSentCount, recordOutcome, stopRun, unrecordedOutcome } from './run-outcomes.ts';
import { notSentHelp, refusedSettlement } from './send.ts';
import { type FinalResponse, sendWithRetry } from './send-with-retry.ts';
import { stopFromResponse } from './stop.ts';

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
      // One response for several contacts does not show which of them it concerns.
      const cause = response.cause === 'contact' && items.length > 1 ? 'unclear' : response.cause;
      await settleAll(
        items,
        ({ contact }) => refusedSettlement({ ...response, cause }, contact?.email),
        sending,
      );
      recordOutcomes(items, { status: 'failed', reason, help, ...returned }, sending);
      return [];
    }
    case 'not-sent':
      await settleAll(items, () => ({ state: 'not-sent', evidence: response.reason }), sending);
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
      await settleAll(items, () => ({ state: 'not-sent', evidence: response.reason }), sending);
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
    for (const { change } of ready) {
      adjustSentCount(outcomes, change, 1);
      emitSent(change, sending);
    }
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
  const acceptedEnd = { state: 'accepted', evidence: 'HubSpot added the contact to the list' } as const;
  await settleAll(addedItems, () => acceptedEnd, sending);
  const { reason } = contactMissingOutcome;
  const missingEnd = { state: 'refused', evidence: reason, refusal: { cause: 'contact', reason } } as const;
  await settleAll(missingItems, () => missingEnd, sending);
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
  endOf: (item: IntendedChange) => Omit<Settlement, 'intent' | 'at'>,
  { outcomes, ports }: SendContext,
): Promise<void> {
  if (items.length === 0) return;
  const ends = items.map((item) => ({ item, end: endOf(item) }));
  for (const { item, end } of ends) {
    if (end.state === 'refused' || end.state === 'not-sent') adjustSentCount(outcomes, item.change, -1);
  }
  await ports.lease.settle(
    ends.map(({ item, end }) => ({ intent: item.intent, at: ports.reader.now(), ...end })),
  );
}

function recordOutcomes(
  items: readonly IntendedChange[],
  outcome: Omit<Outcome, 'address' | 'action'>,
  { outcomes }: SendContext,
): void {
  for (const { change } of items) recordOutcome(outcomes, change, outcome);
}

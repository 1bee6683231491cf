import type { Refusal, WriteResult } from '../model/account.ts';
import { assertNever } from '../model/failure.ts';
import { type IntentId, refusalEvidence, type Settlement } from '../model/ledger/ledger.ts';
import { type PendingEffect, recordUnconfirmed, settleConfirmed } from './confirm-effects.ts';
import { recordIntent } from './record-intent.ts';
import {
  adjustSentCount,
  doneOutcome,
  stopRun,
  recordOutcome,
  recordSenderStop,
  senderOf,
  unrecordedOutcome,
} from './run-outcomes.ts';
import { nameSender } from './response-watch.ts';
import type { ReadyChange, SendContext } from './apply-ports.ts';
import { type FinalResponse, sendWithRetry } from './send-with-retry.ts';
import { stopFromError, stopFromResponse } from './stop.ts';
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
  if (recordSenderStop(change, outcomes)) return undefined;
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

function sendRequest({ change, contact }: ReadyChange, { ports }: SendContext): Promise<WriteResult> {
  const { kind, id: targetId } = change.target;
  if (change.action === 'archive') return ports.writer.archive({ targetId });
  if (change.action === 'create-workflow')
    return ports.writer.createWorkflow({ definition: ports.definitionOf(change) });
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
        ...doneOutcome(change, response.createdId),
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
      const shows = sent.contact === undefined ? false : await showsEffect(pending, sending);
      return shows === false ? recordRefusal(sent, response.refusal, sending) : undefined;
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

/** Settles a request whose effect the account shows. Returns `unread`, and stops the run, if the account cannot be read. */
async function showsEffect(pending: PendingEffect, sending: SendContext): Promise<boolean | 'unread'> {
  try {
    return (await settleConfirmed([pending], sending)).has(pending);
  } catch (error) {
    const stop = stopFromError(error);
    if (stop.why === 'ledger-lost' || stop.why === 'internal') throw error;
    recordUnconfirmed([pending], sending);
    stopRun(sending.outcomes, stop);
    return 'unread';
  }
}

/** The help after a connection that never opened, or a 429. */
export const notSentHelp = 'HubSpot did not process this request. Run apply again later: it retries.';

/** Settles a refusal. A refusal of the sender stops the sender's other changes in this run. */
async function recordRefusal(
  { change, contact, intent }: PendingEffect,
  refusal: Refusal,
  { outcomes, ports }: SendContext,
): Promise<undefined> {
  const { cause, reason, help, response } = refusal;
  const sender = senderOf(change);
  outcomes.responses.note(cause === 'unclear' ? 'unclear' : 'clear', sender);
  if (cause === 'sender' && sender !== undefined) outcomes.responses.stopSender(sender, { reason, help });
  adjustSentCount(outcomes, change, -1);
  await ports.lease.settle([
    { intent, at: ports.reader.now(), ...refusedSettlement(refusal, contact?.email) },
  ]);
  // A refused removal leaves the contact enrolled, so the run has failed to do its task.
  const status = cause === 'contact' && change.action === 'enroll' ? 'blocked' : 'failed';
  const named = change.action === 'enroll' ? nameSender(reason, change.sender) : reason;
  recordOutcome(outcomes, change, { status, reason: named, help, ...omitUndefined({ response }) });
}

/** Returns how a refusal is recorded. The email belongs to a contact-level refusal: it applies to that email only. */
export function refusedSettlement(
  refusal: Refusal,
  email: string | undefined,
): Pick<Settlement, 'state' | 'evidence' | 'refusal' | 'email'> {
  const { cause, code, reason, response } = refusal;
  return {
    state: 'refused',
    evidence: refusalEvidence({ reason, ...omitUndefined({ response }) }),
    refusal: { cause, ...omitUndefined({ code }), reason },
    ...omitUndefined({ email: cause === 'contact' ? email : undefined }),
  };
}

function proofSettlement(
  intent: IntentId,
  response: Extract<WriteResult, { outcome: 'proved' }>,
  at: string,
): Settlement {
  const effect = omitUndefined({ effectAt: response.effectAt });
  const ids = omitUndefined({ enrollmentId: response.enrollmentId, createdId: response.createdId });
  return {
    intent,
    state: 'proved',
    at,
    ...effect,
    ...ids,
    evidence: 'HubSpot returned the result',
  };
}

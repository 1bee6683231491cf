import type { Refusal, WriteAnswer } from '../model/account.ts';
import { assertNever } from '../model/assert-never.ts';
import type { IntentId, Settlement } from '../model/ledger/ledger.ts';
import type { Change } from '../model/plan.ts';
import type { Outcome } from '../model/report.ts';
import { settleSeen } from './confirm-effects.ts';
import type { Pending } from './confirm-effects.ts';
import { intend } from './record-intent.ts';
import { countSent, halt, record, senderOf, unrecorded } from './run-outcomes.ts';
import type { Ready, Sending } from './send-context.ts';
import { stopAfter } from './stop.ts';
import { untilTaken } from './send-with-retry.ts';
import type { Taken } from './send-with-retry.ts';

/**
 * One change: commits the intent, sends one request, settles the response. Returns what still has to be read
 * from the account. Throws only what stops the whole run: a ledger that does not take the intent or its
 * settlement, and an account that cannot be read.
 */
export async function sendChange(ready: Ready, sending: Sending): Promise<Pending | undefined> {
  const { journal, ports, readAt } = sending;
  const { change } = ready;
  const stopped = whySenderStopped(change, sending);
  if (stopped !== undefined) {
    record(journal, change, senderStopped(change, stopped));
    return undefined;
  }
  const intent = await intend(change, sending);
  if (intent === undefined) return undefined;
  const answer = await untilTaken(() => write(ready, sending), ports);
  try {
    return await file({ ...ready, intent, at: readAt }, answer, sending);
  } catch (error) {
    // The intent stays open until a later run reads it back.
    record(journal, change, unrecorded);
    throw error;
  }
}

function whySenderStopped(change: Change, { journal }: Sending): string | undefined {
  const sender = senderOf(change);
  return sender === undefined ? undefined : journal.responses.whyStopped(sender);
}

function senderStopped(change: Change, why: string): Omit<Outcome, 'address' | 'action'> {
  const name = (change.action === 'enroll' ? change.sender : undefined) ?? 'this sender';
  return {
    status: 'not-attempted',
    reason: `sender: nothing more is sent for ${name} in this run: ${why}`,
    help: 'Correct the sender in HubSpot or name another one, then apply again.',
  };
}

function write({ change, contact }: Ready, { ports }: Sending): Promise<WriteAnswer> {
  const { kind, id: targetId } = change.target;
  if (change.action === 'archive') return ports.writer.archive({ targetId });
  if (!contact) throw new Error(`no contact was read for ${change.address}`);
  if (change.action === 'unenroll') {
    const enrollmentId = contact.enrollments.find(
      (one) => one.kind === kind && one.targetId === targetId && one.state === 'active',
    )?.id;
    const known = enrollmentId === undefined ? {} : { enrollmentId };
    return ports.writer.unenroll({ kind, targetId, contact, ...known, ...ports.wayOut(change) });
  }
  if (change.sender === undefined || change.senderUserId === undefined) {
    return ports.writer.enroll({ kind, targetId, contact });
  }
  const alias = change.senderAlias === undefined ? {} : { alias: change.senderAlias };
  const sender = { email: change.sender, userId: change.senderUserId, ...alias };
  return ports.writer.enroll({ kind, targetId, contact, sender });
}

type Answer = Taken<Extract<WriteAnswer, { outcome: 'proved' | 'accepted' }>>;

async function file(
  sent: Omit<Pending, 'because'>,
  answer: Answer,
  sending: Sending,
): Promise<Pending | undefined> {
  const { journal, ports } = sending;
  const { change, intent } = sent;
  const { responses } = journal;
  const sender = senderOf(change);
  const end = (state: Settlement['state'], evidence: string): Promise<void> =>
    ports.lease.settle([{ intent, state, at: ports.reader.now(), evidence }]);
  switch (answer.outcome) {
    case 'proved':
      responses.note('success', sender);
      await ports.lease.settle([proofOf(intent, answer, ports.reader.now())]);
      record(journal, change, { status: 'done', reason: 'HubSpot confirmed it' });
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
      if (sent.contact && (await settleSeen([pending], sending)).has(pending)) return undefined;
      return refuse(sent, answer.refusal, sending);
    }
    case 'refused':
      // The reread saw the contact inactive: a repeated request inside HubSpot, or someone else.
      if (answer.cause === 'state' && change.action === 'enroll') {
        responses.note('ambiguous', sender);
        return { ...sent, because: answer.reason };
      }
      return refuse(sent, answer, sending);
    case 'not-sent':
      countSent(journal, change, -1);
      await end('not-sent', answer.reason);
      record(journal, change, {
        status: 'failed',
        reason: `not sent: ${answer.reason}`,
        help: answer.help ?? 'Nothing left this machine. Run apply again when the connection is back.',
      });
      return undefined;
    case 'quota':
    case 'denied':
    case 'interrupted':
      await end('not-sent', answer.reason);
      halt(journal, stopAfter(answer));
      return undefined;
    default:
      return assertNever(answer);
  }
}

/** Settles a refusal. One about the sender leaves the sender's other changes out of this run. */
async function refuse(
  { change, intent }: Omit<Pending, 'because'>,
  { cause, reason, help }: Refusal,
  { journal, ports }: Sending,
): Promise<undefined> {
  const sender = senderOf(change);
  journal.responses.note('clear', sender);
  if (cause === 'sender' && sender !== undefined) journal.responses.stopSender(sender, reason);
  countSent(journal, change, -1);
  await ports.lease.settle([{ intent, state: 'refused', at: ports.reader.now(), evidence: reason }]);
  // A removal that was refused leaves the contact enrolled: the run did not do what it had to.
  const status = cause === 'contact' && change.action === 'enroll' ? 'blocked' : 'failed';
  record(journal, change, { status, reason, help });
}

function proofOf(
  intent: IntentId,
  answer: Extract<WriteAnswer, { outcome: 'proved' }>,
  at: string,
): Settlement {
  const effect = answer.effectAt === undefined ? {} : { effectAt: answer.effectAt };
  const enrollment = answer.enrollmentId === undefined ? {} : { enrollmentId: answer.enrollmentId };
  return {
    intent,
    state: 'proved',
    at,
    ...effect,
    ...enrollment,
    evidence: 'HubSpot returned the result',
  };
}

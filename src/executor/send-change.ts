import type { WriteAnswer } from '../model/account.ts';
import { assertNever } from '../model/assert-never.ts';
import type { IntentId, Settlement } from '../model/ledger.ts';
import type { Pending } from './follow-up.ts';
import { intend } from './intend.ts';
import { halt, record, unrecorded } from './journal.ts';
import type { Ready, Sending } from './sending.ts';
import { stopAfter } from './stop.ts';
import { untilTaken } from './until-taken.ts';
import type { Taken } from './until-taken.ts';

/**
 * One change: intent committed, one request, its answer filed. Returns what still has to be looked
 * for in the account. Throws only what stops the whole run: a ledger that does not take the intent or
 * its end.
 */
export async function sendChange(ready: Ready, sending: Sending): Promise<Pending | undefined> {
  const { ports, readAt } = sending;
  const intent = await intend(ready.change, sending);
  if (intent === undefined) return undefined;
  const answer = await untilTaken(() => write(ready, sending), ports);
  try {
    return await file({ ...ready, intent, at: readAt }, answer, sending);
  } catch (error) {
    // The intent stays open, so that is what this change is until somebody reads it back.
    record(sending.journal, ready.change, unrecorded);
    throw error;
  }
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

async function file(
  sent: Omit<Pending, 'because'>,
  answer: Taken<Extract<WriteAnswer, { outcome: 'proved' | 'accepted' }>>,
  { journal, ports }: Sending,
): Promise<Pending | undefined> {
  const end = (state: Settlement['state'], evidence: string): Promise<void> =>
    ports.lease.settle([{ intent: sent.intent, state, at: ports.reader.now(), evidence }]);
  switch (answer.outcome) {
    case 'proved':
      await ports.lease.settle([proofOf(sent.intent, answer, ports.reader.now())]);
      record(journal, sent.change, { status: 'done', reason: 'HubSpot confirmed it' });
      return undefined;
    case 'accepted':
      await end('accepted', 'HubSpot answered that it took the request');
      return { ...sent, because: 'accepted' };
    case 'ambiguous':
      return { ...sent, because: answer.reason };
    case 'refused':
      await end('refused', answer.reason);
      record(journal, sent.change, {
        status: answer.blocked ? 'blocked' : 'failed',
        reason: answer.reason,
        help: answer.help,
      });
      return undefined;
    case 'not-sent':
      await end('not-sent', answer.reason);
      record(journal, sent.change, {
        status: 'failed',
        reason: `not sent: ${answer.reason}`,
        help: 'Nothing left this machine. Run apply again when the connection is back.',
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
    evidence: 'HubSpot answered with the result',
  };
}

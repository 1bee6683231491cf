import { ExitCode } from '../model/exit-code.ts';
import type { WriteAnswer } from '../model/account.ts';
import { Failure } from '../model/failure.ts';
import type { TargetId } from '../model/target.ts';
import type { Api } from './api.ts';
import type { Call } from './call.ts';
import { idOf, momentOf, objectOf } from './json.ts';
import type { Known } from './known.ts';
import type { Trouble, Write } from './write-client.ts';

/** What a command is carried out with. */
export interface WriterPorts {
  readonly api: Api;
  readonly known: Known;
  readonly write: Write;
}

/** A command may need facts that are read first. When that fails, nothing was sent. */
export async function beforeSending<Answer>(send: () => Promise<Answer>): Promise<Answer | Trouble> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const reason = error.message;
    if (error.exitCode === ExitCode.account) return { outcome: 'denied', reason, help: error.help };
    return { outcome: error.exitCode === ExitCode.quota ? 'quota' : 'not-sent', reason };
  }
}

/** Sends a call whose success says only that it was taken. */
export async function accept(
  { write }: Pick<WriterPorts, 'write'>,
  call: Call | Trouble,
): Promise<WriteAnswer> {
  if ('outcome' in call) return call;
  const answer = await write(call);
  return answer.outcome === 'success' ? { outcome: 'accepted' } : answer;
}

/** Sends a call whose success is the proof. An enrollment must have an id, and no other sequence, to be one. */
export async function prove(
  { write }: Pick<WriterPorts, 'write'>,
  call: Call,
  enrolledIn?: TargetId,
): Promise<WriteAnswer> {
  const answer = await write(call);
  if (answer.outcome !== 'success') return answer;
  if (enrolledIn === undefined) return { outcome: 'proved' };
  const body = objectOf(answer.body);
  const enrollmentId = idOf(body['id']);
  const effectAt = momentOf(body['enrolledAt']);
  const sequenceId = idOf(body['sequenceId']) ?? enrolledIn;
  if (enrollmentId === undefined || sequenceId !== enrolledIn)
    return ambiguous(call, 'something else than the enrollment');
  return { outcome: 'proved', enrollmentId, ...(effectAt === undefined ? {} : { effectAt }) };
}

export function ambiguous(call: Call, what: string): Extract<Trouble, { outcome: 'ambiguous' }> {
  return { outcome: 'ambiguous', reason: `${call.shown} answered with ${what}` };
}

export function cannot(
  reason: string,
  { blocked = false, help }: { readonly blocked?: boolean; readonly help: string },
): Extract<Trouble, { outcome: 'refused' }> {
  return { outcome: 'refused', blocked, reason, help };
}

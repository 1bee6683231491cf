import { ExitCode } from '../../model/exit-code.ts';
import type { RefusalCause, WriteAnswer } from '../../model/account.ts';
import { Failure } from '../../model/failure.ts';
import type { ContactId, TargetId } from '../../model/target.ts';
import type { Api } from '../http/api.ts';
import type { Call } from '../http/request.ts';
import { idOf, momentOf, objectOf } from '../http/response.ts';
import type { Known } from '../read/account-cache.ts';
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
    if (error.exitCode === ExitCode.quota) return { outcome: 'quota', reason };
    return { outcome: 'not-sent', reason, help: error.help, final: error.code === 'proxy-refused' };
  }
}

/**
 * Sends a request whose success only means that HubSpot accepted it; the effect has to be read. `isOurs` checks
 * that the body names the requested contact.
 */
export async function accept(
  { write }: Pick<WriterPorts, 'write'>,
  call: Call | Trouble,
  isOurs: (body: unknown) => boolean = () => true,
): Promise<WriteAnswer> {
  if ('outcome' in call) return call;
  const answer = await write(call);
  if (answer.outcome !== 'success') return answer;
  return isOurs(answer.body)
    ? { outcome: 'accepted' }
    : ambiguous(call, 'something that names another contact');
}

/** Sends a request whose success is the proof that nothing is left to read: a deletion. */
export async function prove({ write }: Pick<WriterPorts, 'write'>, call: Call): Promise<WriteAnswer> {
  const answer = await write(call);
  return answer.outcome === 'success' ? { outcome: 'proved' } : answer;
}

/** Sends an enrollment. Its success proves it unless the body names another contact or sequence. */
export async function proveEnrollment(
  { write }: Pick<WriterPorts, 'write'>,
  call: Call,
  asked: { readonly sequenceId: TargetId; readonly contactId: ContactId },
): Promise<WriteAnswer> {
  const answer = await write(call);
  if (answer.outcome !== 'success') return answer;
  const body = objectOf(answer.body);
  const sequenceId = idOf(body['sequenceId']) ?? asked.sequenceId;
  const contactId = idOf(body['contactId']) ?? asked.contactId;
  const enrollmentId = idOf(body['id']);
  if (enrollmentId === undefined || sequenceId !== asked.sequenceId || contactId !== asked.contactId) {
    return ambiguous(call, 'another enrollment');
  }
  const effectAt = momentOf(body['enrolledAt']);
  return { outcome: 'proved', enrollmentId, ...(effectAt === undefined ? {} : { effectAt }) };
}

function ambiguous(call: Call, what: string): Extract<Trouble, { outcome: 'ambiguous' }> {
  return { outcome: 'ambiguous', reason: `${call.shown} returned ${what}` };
}

/** A refusal by rollcall itself: nothing was sent. */
export function cannot(
  reason: string,
  { cause = 'unclear', help }: { readonly cause?: RefusalCause; readonly help: string },
): Extract<Trouble, { outcome: 'refused' }> {
  return { outcome: 'refused', cause, reason, help };
}

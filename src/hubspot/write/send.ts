import { ExitCode } from '../../model/exit-code.ts';
import type { RefusalCause, WriteResult } from '../../model/account.ts';
import { Failure } from '../../model/failure.ts';
import type { ContactId, TargetId } from '../../model/target.ts';
import type { Api } from '../http/api.ts';
import type { HubSpotRequest } from '../http/request.ts';
import { idOf, momentOf, objectOf } from '../http/response.ts';
import type { AccountCache } from '../read/account-cache.ts';
import type { WriteFailure, Write } from './write-client.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** What a command is carried out with. */
export interface WriteContext {
  readonly api: Api;
  readonly cache: AccountCache;
  readonly write: Write;
}

/** A command may need facts that are read first. When that fails, nothing was sent. */
export async function failureAsOutcome<Answer>(send: () => Promise<Answer>): Promise<Answer | WriteFailure> {
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
export async function sendForAcceptance(
  { write }: Pick<WriteContext, 'write'>,
  call: HubSpotRequest | WriteFailure,
  isOurs: (body: unknown) => boolean = () => true,
): Promise<WriteResult> {
  if ('outcome' in call) return call;
  const answer = await write(call);
  if (answer.outcome !== 'success') return answer;
  return isOurs(answer.body)
    ? { outcome: 'accepted' }
    : ambiguousResponse(call, 'something that names another contact');
}

/** Sends a request whose success is the proof that nothing is left to read: a deletion. */
export async function sendForProof(
  { write }: Pick<WriteContext, 'write'>,
  call: HubSpotRequest,
): Promise<WriteResult> {
  const answer = await write(call);
  return answer.outcome === 'success' ? { outcome: 'proved' } : answer;
}

/** Sends an enrollment. Its success proves it unless the body names another contact or sequence. */
export async function sendEnrollment(
  { write }: Pick<WriteContext, 'write'>,
  call: HubSpotRequest,
  asked: { readonly sequenceId: TargetId; readonly contactId: ContactId },
): Promise<WriteResult> {
  const answer = await write(call);
  if (answer.outcome !== 'success') return answer;
  const body = objectOf(answer.body);
  const sequenceId = idOf(body['sequenceId']) ?? asked.sequenceId;
  const contactId = idOf(body['contactId']) ?? asked.contactId;
  const enrollmentId = idOf(body['id']);
  if (enrollmentId === undefined || sequenceId !== asked.sequenceId || contactId !== asked.contactId) {
    return ambiguousResponse(call, 'another enrollment');
  }
  const effectAt = momentOf(body['enrolledAt']);
  return { outcome: 'proved', enrollmentId, ...omitUndefined({ effectAt }) };
}

function ambiguousResponse(
  call: HubSpotRequest,
  what: string,
): Extract<WriteFailure, { outcome: 'ambiguous' }> {
  return { outcome: 'ambiguous', reason: `${call.label} returned ${what}` };
}

/** A refusal by rollcall itself: nothing was sent. */
export function refuseLocally(
  reason: string,
  { cause = 'unclear', help }: { readonly cause?: RefusalCause; readonly help: string },
): Extract<WriteFailure, { outcome: 'refused' }> {
  return { outcome: 'refused', cause, reason, help };
}

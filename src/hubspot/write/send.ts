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

/** What the functions that carry out commands need. */
export interface WriteContext {
  readonly api: Api;
  readonly cache: AccountCache;
  readonly write: Write;
}

/** Runs `send` and returns a `Failure` of the reads before its request as an outcome. Nothing was sent in that case. */
export async function failureAsOutcome<Result>(send: () => Promise<Result>): Promise<Result | WriteFailure> {
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
 * Sends a request whose success only means that HubSpot accepted it; the caller must read the effect. `isOurs` checks
 * that the body has the requested contact.
 */
export async function sendForAcceptance(
  { write }: Pick<WriteContext, 'write'>,
  request: HubSpotRequest | WriteFailure,
  isOurs: (body: unknown) => boolean = () => true,
): Promise<WriteResult> {
  if ('outcome' in request) return request;
  const response = await write(request);
  if (response.outcome !== 'success') return response;
  return isOurs(response.body)
    ? { outcome: 'accepted' }
    : ambiguousResponse(request, 'a body for another contact or workflow');
}

/** Sends a DELETE request. Its success proves the effect. */
export async function sendForProof(
  { write }: Pick<WriteContext, 'write'>,
  request: HubSpotRequest,
): Promise<WriteResult> {
  const response = await write(request);
  return response.outcome === 'success' ? { outcome: 'proved' } : response;
}

/** Sends an enrollment. A success proves it, unless the body has no id or has another contact or sequence. */
export async function sendEnrollment(
  { write }: Pick<WriteContext, 'write'>,
  request: HubSpotRequest,
  wanted: { readonly sequenceId: TargetId; readonly contactId: ContactId },
): Promise<WriteResult> {
  const response = await write(request);
  if (response.outcome !== 'success') return response;
  const body = objectOf(response.body);
  const sequenceId = idOf(body['sequenceId']) ?? wanted.sequenceId;
  const contactId = idOf(body['contactId']) ?? wanted.contactId;
  const enrollmentId = idOf(body['id']);
  if (enrollmentId === undefined || sequenceId !== wanted.sequenceId || contactId !== wanted.contactId) {
    return ambiguousResponse(request, 'another enrollment');
  }
  const effectAt = momentOf(body['enrolledAt']);
  return { outcome: 'proved', enrollmentId, ...omitUndefined({ effectAt }) };
}

/** Creates a workflow. A success proves it only if the body has the id of a workflow that is turned off. */
export async function createFlow(
  { write }: Pick<WriteContext, 'write'>,
  request: HubSpotRequest,
): Promise<WriteResult> {
  const response = await write(request);
  if (response.outcome !== 'success') return response;
  const createdId = idOf(objectOf(response.body)['id']);
  return createdId === undefined
    ? ambiguousResponse(request, 'a body without the id of a workflow')
    : { outcome: 'proved', createdId };
}

function ambiguousResponse(
  request: HubSpotRequest,
  description: string,
): Extract<WriteFailure, { outcome: 'ambiguous' }> {
  return { outcome: 'ambiguous', reason: `HubSpot returned ${description} to ${request.label}` };
}

/** Returns a refusal by rollcall, before anything was sent. */
export function refuseLocally(
  reason: string,
  { cause = 'unclear', help }: { readonly cause?: RefusalCause; readonly help: string },
): Extract<WriteFailure, { outcome: 'refused' }> {
  return { outcome: 'refused', cause, reason, help };
}

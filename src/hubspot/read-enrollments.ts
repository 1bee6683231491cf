/** Enrollments that have to be asked for contact by contact. */
import { normalEmail } from '../model/email.ts';
import type { EnrolledBy, Enrollment } from '../model/observed-state.ts';
import type { ContactId, TargetId } from '../model/target.ts';
import type { Api } from './http/api.ts';
import { unexpectedAnswer } from './http/errors.ts';
import { idOf, momentOf, objectOf, objectsOf, textOf } from './json.ts';
import type { Json } from './json.ts';
import type { LatestEnrollment } from './read/sequence-state.ts';

/**
 * The contact's latest sequence enrollment. For one never enrolled HubSpot may answer 404, or 200 with
 * nothing; after the end it may go on answering. So the answer names an enrollment, never its state.
 */
export async function readLatestEnrollment(
  api: Api,
  contactId: ContactId,
): Promise<LatestEnrollment | undefined> {
  const call = api.call('contact-enrollment', { params: { contactId } });
  const answer = await api.read(call, [404]);
  const [body = objectOf(answer.body)] = objectsOf(answer.body);
  const sequenceId = idOf(body['sequenceId']);
  if (sequenceId === undefined && Object.keys(body).length > 0) {
    throw unexpectedAnswer(call, 'an enrollment that names no sequence');
  }
  if (sequenceId === undefined) return undefined;
  const id = idOf(body['id']);
  const enrolledAt = momentOf(body['enrolledAt']);
  const enrolledBy = enrolledByIn(body);
  return {
    sequenceId,
    ...(id === undefined ? {} : { id }),
    ...(enrolledAt === undefined ? {} : { enrolledAt }),
    ...(enrolledBy === undefined ? {} : { enrolledBy }),
  };
}

/** Returns the user id and email of the user that made an enrollment, as far as the body shows. */
function enrolledByIn(body: Json): EnrolledBy | undefined {
  const userId = idOf(body['enrolledBy']);
  const email = textOf(body['enrolledByEmail']);
  if (userId === undefined && email === undefined) return undefined;
  return {
    ...(userId === undefined ? {} : { userId }),
    ...(email === undefined ? {} : { email: normalEmail(email) }),
  };
}

/**
 * The workflows that a contact is in now, of those in `flowIds` (v2 id to flow id). HubSpot answers an
 * array, in the wild also one object; 404 means none.
 */
export async function readWorkflowEnrollments(
  api: Api,
  contactId: ContactId,
  flowIds: ReadonlyMap<string, TargetId>,
): Promise<readonly Enrollment[]> {
  const call = api.call('contact-workflows', { params: { contactId } });
  const answer = await api.read(call, [404]);
  const one = objectOf(answer.body);
  const found = Array.isArray(answer.body)
    ? objectsOf(answer.body)
    : Object.keys(one).length > 0
      ? [one]
      : [];
  return found.flatMap((workflow) => {
    const workflowId = idOf(workflow['id']) ?? idOf(workflow['workflowId']);
    if (workflowId === undefined) throw unexpectedAnswer(call, 'a workflow without an id');
    const targetId = flowIds.get(workflowId);
    return targetId === undefined ? [] : [{ kind: 'workflow', targetId, state: 'active' }];
  });
}

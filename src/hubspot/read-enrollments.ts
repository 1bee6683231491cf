/** Enrollments that have to be asked for contact by contact. */
import type { Enrollment } from '../model/observed-state.ts';
import type { ContactId, TargetId } from '../model/target.ts';
import type { Api } from './api.ts';
import { idOf, momentOf, objectOf, objectsOf } from './json.ts';
import type { LatestEnrollment } from './sequence-state.ts';

/**
 * The contact's latest sequence enrollment. For one never enrolled HubSpot may answer 404, or 200 with
 * nothing; after the end it may go on answering. So the answer names an enrollment, never its state.
 */
export async function readLatestEnrollment(
  api: Api,
  contactId: ContactId,
): Promise<LatestEnrollment | undefined> {
  const answer = await api.read(api.call('contact-enrollment', { params: { contactId } }), [404]);
  const [body = objectOf(answer.body)] = objectsOf(answer.body);
  const sequenceId = idOf(body['sequenceId']);
  if (sequenceId === undefined) return undefined;
  const id = idOf(body['id']);
  const enrolledAt = momentOf(body['enrolledAt']);
  return {
    sequenceId,
    ...(id === undefined ? {} : { id }),
    ...(enrolledAt === undefined ? {} : { enrolledAt }),
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
  const answer = await api.read(api.call('contact-workflows', { params: { contactId } }), [404]);
  const found = Array.isArray(answer.body) ? objectsOf(answer.body) : [objectOf(answer.body)];
  return found.flatMap((workflow) => {
    const workflowId = idOf(workflow['id']) ?? idOf(workflow['workflowId']);
    const targetId = workflowId === undefined ? undefined : flowIds.get(workflowId);
    return targetId === undefined ? [] : [{ kind: 'workflow', targetId, state: 'active' }];
  });
}

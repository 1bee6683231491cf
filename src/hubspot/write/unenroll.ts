import type { UnenrollCommand, WriteResult } from '../../model/account.ts';
import type { UnenrollRoute } from '../../model/desired-state.ts';
import type { ContactId } from '../../model/target.ts';
import { batchResults } from '../http/api.ts';
import { idOf, objectOf, textOf } from '../http/response.ts';
import { enrollInWorkflow, v2WorkflowRequest } from './enroll.ts';
import { removeFromList } from './lists.ts';
import { sendForAcceptance, refuseLocally, sendForProof } from './send.ts';
import type { WriteContext } from './send.ts';

/**
 * Unenrolls a contact from a sequence: `guide` deletes the enrollment, `documented` uses the unenroll workflow or
 * property. Refuses if the contact has no active enrollment in the sequence.
 */
export async function unenrollFromSequence(
  context: WriteContext,
  command: UnenrollCommand,
): Promise<WriteResult> {
  const { api } = context;
  const { contact, route, targetId } = command;
  if (api.dialect === 'guide') {
    const enrollmentId = command.enrollmentId ?? activeEnrollment(command)?.id;
    if (enrollmentId === undefined) {
      return refuseLocally(`HubSpot shows no active enrollment of the contact in sequence ${targetId}`, {
        help: 'Plan again: the enrollment may have ended.',
      });
    }
    const params = { contactId: contact.id, enrollmentId };
    return sendForProof(context, api.request('guide-sequence-unenroll', { params }));
  }
  if (!route) {
    return refuseLocally(`no route unenrolls contacts from sequence ${targetId}`, {
      help: 'Unenroll the contact in HubSpot, or name an unenroll workflow (`unenroll: { workflow: … }`).',
    });
  }
  // The unenroll workflow ends the contact's current sequence, which may be another one.
  if (!activeEnrollment(command)) {
    return refuseLocally(`the contact's current sequence is not ${targetId}`, {
      help: 'The unenroll workflow would end another sequence. Plan again.',
    });
  }
  if ('workflow' in route) return enrollInWorkflow(context, route.workflow, contact);
  return setUnenrollProperty(context, route, contact.id);
}

/** Sets the property that starts the unenroll workflow. Refuses if it already has the value: setting it has no effect. */
async function setUnenrollProperty(
  context: WriteContext,
  { property, value }: Extract<UnenrollRoute, { property: string }>,
  contactId: ContactId,
): Promise<WriteResult> {
  const { api } = context;
  const readBody = { inputs: [{ id: contactId }], properties: [property], propertiesWithHistory: [] };
  const read = api.request('contacts-batch-read', { body: readBody });
  const [current] = batchResults(read, await api.read(read));
  if (textOf(objectOf(current?.['properties'])[property]) === value) {
    return refuseLocally(
      `the contact's property \`${property}\` is already \`${value}\`, so setting it would not start the unenroll workflow`,
      {
        help: 'Clear it in HubSpot, then apply again. To avoid this, make the workflow clear it after unenrolling (`rollcall doctor --unenroll-workflow`).',
      },
    );
  }
  const body = { properties: { [property]: value } };
  const request = api.request('contact-stamp', { params: { contactId }, body });
  return sendForAcceptance(context, request, (body) => idOf(objectOf(body)['id']) === contactId);
}

function activeEnrollment({
  contact,
  kind,
  targetId,
}: UnenrollCommand): { readonly id?: string } | undefined {
  return contact.enrollments.find(
    (enrollment) =>
      enrollment.kind === kind && enrollment.targetId === targetId && enrollment.state === 'active',
  );
}

/** Unenrolls a contact from a workflow: through its `via` list, the v2 route, or in `guide` the exit workflow. */
export async function unenrollFromWorkflow(
  context: WriteContext,
  command: UnenrollCommand,
): Promise<WriteResult> {
  const { api, cache } = context;
  const { contact, route, targetId, viaList } = command;
  const flow = viaList === undefined ? undefined : (await cache.flows([targetId])).get(targetId);
  if (viaList !== undefined && flow?.unenrollsUnmatched) {
    return removeFromList(context, { list: viaList, contactId: contact.id });
  }
  if (api.dialect === 'documented') {
    return sendForAcceptance(
      context,
      await v2WorkflowRequest(context, 'workflow-unenroll', { flowId: targetId, contact }),
    );
  }
  if (route && 'workflow' in route) return enrollInWorkflow(context, route.workflow, contact);
  return refuseLocally(`no route unenrolls a single contact from workflow ${targetId}`, {
    help: 'Name an exit workflow (`unenroll: { workflow: … }`), or unenroll the contact in HubSpot.',
  });
}

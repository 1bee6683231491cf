import type { UnenrollCommand, WriteAnswer } from '../model/account.ts';
import { enterWorkflow, workflowCall } from './enter-workflow.ts';
import { accept, cannot, prove } from './sending.ts';
import type { WriterPorts } from './sending.ts';

/** By the enrollment in `guide`; by the bridge, or the property that opens it, in `documented`. */
export async function leaveSequence(ports: WriterPorts, command: UnenrollCommand): Promise<WriteAnswer> {
  const { api } = ports;
  const { contact, route, targetId } = command;
  if (api.dialect === 'guide') {
    const enrollmentId = command.enrollmentId ?? activeIn(command)?.id;
    if (enrollmentId === undefined) {
      return cannot(`HubSpot shows no active enrollment of the contact in sequence ${targetId}`, {
        help: 'Nothing was sent. Plan again: the contact may have left.',
      });
    }
    const params = { contactId: contact.id, enrollmentId };
    return prove(ports, api.call('guide-sequence-unenroll', { params }));
  }
  if (!route) {
    return cannot(`no route takes anybody out of sequence ${targetId}`, {
      help: 'Take the contact out in HubSpot, or name a bridge (`unenroll: { workflow: … }`).',
    });
  }
  // The bridge takes a contact out of whatever sequence is current.
  if (!activeIn(command)) {
    return cannot(`the contact's current sequence is not ${targetId}`, {
      help: 'Nothing was sent, since the bridge would end another sequence. Plan again.',
    });
  }
  if ('workflow' in route) return enterWorkflow(ports, route.workflow, contact);
  const body = { properties: { [route.property]: route.value } };
  return accept(ports, api.call('contact-stamp', { params: { contactId: contact.id }, body }));
}

function activeIn({ contact, kind, targetId }: UnenrollCommand): { readonly id?: string } | undefined {
  return contact.enrollments.find(
    (one) => one.kind === kind && one.targetId === targetId && one.state === 'active',
  );
}

/** By leaving the list that feeds it, by the v2 call, or by the exit workflow in `guide`. */
export async function leaveWorkflow(ports: WriterPorts, command: UnenrollCommand): Promise<WriteAnswer> {
  const { api, known } = ports;
  const { contact, route, targetId, viaList } = command;
  const flow = viaList === undefined ? undefined : (await known.flows([targetId])).get(targetId);
  if (viaList !== undefined && flow?.dropsUnmatched) {
    const list = await known.list(viaList);
    if (!list) return cannot(`HubSpot knows no list ${viaList}`, { help: 'Name the list by its id.' });
    const listId = list.id;
    return accept(ports, api.call('list-remove', { params: { listId }, body: [contact.id] }));
  }
  if (api.dialect === 'documented') {
    return accept(ports, await workflowCall(ports, 'workflow-unenroll', { flowId: targetId, contact }));
  }
  if (route && 'workflow' in route) return enterWorkflow(ports, route.workflow, contact);
  return cannot(`no route takes a single contact out of workflow ${targetId}`, {
    help: 'Name an exit workflow (`unenroll: { workflow: … }`), or take the contact out in HubSpot.',
  });
}

import type { EnrollCommand, WriteAnswer } from '../../model/account.ts';
import type { TargetId } from '../../model/target.ts';
import type { Call } from '../http/request.ts';
import { idOf, objectOf } from '../http/response.ts';
import { accept, cannot } from './send.ts';
import type { WriterPorts } from './send.ts';
import type { Trouble } from './write-client.ts';

/** Enrolling in a workflow, for its own sake or because it takes people out of something else. */
export async function enterWorkflow(
  ports: WriterPorts,
  flowId: TargetId,
  contact: EnrollCommand['contact'],
): Promise<WriteAnswer> {
  if (ports.api.dialect === 'guide') {
    const body = { contactId: contact.id };
    const call = ports.api.call('guide-workflow-enroll', { params: { flowId }, body });
    return accept(
      ports,
      call,
      (shown) => names(shown, 'flowId', flowId) && names(shown, 'contactId', contact.id),
    );
  }
  return accept(ports, await workflowCall(ports, 'workflow-enroll', { flowId, contact }));
}

/** Returns whether a body shows this id, or none of that name. */
function names(body: unknown, field: string, id: string): boolean {
  return (idOf(objectOf(body)[field]) ?? id) === id;
}

/** A v2 call of a workflow: it wants the v2 id and the address. */
export async function workflowCall(
  { api, known }: WriterPorts,
  name: 'workflow-enroll' | 'workflow-unenroll',
  { flowId, contact }: { readonly flowId: TargetId; readonly contact: EnrollCommand['contact'] },
): Promise<Call | Trouble> {
  if (contact.email === undefined) {
    return cannot('the contact has no email address, and the route takes nothing else', {
      cause: 'contact',
      help: 'Give the contact an email address in HubSpot, then plan again.',
    });
  }
  const workflowId = (await known.workflowIds([flowId])).get(flowId);
  if (workflowId === undefined) {
    return cannot(`HubSpot maps workflow ${flowId} to no v2 workflow`, {
      help: 'Check that the workflow still exists and enrolls contacts.',
    });
  }
  return api.call(name, { params: { workflowId, email: contact.email } });
}

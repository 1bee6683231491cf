import type { EnrollCommand, WriteResult } from '../../model/account.ts';
import type { TargetId } from '../../model/target.ts';
import type { HubSpotRequest } from '../http/request.ts';
import { idOf, objectOf } from '../http/response.ts';
import { sendEnrollment, sendForAcceptance, refuseLocally } from './send.ts';
import type { WriteContext } from './send.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import type { WriteFailure } from './write-client.ts';

/** Enrolls a contact in a sequence. Throws if the command has no sender, which no plan contains. */
export function enrollInSequence({ api, write }: WriteContext, command: EnrollCommand): Promise<WriteResult> {
  const { sender, targetId: sequenceId, contact } = command;
  if (!sender) throw new Error(`sequence ${sequenceId} has no sender`);
  const { userId, email: senderEmail, alias } = sender;
  const request =
    api.dialect === 'guide'
      ? api.request('guide-sequence-enroll', {
          params: { contactId: contact.id },
          body: { sequenceId, userId },
        })
      : api.request('sequence-enroll', {
          query: { userId },
          body: {
            contactId: contact.id,
            sequenceId,
            senderEmail,
            ...omitUndefined({ senderAliasAddress: alias }),
          },
        });
  return sendEnrollment({ write }, request, { sequenceId, contactId: contact.id });
}

/** Enrolls a contact in a workflow: a target, or an unenroll or exit workflow. */
export async function enrollInWorkflow(
  context: WriteContext,
  flowId: TargetId,
  contact: EnrollCommand['contact'],
): Promise<WriteResult> {
  if (context.api.dialect === 'guide') {
    const body = { contactId: contact.id };
    const request = context.api.request('guide-workflow-enroll', { params: { flowId }, body });
    return sendForAcceptance(
      context,
      request,
      (body) => matchesField(body, 'flowId', flowId) && matchesField(body, 'contactId', contact.id),
    );
  }
  return sendForAcceptance(context, await v2WorkflowRequest(context, 'workflow-enroll', { flowId, contact }));
}

/** Returns whether a field of the body has this id or is absent. */
function matchesField(body: unknown, field: string, id: string): boolean {
  return (idOf(objectOf(body)[field]) ?? id) === id;
}

/** Returns a v2 request to enroll or unenroll a contact, or a refusal if the contact's email or the v2 id is missing. */
export async function v2WorkflowRequest(
  { api, cache }: WriteContext,
  name: 'workflow-enroll' | 'workflow-unenroll',
  { flowId, contact }: { readonly flowId: TargetId; readonly contact: EnrollCommand['contact'] },
): Promise<HubSpotRequest | WriteFailure> {
  if (contact.email === undefined) {
    return refuseLocally('the contact has no email address, which this route requires', {
      cause: 'contact',
      help: 'Give the contact an email address in HubSpot, then plan again.',
    });
  }
  const workflowId = (await cache.workflowIds([flowId])).get(flowId);
  if (workflowId === undefined) {
    return refuseLocally(`HubSpot maps workflow ${flowId} to no v2 workflow id`, {
      help: 'Check that the workflow still exists and enrolls contacts.',
    });
  }
  return api.request(name, { params: { workflowId, email: contact.email } });
}

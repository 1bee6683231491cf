import type { AccountWriter, EnrollCommand, ListWriteResult, WriteResult } from '../../model/account.ts';
import { enrollInWorkflow } from './enroll.ts';
import { idsAdded } from './write-client.ts';
import { idsOf, objectOf } from '../http/response.ts';
import { failureAsOutcome, refuseLocally, sendForProof, sendEnrollment } from './send.ts';
import type { WriteContext } from './send.ts';
import { unenrollFromSequence, unenrollFromWorkflow } from './unenroll.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** The port through which `apply` changes an account: one request a command, whatever comes back. */
export function openWriter(ports: WriteContext): AccountWriter {
  return Object.freeze({
    enroll: (command) =>
      failureAsOutcome(() =>
        command.kind === 'sequence'
          ? enrollInSequence(ports, command)
          : enrollInWorkflow(ports, command.targetId, command.contact),
      ),
    unenroll: (command) =>
      failureAsOutcome(() =>
        command.kind === 'sequence'
          ? unenrollFromSequence(ports, command)
          : unenrollFromWorkflow(ports, command),
      ),
    enrollThroughList: (command) => failureAsOutcome(() => addToList(ports, command)),
    archive: ({ targetId }) =>
      sendForProof(ports, ports.api.request('flow-delete', { params: { flowId: targetId } })),
  } satisfies AccountWriter);
}

function enrollInSequence({ api, write }: WriteContext, command: EnrollCommand): Promise<WriteResult> {
  const { sender, targetId: sequenceId, contact } = command;
  if (!sender) throw new Error(`sequence ${sequenceId} has no sender`);
  const { userId, email: senderEmail, alias } = sender;
  const call =
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
  return sendEnrollment({ write }, call, { sequenceId, contactId: contact.id });
}

async function addToList(
  { api, cache, write }: WriteContext,
  { list, contacts }: Parameters<AccountWriter['enrollThroughList']>[0],
): Promise<ListWriteResult> {
  const facts = await cache.list(list);
  if (!facts) return refuseLocally(`HubSpot knows no list ${list}`, { help: 'Name the list by its id.' });
  const call = api.request('list-add', { params: { listId: facts.id }, body: contacts });
  const answer = await write(call);
  if (answer.outcome !== 'success') return answer;
  const missing = objectOf(answer.body)['recordIdsMissing'];
  return { outcome: 'answered', added: idsOf(idsAdded(answer.body)), missing: idsOf(missing) };
}

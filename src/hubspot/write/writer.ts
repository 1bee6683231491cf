import type { AccountWriter, EnrollCommand, ListAnswer, WriteAnswer } from '../../model/account.ts';
import { enterWorkflow } from './enroll.ts';
import { idsAdded } from './write-client.ts';
import { idsOf, objectOf } from '../http/response.ts';
import { beforeSending, cannot, prove, proveEnrollment } from './send.ts';
import type { WriterPorts } from './send.ts';
import { leaveSequence, leaveWorkflow } from './unenroll.ts';

/** The port through which `apply` changes an account: one request a command, whatever comes back. */
export function openWriter(ports: WriterPorts): AccountWriter {
  return Object.freeze({
    enroll: (command) =>
      beforeSending(() =>
        command.kind === 'sequence'
          ? enrollInSequence(ports, command)
          : enterWorkflow(ports, command.targetId, command.contact),
      ),
    unenroll: (command) =>
      beforeSending(() =>
        command.kind === 'sequence' ? leaveSequence(ports, command) : leaveWorkflow(ports, command),
      ),
    enrollThroughList: (command) => beforeSending(() => addToList(ports, command)),
    archive: ({ targetId }) => prove(ports, ports.api.call('flow-delete', { params: { flowId: targetId } })),
  } satisfies AccountWriter);
}

function enrollInSequence({ api, write }: WriterPorts, command: EnrollCommand): Promise<WriteAnswer> {
  const { sender, targetId: sequenceId, contact } = command;
  if (!sender) throw new Error(`sequence ${sequenceId} has no sender`);
  const { userId, email: senderEmail, alias } = sender;
  const call =
    api.dialect === 'guide'
      ? api.call('guide-sequence-enroll', { params: { contactId: contact.id }, body: { sequenceId, userId } })
      : api.call('sequence-enroll', {
          query: { userId },
          body: {
            contactId: contact.id,
            sequenceId,
            senderEmail,
            ...(alias === undefined ? {} : { senderAliasAddress: alias }),
          },
        });
  return proveEnrollment({ write }, call, { sequenceId, contactId: contact.id });
}

async function addToList(
  { api, known, write }: WriterPorts,
  { list, contacts }: Parameters<AccountWriter['enrollThroughList']>[0],
): Promise<ListAnswer> {
  const facts = await known.list(list);
  if (!facts) return cannot(`HubSpot knows no list ${list}`, { help: 'Name the list by its id.' });
  const call = api.call('list-add', { params: { listId: facts.id }, body: contacts });
  const answer = await write(call);
  if (answer.outcome !== 'success') return answer;
  const missing = objectOf(answer.body)['recordIdsMissing'];
  return { outcome: 'answered', added: idsOf(idsAdded(answer.body)), missing: idsOf(missing) };
}

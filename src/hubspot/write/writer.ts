import type { AccountWriter } from '../../model/account.ts';
import { enrollInSequence, enrollInWorkflow } from './enroll.ts';
import { addToList } from './lists.ts';
import { failureAsOutcome, sendForProof } from './send.ts';
import type { WriteContext } from './send.ts';
import { unenrollFromSequence, unenrollFromWorkflow } from './unenroll.ts';

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

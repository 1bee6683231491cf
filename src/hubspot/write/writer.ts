import type { AccountWriter } from '../../model/account.ts';
import { enrollInSequence, enrollInWorkflow } from './enroll.ts';
import { addToList } from './lists.ts';
import { writeFlow } from '../../definitions/write-flow.ts';
import { createFlow, failureAsOutcome, sendForProof } from './send.ts';
import type { WriteContext } from './send.ts';
import { unenrollFromSequence, unenrollFromWorkflow } from './unenroll.ts';

/** Opens the write port of an account. Each command sends at most one write request. */
export function openWriter(context: WriteContext): AccountWriter {
  return Object.freeze({
    enroll: (command) =>
      failureAsOutcome(() =>
        command.kind === 'sequence'
          ? enrollInSequence(context, command)
          : enrollInWorkflow(context, command.targetId, command.contact),
      ),
    unenroll: (command) =>
      failureAsOutcome(() =>
        command.kind === 'sequence'
          ? unenrollFromSequence(context, command)
          : unenrollFromWorkflow(context, command),
      ),
    enrollThroughList: (command) => failureAsOutcome(() => addToList(context, command)),
    createWorkflow: ({ definition }) =>
      createFlow(context, context.api.request('flow-create', { body: writeFlow(definition) })),
    archive: ({ targetId }) =>
      sendForProof(context, context.api.request('flow-delete', { params: { flowId: targetId } })),
  } satisfies AccountWriter);
}

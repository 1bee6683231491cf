/** Defects of created workflows and of edits. */
import type * as WriteFlow from '../../../src/definitions/write-flow.ts';
import type * as Changes from '../../../src/definitions/definition-changes.ts';
import { readFlow } from '../../../src/definitions/read-flow.ts';
import type * as Namesakes from '../../../src/hubspot/read/namesakes.ts';
import type * as EditedSince from '../../../src/reconciler/edited-since-plan.ts';
import type * as Edited from '../../../src/reconciler/edited-targets.ts';
import type * as Creating from '../../../src/reconciler/steps/create-workflows.ts';
import { overriding } from '../mortal.ts';
import type { Plant } from '../plants.ts';
import { swap } from './row-plant.ts';
import type { RowPlant } from './row-plant.ts';

/** A request without a usable response is sent once more. */
const sentAgain: Plant = {
  writer: (writer) =>
    overriding(writer, {
      createWorkflow: async (command) => {
        const first = await writer.createWorkflow(command);
        return first.outcome === 'ambiguous' ? writer.createWorkflow(command) : first;
      },
    }),
};

/** The intent is settled at once, as if HubSpot had refused it. */
const forgottenCreations: Plant = {
  lease: (lease) =>
    overriding(lease, {
      recordIntents: async (run, intents) => {
        const ids = await lease.recordIntents(run, intents);
        if (intents.some(({ action }) => action === 'create-workflow'))
          await lease.settle(
            ids.map((intent) => ({
              intent,
              state: 'refused',
              at: intents[0]?.at ?? '',
              evidence: 'planted',
            })),
          );
        return ids;
      },
    }),
};

const turnedOn = swap<typeof WriteFlow>('definitions/write-flow.ts', ({ writeFlow }) => ({
  writeFlow: (definition) => ({ ...writeFlow(definition), isEnabled: true }),
}));

const editsMissed = swap<typeof Edited>('reconciler/edited-targets.ts', () => ({ editOf: () => undefined }));

const editsAfterPlansMissed = swap<typeof EditedSince>('reconciler/edited-since-plan.ts', () => ({
  editedSince: () => new Map(),
}));

const noWarning = swap<typeof Edited>('reconciler/edited-targets.ts', () => ({
  editedTargetWarnings: () => [],
}));

const alwaysEdited = swap<typeof Edited>('reconciler/edited-targets.ts', ({ editOf }) => ({
  editOf: (target, reviewed) =>
    editOf(target, reviewed) ?? { message: 'The workflow was edited since the last apply.', help: '' },
}));

const firstChangeOnly = swap<typeof Changes>(
  'definitions/definition-changes.ts',
  ({ definitionChanges }) => ({
    definitionChanges: (...both) => definitionChanges(...both).slice(0, 1),
  }),
);

const creationsNotSaid = swap<typeof Creating>(
  'reconciler/steps/create-workflows.ts',
  ({ createWorkflows }) => ({
    createWorkflows: (draft) => ({ ...createWorkflows(draft), diagnostics: draft.diagnostics }),
  }),
);

const deletionsMissed = swap<typeof Namesakes>('hubspot/read/namesakes.ts', ({ readNewWorkflows }) => ({
  readNewWorkflows: async (api, wanted) => {
    const { namesakes } = await readNewWorkflows(api, wanted);
    const shown = { enabled: false, definition: readFlow({}).definition };
    return { namesakes, created: new Map(wanted.ids.map((id) => [id, shown])) };
  },
}));

export const definitionPlants: Readonly<Record<string, RowPlant>> = {
  'definitions: a creation without a response is sent again': {
    histories: ['definitions: created without a response'],
    port: sentAgain,
    found: ['duplicate'],
  },
  'definitions: a creation without a response is forgotten': {
    histories: ['definitions: created without a response, and no list shows it'],
    port: forgottenCreations,
    found: ['duplicate', 'write-without-intent'],
  },
  'definitions: a workflow is created turned on': {
    histories: ['definitions: created, turned on, and a user enrolled'],
    swaps: [turnedOn],
    found: ['unwanted'],
  },
  'definitions: edits are missed': {
    histories: ['definitions: edits of a workflow, one by one', 'definitions: a pulled file is the review'],
    swaps: [editsMissed],
    found: ['silence'],
  },
  'definitions: an edit after the plan was made is missed': {
    histories: ['definitions: edited after the plan was made'],
    swaps: [editsAfterPlansMissed],
    found: ['unwanted'],
  },
  'definitions: no warning of enrollments in an edited target': {
    histories: ['definitions: edits of a sequence', 'definitions: a pulled file is the review'],
    swaps: [noWarning],
    found: ['silence'],
  },
  'definitions: every target was edited': {
    histories: ['definitions: edits of a workflow, one by one'],
    swaps: [alwaysEdited],
    found: ['false-statement'],
  },
  'definitions: only the first of several edits': {
    histories: ['definitions: edits of a workflow, one by one'],
    swaps: [firstChangeOnly],
    found: ['silence'],
  },
  'definitions: a deleted workflow is reported as existing': {
    histories: ['definitions: created, deleted by hand, and created again'],
    swaps: [deletionsMissed],
    found: ['false-statement'],
  },
  'definitions: nothing says that a workflow was created': {
    histories: ['definitions: created, turned on, and a user enrolled'],
    swaps: [creationsNotSaid],
    found: ['silence'],
  },
};

import type { WorkflowDefinition } from '../../src/model/definition.ts';

/** A workflow to create: it waits two days and sets a property. */
export const newWorkflow: WorkflowDefinition = {
  kind: 'workflow',
  name: 'Welcome',
  enrollment: { trigger: 'manual' },
  reEnroll: false,
  unenrollUnmatched: false,
  suppressionLists: [],
  unenrollFrom: [],
  actions: [
    { id: '1', next: '2', does: 'delay', minutes: 2880, raw: {} },
    { id: '2', does: 'set-property', property: 'lifecyclestage', value: 'customer', raw: {} },
  ],
  raw: {},
};

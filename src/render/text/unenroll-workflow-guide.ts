import { wrap } from './layout.ts';

/** The steps to build an unenroll workflow in HubSpot, in order. */
export const unenrollWorkflowSteps: readonly string[] = [
  'In HubSpot, open Automations, Workflows, and create a workflow from scratch, based on contacts. Name it "Leave sequence (rollcall)".',
  'As its trigger, choose that contacts are enrolled manually. Allow re-enrollment: a contact may have to be unenrolled a second time.',
  'Add one action: "Unenroll from sequence". Add nothing else: the workflow ends the current sequence of each contact, and rollcall checks first which one that is.',
  'In its settings, add no suppression list, no time of day and no unenrollment of other workflows.',
  'Turn it on. When HubSpot asks, do not enroll existing contacts.',
  'Copy the number from the address bar (…/platform/flow/NUMBER/edit) into the file as below.',
  'Run `rollcall doctor`: it checks whether the unenroll workflow works.',
];

/** The lines for the configuration file, with an example workflow id. */
export const unenrollWorkflowExample = `sequences:
  q4-outbound:
    id: 5510021
    sender: maria@acme.example
    unenroll: { workflow: 7781 }    # the unenroll workflow; one serves every sequence`;

const propertyTriggerHelp =
  'If your workflows cannot be enrolled in manually, let a contact property start one: the action "Unenroll from sequence", then one that clears the property, with "leave_sequence is yes" as its trigger and with re-enrollment by that trigger, and `unenroll: { property: leave_sequence, value: yes }` in the file. `dialect: guide` needs no unenroll workflow.';

const definitionHelp =
  '`rollcall workflows new unenroll` prints this workflow as a definition, for the review of what it does.';

/** Renders the reason, the steps and the lines for the file. */
export function renderUnenrollWorkflowGuide({ width }: { readonly width: number }): string {
  const introduction =
    'HubSpot publishes no route that unenrolls a contact from a sequence. An unenroll workflow can do it. Build it once, by hand:';
  const steps = unenrollWorkflowSteps.flatMap((step, index) =>
    wrap(step, { width, first: `  ${index + 1}. `, rest: '     ' }),
  );
  return [
    ...wrap(introduction, { width }),
    '',
    ...steps,
    '',
    unenrollWorkflowExample,
    '',
    ...wrap(propertyTriggerHelp, { width }),
    '',
    ...wrap(definitionHelp, { width }),
    '',
  ].join('\n');
}

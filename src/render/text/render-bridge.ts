/** How a person builds the workflow through which people leave sequences; rollcall makes none itself. */
import { wrap } from './wrap.ts';

/** The steps in HubSpot, in order. */
export const bridgeSteps: readonly string[] = [
  'In HubSpot, open Automations, Workflows, and create a workflow from scratch, based on contacts. Call it "Leave sequence (rollcall)".',
  'As its trigger, choose that contacts are enrolled manually. Let contacts be enrolled again, since one person may have to leave a second time.',
  'Add one action: "Unenroll from sequence". Add nothing else: whoever enters leaves whatever sequence they are in, and rollcall looks which one that is before.',
  'In its settings, add no suppression list, no time of day and no unenrollment of other workflows.',
  'Turn it on. When HubSpot asks, enroll nobody who is there already.',
  'Take the number from the address bar (…/platform/flow/NUMBER/edit), and write it into the file as below.',
  'Run `rollcall doctor`: it tells whether the workflow is a working bridge.',
];

/** The lines for the file, with a number in place of the workflow's. */
export const bridgeLines = `sequences:
  q4-outbound:
    id: 5510021
    sender: maria@acme.example
    unenroll: { workflow: 7781 }    # the bridge; one serves every sequence`;

const alternative =
  'If your workflows cannot be enrolled in manually, let a contact property start one: the action "Unenroll from sequence", then one that clears the property, with "leave_sequence is yes" as its trigger and with re-enrollment by that trigger, and `unenroll: { property: leave_sequence, value: yes }` in the file. In `dialect: guide` no bridge is needed.';

/** Why, the steps, the lines for the file. */
export function renderBridge({ width }: { readonly width: number }): string {
  const why =
    'HubSpot publishes no call that takes a contact out of a sequence. A workflow can do it: the bridge. It is built once, by hand:';
  const steps = bridgeSteps.flatMap((step, index) =>
    wrap(step, { width, first: `  ${index + 1}. `, rest: '     ' }),
  );
  return [
    ...wrap(why, { width }),
    '',
    ...steps,
    '',
    bridgeLines,
    '',
    ...wrap(alternative, { width }),
    '',
  ].join('\n');
}

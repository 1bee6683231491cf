/** The page on the route guide: what each of its steps advises, what HubSpot publishes, and which command does it. */
import { defaultVersions } from '../model/desired-state.ts';
import { type RouteName, routeNamed } from './routes.ts';

/** One step of the guide, or one of its related routes. */
interface Step {
  readonly title: string;
  /** What the guide advises, in our words. */
  readonly guide: string;
  /** What HubSpot publishes, with the kind of evidence. */
  readonly hubspot: string;
  /** What to do with rollcall. */
  readonly rollcall: string;
  /** The rows of the table of routes that the step names. */
  readonly routes: readonly RouteName[];
}

const steps: readonly Step[] = [
  {
    title: '1. What sequences are for',
    guide: 'Use a sequence for one rep who writes to single contacts, from the inbox of that rep.',
    hubspot:
      'A sequence sends from the connected inbox of a user with a Sales or Service Hub seat. A contact is in one sequence at a time. It ends with a reply, a meeting, an opt-out, a bounce or its last step (docs).',
    rollcall:
      'Declare the target under `sequences:` with a `sender`. `rollcall validate` gives advice if a sequence looks like a broadcast (`sequence-looks-like-broadcast`).',
    routes: ['sequences', 'sequence'],
  },
  {
    title: '2. What workflows are for',
    guide: 'Use a workflow for automation that treats all members of a group in the same way.',
    hubspot:
      'A workflow runs independently of any user. A contact may be in any number of them. It ends with its last step, its goal, or a suppression list (docs).',
    rollcall:
      'Declare the target under `workflows:`. `rollcall validate` gives advice if a workflow lists one contact (`workflow-for-one-person`).',
    routes: ['flows', 'flows-batch-read'],
  },
  {
    title: '3. Enroll a contact in a sequence',
    guide: 'Post the ids of sequence and user to the contact.',
    hubspot:
      'The route of the guide is in no published description. HubSpot publishes a route of the sequences API that takes contact, sequence and sender, one contact per request (spec). It may send an email at once.',
    rollcall: 'Add the contact to `members`, review `rollcall plan`, then `rollcall apply`.',
    routes: ['guide-sequence-enroll', 'sequence-enroll'],
  },
  {
    title: '4. Enroll a contact in a workflow',
    guide: 'Post the contact, by email or id, to the enrollments of the workflow.',
    hubspot:
      'HubSpot publishes the legacy v2 route, for contact workflows and by email only (docs). A workflow whose criteria are "is a member of a static list" enrolls each contact that is added to the list (spec).',
    rollcall:
      'Add the contact to `members`, with `via: { list: … }` for many; then `rollcall plan` and `rollcall apply`.',
    routes: ['guide-workflow-enroll', 'workflow-enroll', 'list-add'],
  },
  {
    title: '5. Read the active enrollments of a contact',
    guide: 'Read the associations of the contact with sequences, and follow each to its enrollment.',
    hubspot:
      'HubSpot publishes no such association. It publishes the latest enrollment of a contact without a status (spec), properties of the contact (docs), and the workflows of a contact (docs, legacy).',
    rollcall:
      '`rollcall plan --explain CONTACT`, `rollcall import` for the whole account. Agents: `find_contact`, `explain`.',
    routes: [
      'guide-contact-sequences',
      'guide-sequences-batch-read',
      'guide-enrollment',
      'contact-enrollment',
      'contacts-batch-read',
      'contact-workflows',
    ],
  },
  {
    title: '6. Unenroll a contact',
    guide:
      'Delete the enrollment of the sequence. For a workflow, use its unenrollment settings, or archive the workflow.',
    hubspot:
      'No version has a route out of a sequence (spec). A contact workflow with the action "Unenroll from sequence" does it (community). The legacy v2 route ends a workflow for one contact (docs). Deleting a workflow ends it for all (spec).',
    rollcall:
      'Remove the line, or list the contact under `absent`; `unenroll: { workflow: … }` names the unenroll workflow. `rollcall doctor --unenroll-workflow` explains how to build one. `retired: true` empties a workflow.',
    routes: [
      'guide-sequence-unenroll',
      'workflow-enroll',
      'contact-stamp',
      'workflow-unenroll',
      'list-remove',
      'flow-delete',
    ],
  },
];

const related: readonly Step[] = [
  {
    title: 'Enroll a contact in a workflow through the API',
    guide: 'The same route as in step 4, from a program, by contact id.',
    hubspot: 'As in step 4. Only the email identifies the contact in the published route (docs).',
    rollcall: 'As in step 4. Programs: `createRollcall().plan()` and `.apply()`.',
    routes: ['guide-workflow-enroll', 'workflow-enroll'],
  },
  {
    title: 'Enroll a contact in a workflow, from another system',
    guide: 'The same route again, by email.',
    hubspot:
      'As in step 4. The id in the address bar (flow id) is not the id of the v2 route; one request maps them (spec).',
    rollcall: 'As in step 4. A CSV file or a HubSpot list may hold the contacts: `file: …`, `list: …`.',
    routes: ['workflow-id-mappings', 'workflow-enroll'],
  },
  {
    title: 'Create a workflow with a contact trigger, a delay and a property update',
    guide: 'Create a contact workflow through the API, with a delay and an action that sets a property.',
    hubspot:
      '`POST /automation/v4/flows` creates one (spec). A delay has the action type `0-1`, setting a property `0-5` (docs).',
    rollcall:
      '`rollcall workflows new drip` writes a definition. `rollcall plan` shows it, and `rollcall apply` creates the workflow once, turned off. Turn it on in HubSpot and add its `id`.',
    routes: ['flows', 'flow-create'],
  },
];

/** Returns the page as Markdown. The routes come from the table that requests are built from. */
export function routePage(): string {
  return [
    '# The route guide, step by step',
    '',
    'The guide that this project began from has six steps and three related routes. For each: what it advises, what HubSpot publishes, and what',
    'does it here. [hubspot.md](hubspot.md) has the evidence for every route, [guide-dialect.md](guide-dialect.md) the shapes of the routes that only the',
    'guide names. Evidence is **spec**, **docs**, **community** or **guide**, as on that page.',
    '',
    '## The six steps',
    '',
    ...steps.flatMap(sectionOf),
    '## Related routes',
    '',
    ...related.flatMap(sectionOf),
    'A test generates this page from `src/hubspot/route-page.ts` and `src/hubspot/routes.ts`.',
    '',
  ].join('\n');
}

function sectionOf({ title, guide, hubspot, rollcall, routes }: Step): readonly string[] {
  return [
    `### ${title}`,
    '',
    '| | |',
    '|---|---|',
    `| the guide | ${guide} |`,
    `| HubSpot | ${hubspot} |`,
    `| rollcall | ${rollcall} |`,
    '',
    '| route | dialect | request | scopes | ends |',
    '|---|---|---|---|---|',
    ...routes.map((name) => {
      const { method, path, dialects, write, scopes, sunset } = routeNamed(name, defaultVersions);
      const dialect = dialects.length > 1 ? 'both' : dialects.join();
      const scope = scopes.map((one) => `\`${one}\``).join(', ');
      return `| \`${method} ${path}\` | ${dialect} | ${write ? 'writes' : 'reads'} | ${scope} | ${sunset ?? ''} |`;
    }),
    '',
  ];
}

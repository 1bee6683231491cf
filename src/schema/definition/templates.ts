import { editorLine } from '../write/editor-line.ts';

export const templateNames = ['unenroll', 'exit', 'drip', 'list-fed'] as const;

export type TemplateName = (typeof templateNames)[number];

/** Returns a commented definition that is valid, and creates a useful workflow once the marked lines are filled in. */
export function definitionTemplate(name: TemplateName, file: string): string {
  return `${editorLine(file, 'definition')}${templates[name]}`;
}

const head = `definition: workflow
formatVersion: 1
# Fill in: a name that no other workflow of the account has.
`;

const templates: Readonly<Record<TemplateName, string>> = {
  unenroll: `# An unenroll workflow: rollcall enrolls a contact here to unenroll it from its current sequence.
# When HubSpot has it, name its id at a sequence: \`unenroll: { workflow: ID }\`.
${head}name: Unenroll from sequence
enroll: manual
# Keep this: a contact can leave more than one sequence.
reEnroll: true
actions:
  - unenrollFromSequence: true
`,
  exit: `# An exit workflow: enrolling a contact here unenrolls it from the workflows in \`unenrollFrom\`.
# When HubSpot has it, name its id at that workflow: \`unenroll: { workflow: ID }\`.
${head}name: Exit onboarding
enroll: manual
# Keep this: a contact can leave more than once.
reEnroll: true
# Fill in: the id of the workflow that contacts leave. Never \`all\`.
unenrollFrom: [ 900100 ]
actions: []
`,
  drip: `# A drip: contacts are enrolled by rollcall, wait, and get a property.
${head}name: Onboarding drip
# Manual: rollcall enrolls the members. For the members of a list: \`enroll: { list: 611 }\`.
enroll: manual
reEnroll: false
# Optional: lists whose members are never enrolled: \`suppressionLists: [ 620 ]\`.
actions:
  # Fill in: how long contacts wait.
  - delay: 5 days
  # Fill in: the internal name of a contact property, and the value that it gets.
  - set: { lifecyclestage: customer }
`,
  'list-fed': `# A workflow that a static list feeds: rollcall adds members to the list, thousands with one request.
# When HubSpot has it, name the list at the workflow: \`via: { list: 611 }\`.
${head}name: Newsletter of a list
# Fill in: the id of a static list.
enroll: { list: 611 }
# Keep this: otherwise HubSpot enrolls a contact again each time it joins the list.
reEnroll: false
# Contacts that leave the list leave the workflow.
unenrollUnmatched: true
actions:
  # Fill in: the content id of an automated email.
  - sendEmail: 80001
  - delay: 30 days
`,
};

import { isSameDefinition } from '../../definitions/definition-changes.ts';
import { isVolatileField, readFlow } from '../../definitions/read-flow.ts';
import { writeFlow } from '../../definitions/write-flow.ts';
import type { WorkflowAction, WorkflowDefinition } from '../../model/definition.ts';
import { type LocalProblem, type SourceDocument, valueAt } from '../source-file.ts';
import { actionWords } from './action-words.ts';
import type { WorkflowFile } from './read-workflow-file.ts';

/** Reports raw parts that HubSpot's API would read as another definition, each with its place. */
export function checkRaw({ definition, actionNodes }: WorkflowFile, { root, scope }: SourceDocument): void {
  const stored = storedOf(definition);
  if (isSameDefinition(stored, definition)) return;
  const storedActions = new Map(stored.actions.map((action) => [action.id, action]));
  const found = [
    ...enrollProblems(definition, root),
    ...definition.actions.flatMap((action) => {
      const now = storedActions.get(action.id);
      if (now && isSameAction(action, now)) return [];
      const node = actionNodes.get(action.id);
      const at = node?.entries.get('raw')?.keyOffset ?? node?.offset ?? root.offset;
      return [{ ...actionProblem(action, now), at }];
    }),
    ...keyProblems(definition, root),
  ];
  const whole = {
    code: 'definition-raw' as const,
    at: root.entries.get('raw')?.keyOffset ?? root.offset,
    message: "A `raw` part repeats a part that has its own key, or has HubSpot's usual value.",
    help: `Move it to its own key (${ownKeys.join(', ')}), or remove it.`,
  };
  for (const problem of found.length === 0 ? [whole] : found) scope.report(problem);
}

/** Returns a definition as it would be read after HubSpot stored it. */
function storedOf(definition: WorkflowDefinition): WorkflowDefinition {
  return readFlow(writeFlow(definition)).definition;
}

/** A definition with one part only: the others do not affect how it is stored. */
const empty: WorkflowDefinition = {
  kind: 'workflow',
  name: '',
  enrollment: { trigger: 'manual' },
  reEnroll: false,
  unenrollUnmatched: false,
  suppressionLists: [],
  unenrollFrom: [],
  actions: [],
  raw: {},
};

function isSameAction(before: WorkflowAction, after: WorkflowAction): boolean {
  return isSameDefinition({ ...empty, actions: [before] }, { ...empty, actions: [after] });
}

function actionProblem(action: WorkflowAction, stored: WorkflowAction | undefined): Omit<LocalProblem, 'at'> {
  const code = 'definition-raw';
  if (action.does === 'raw' && stored && stored.does !== 'raw') {
    const word = actionWords[stored.does];
    return {
      code,
      message: `The raw action ${action.id} is an action that has its own key, \`${word}\`.`,
      help: `Write it as \`${word}:\` with its value. \`raw\` is for the parts that have no key.`,
    };
  }
  return {
    code,
    message: `\`raw\` of action ${action.id} repeats a part that has its own key, or has HubSpot's usual value.`,
    help: 'Move it to its own key (id, next, edge, or the value of the action), or remove it.',
  };
}

function enrollProblems({ enrollment }: WorkflowDefinition, root: SourceDocument['root']): LocalProblem[] {
  const alone = { ...empty, enrollment };
  if (isSameDefinition(storedOf(alone), alone)) return [];
  return [
    {
      code: 'definition-raw',
      at: root.entries.get('enroll')?.value.offset ?? root.offset,
      message: '`enroll` has raw criteria that have their own key.',
      help: 'Write `enroll: manual` or `enroll: { list: ID }`, and `reEnroll` and `unenrollUnmatched` as keys of the file.',
    },
  ];
}

function keyProblems({ raw }: WorkflowDefinition, root: SourceDocument['root']): readonly LocalProblem[] {
  const node = valueAt(root, 'raw');
  return Object.entries(raw).flatMap(([key, value]): readonly LocalProblem[] => {
    const alone = { ...empty, raw: { [key]: value } };
    if (isSameDefinition(storedOf(alone), alone)) return [];
    const at = (node?.kind === 'map' ? node.entries.get(key)?.keyOffset : undefined) ?? root.offset;
    return [{ code: 'definition-raw', at, ...keyTexts(key) }];
  });
}

function keyTexts(key: string): Pick<LocalProblem, 'message' | 'help'> {
  const name = `\`raw\` has the key \`${key}\``;
  if (key === 'isEnabled')
    return {
      message: `${name}: whether a workflow is turned on is not part of a definition.`,
      help: 'Remove the line. rollcall creates a workflow turned off, and you turn it on in HubSpot.',
    };
  if (isVolatileField(key))
    return {
      message: `${name}, which HubSpot sets: it is not part of a definition.`,
      help: 'Remove the line.',
    };
  return {
    message: `${name}, which has its own key in the file, or HubSpot's usual value.`,
    help: `Move it to its own key (${ownKeys.join(', ')}), or remove it.`,
  };
}

const ownKeys = ['name', 'enroll', 'reEnroll', 'suppressionLists', 'unenrollFrom', 'actions'];

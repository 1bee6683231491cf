import { nextActions, unreachableActions } from '../../definitions/action-graph.ts';
import type { WorkflowAction, WorkflowDefinition } from '../../model/definition.ts';
import { itemsOf, type LocalProblem, type SourceDocument, type SourceNode, valueAt } from '../source-file.ts';
import { scalarText } from './read-parts.ts';
import type { WorkflowFile } from './read-workflow-file.ts';

/**
 * Reports what HubSpot refuses to create, accepts and cannot run, or runs without end. Sources: HubSpot's
 * documentation and reports of users; see docs/definitions.md.
 */
export function checkCreatable(
  { definition, actionNodes }: WorkflowFile,
  { root, scope }: SourceDocument,
): void {
  const ids = new Set(definition.actions.map(({ id }) => id));
  const placeOf = (id: string): number => actionNodes.get(id)?.offset ?? root.offset;
  const found = [
    ...workflowProblems(definition, root),
    ...definition.actions.flatMap((action) =>
      actionProblems(action, ids).map((problem) => ({ ...problem, at: placeOf(action.id) })),
    ),
    ...graphProblems(definition.actions).map(({ id, ...problem }) => ({ ...problem, at: placeOf(id) })),
    ...filterProblems(root),
  ];
  for (const problem of found) scope.report(problem);
}

type Problem = Omit<LocalProblem, 'at'>;

function workflowProblems(
  { name, actions, unenrollFrom, raw }: WorkflowDefinition,
  root: SourceNode,
): readonly LocalProblem[] {
  const nameNode = valueAt(root, 'name');
  const isIdle = actions.length === 0 && unenrollFrom !== 'all' && unenrollFrom.length === 0;
  const actionsNode = valueAt(root, 'actions');
  return [
    ...(isIdle && actionsNode
      ? [
          {
            code: 'definition-without-effect' as const,
            severity: 'warning' as const,
            at: actionsNode.offset,
            message: 'The workflow has no actions and unenrolls contacts from no other workflow.',
            help: 'Add an action, or `unenrollFrom`.',
          },
        ]
      : []),
    ...(name.trim() === '' && nameNode
      ? [
          {
            code: 'missing-key' as const,
            at: nameNode.offset,
            message: 'The name of the workflow is empty.',
            help: 'Write the name that HubSpot will show, for example `name: Onboarding`.',
          },
        ]
      : []),
    ...(name.trim() !== '' && name !== name.trim() && nameNode
      ? [
          {
            code: 'definition-name' as const,
            at: nameNode.offset,
            message: 'The name of the workflow begins or ends with a space.',
            help: `Remove it: \`name: ${JSON.stringify(name.trim()).slice(1, -1)}\`. HubSpot may remove it, too, and the name identifies the workflow.`,
          },
        ]
      : []),
    ...['type', 'flowType', 'objectTypeId']
      .filter((key) => raw[key] !== undefined)
      .map((key) => ({
        code: 'definition-not-for-contacts' as const,
        at: valueAt(valueAt(root, 'raw'), key)?.offset ?? root.offset,
        message: `\`${key}\` makes this a workflow that does not enroll contacts.`,
        help: 'Remove the line. rollcall creates contact workflows only; create others in HubSpot.',
      })),
  ];
}

function actionProblems(action: WorkflowAction, ids: ReadonlySet<string>): readonly Problem[] {
  const problems: Problem[] = nextActions(action)
    .filter((id) => !ids.has(id))
    .map((id) => ({
      code: 'action-next-unknown',
      message: `Action ${action.id} continues with action ${id}, which does not exist.`,
      help: `Write the id of an action of this workflow (${[...ids].join(', ')}), or \`next: end\`.`,
    }));
  if (!/^[1-9]\d*$/u.test(action.id)) {
    problems.push({
      code: 'bad-id',
      message: 'The id of this action is not a whole number above 0: HubSpot numbers actions.',
      help: 'Write a number, for example `id: 2`, or remove the line.',
    });
  }
  if (action.raw['actionTypeId'] === '0-13') {
    problems.push({
      code: 'action-type-refused',
      message: 'HubSpot answers 500 to the action type 0-13 (the former list action).',
      help: 'Write `addToList: ID` or `removeFromList: ID`.',
    });
  }
  if (action.does === 'delay' && action.minutes === 0) {
    problems.push({
      code: 'bad-duration',
      message: `Action ${action.id} waits 0 minutes, so contacts do not wait.`,
      help: 'Write a longer delay, or remove the action.',
    });
  }
  const fields = action.raw['fields'];
  const isDelay = action.does === 'delay' || action.raw['actionTypeId'] === '0-1';
  if (isDelay && typeof fields === 'object' && fields !== null && 'time_of_day' in fields) {
    problems.push({
      code: 'delay-time-of-day',
      message: 'HubSpot accepts a delay with `time_of_day`, and then shows it as "changes needed".',
      help: 'Remove `time_of_day`, and set the time of day in HubSpot after the workflow is created.',
    });
  }
  return problems;
}

interface ProblemOfAction extends Problem {
  readonly id: string;
}

function graphProblems(actions: readonly WorkflowAction[]): readonly ProblemOfAction[] {
  const unreachable = unreachableActions(actions);
  const reached = actions.filter(({ id }) => !unreachable.has(id));
  const looping = cycleWithoutDelay(reached);
  const first = reached[0];
  const ids = new Set(actions.map(({ id }) => id));
  return [
    ...[...unreachable].map((id) => ({
      id,
      code: 'action-unreachable' as const,
      message: `No way from the first action leads to action ${id}: HubSpot refuses the workflow.`,
      help: 'Write its id as `next` of another action, or remove it.',
    })),
    ...(looping === undefined
      ? []
      : [
          {
            id: looping,
            code: 'action-cycle-without-delay' as const,
            message: `The way from action ${looping} leads back to it without a delay: contacts would never leave it.`,
            help: 'Add a delay to the cycle, or write `next: end` at one of its actions.',
          },
        ]),
    ...(first && looping === undefined && !reached.some((action) => mayEnd(action, ids))
      ? [
          {
            id: first.id,
            code: 'action-no-end' as const,
            message: 'No action ends the workflow: contacts would never leave it.',
            help: 'Write `next: end` at the last action.',
          },
        ]
      : []),
  ];
}

/** Returns whether contacts may finish at an action, or it continues with an action that does not exist. */
function mayEnd(action: WorkflowAction, ids: ReadonlySet<string>): boolean {
  const { raw } = action;
  const ways = nextActions(action);
  // A branch without a default connection ends for the contacts that no branch takes.
  const isBranchWithDefault = action.does === 'raw' && raw['defaultBranch'] !== undefined;
  return (
    ways.length === 0 ||
    ways.some((id) => !ids.has(id)) ||
    (action.next === undefined && !isBranchWithDefault)
  );
}

/** The types of actions that wait: delay, delay until a day, delay until an event. */
const waitingTypes: ReadonlySet<unknown> = new Set(['0-1', '0-29', '0-35']);

/** Returns whether contacts spend time at an action. A delay of 0 ends at once. */
function isWaiting(action: WorkflowAction): boolean {
  return action.does === 'delay' ? action.minutes > 0 : waitingTypes.has(action.raw['actionTypeId']);
}

/** Returns an action of a cycle in which no action waits. */
function cycleWithoutDelay(actions: readonly WorkflowAction[]): string | undefined {
  const quick = actions.filter((action) => !isWaiting(action));
  const left = new Map(quick.map((action) => [action.id, action]));
  const open = new Map(
    quick.map((action) => [action.id, nextActions(action).filter((id) => left.has(id)).length]),
  );
  const before = new Map<string, string[]>();
  for (const action of quick) {
    for (const id of nextActions(action)) {
      const known = before.get(id);
      if (known) known.push(action.id);
      else before.set(id, [action.id]);
    }
  }
  // Removes the actions that continue with none of the rest, until none is left or all are on the way of a cycle.
  const ended = quick.flatMap(({ id }) => (open.get(id) === 0 ? [id] : []));
  for (let id = ended.pop(); id !== undefined; id = ended.pop()) {
    left.delete(id);
    for (const previous of before.get(id) ?? []) {
      const rest = (open.get(previous) ?? 0) - 1;
      open.set(previous, rest);
      if (rest === 0) ended.push(previous);
    }
  }
  // Every action that is left continues with another one that is left, so following them arrives at a cycle.
  const seen = new Set<string>();
  let [id] = left.keys();
  while (id !== undefined && !seen.has(id)) {
    seen.add(id);
    const action = left.get(id);
    id = action && nextActions(action).find((next) => left.has(next));
  }
  return id;
}

/** Returns a problem for each filter of an enumeration with `IS_NOT_EQUAL_TO`, wherever it is in the file. */
function filterProblems(node: SourceNode): readonly LocalProblem[] {
  if (node.kind === 'list') return itemsOf(node).flatMap(filterProblems);
  if (node.kind !== 'map') return [];
  const operator = valueAt(node, 'operator');
  const isRefused =
    scalarText(operator) === 'IS_NOT_EQUAL_TO' &&
    scalarText(valueAt(node, 'operationType')) === 'ENUMERATION';
  return [
    ...(operator && isRefused
      ? [
          {
            code: 'filter-not-equal' as const,
            at: operator.offset,
            message: 'HubSpot refuses the operator IS_NOT_EQUAL_TO in a filter of an enumeration.',
            help: 'Write `operator: IS_NONE_OF` with a list of values.',
          },
        ]
      : []),
    ...[...node.entries.values()].flatMap(({ value }) => filterProblems(value)),
  ];
}

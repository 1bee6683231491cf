/** The path of a contact through the actions of a workflow. */
import { addMilliseconds, type Instant } from '../../model/time.ts';
import type { FlowAction, FlowDefinition, FlowPosition } from './account-seed.ts';

type Graph = Pick<FlowDefinition, 'actions' | 'startActionId'>;

export function findAction({ actions }: Graph, id: string | undefined): FlowAction | undefined {
  return actions.find(({ actionId }) => actionId === id);
}

/** Returns where a contact begins. A workflow without `startActionId` begins with the first action of its list. */
export function startOf(graph: Graph, at: Instant): FlowPosition {
  return { actionId: graph.startActionId ?? graph.actions[0]?.actionId ?? '', since: at };
}

/**
 * Returns the id of the action that follows, or undefined after the last one. A branch leads along its default
 * connection, or without one along its first branch: the simulator does not evaluate conditions. If no action of the
 * workflow has a connection, its actions run in the order of the list.
 */
export function nextActionId(graph: Graph, action: FlowAction): string | undefined {
  const connections = connectionsOf(action);
  if (connections.length > 0) return connections[0];
  if (graph.startActionId !== undefined || graph.actions.some((other) => connectionsOf(other).length > 0))
    return undefined;
  return graph.actions[graph.actions.indexOf(action) + 1]?.actionId;
}

/** Returns the ids that the connections of an action lead to, that of the default branch first. */
export function connectionsOf(action: FlowAction): readonly string[] {
  const { connection, defaultBranch, listBranches, staticBranches, testBranches } = action;
  const branches = [listBranches, staticBranches, testBranches].flat();
  return [connection, defaultBranch, ...branches.map((branch) => fieldOf(branch, 'connection'))].flatMap(
    (one) => {
      const id = fieldOf(one, 'nextActionId');
      return typeof id === 'string' ? [id] : [];
    },
  );
}

/** Returns how long an action makes a contact wait, in milliseconds: 0 for every other action than a delay. */
export function delayOf(action: FlowAction | undefined): number {
  if (action?.actionTypeId !== delayActionType) return 0;
  const { delta, time_unit: unit } = action.fields ?? {};
  const milliseconds = Number(delta) * (typeof unit === 'string' ? (millisecondsPerUnit[unit] ?? 0) : 60_000);
  return Number.isFinite(milliseconds) && milliseconds > 0 ? milliseconds : 0;
}

export const delayActionType = '0-1';

const millisecondsPerUnit: Readonly<Record<string, number>> = {
  SECONDS: 1000,
  MINUTES: 60_000,
  HOURS: 3_600_000,
  DAYS: 86_400_000,
  WEEKS: 604_800_000,
};

/**
 * Returns the position of a contact that has been in the workflow since `enrolledAt`: the delay that it waits in, or
 * the last one if all delays are over. The actions before it count as done.
 */
export function positionAt(graph: Graph, enrolledAt: Instant, now: Instant): FlowPosition {
  let position = startOf(graph, enrolledAt);
  let { actionId: id, since }: { actionId: string | undefined; since: Instant } = position;
  for (let passed = 0; passed <= graph.actions.length; passed += 1) {
    const action = findAction(graph, id);
    if (!action) break;
    const delay = delayOf(action);
    if (delay > 0) {
      position = { actionId: action.actionId, since };
      since = addMilliseconds(since, delay);
      if (since > now) break;
      // Only a loop without a delay has to be stopped.
      passed = 0;
    }
    id = nextActionId(graph, action);
  }
  return position;
}

/** Returns the actions that the HubSpot app marks as "changes needed": delays with a `time_of_day`. */
export function actionsToChange({ actions }: Graph): readonly FlowAction[] {
  return actions.filter(
    ({ actionTypeId, fields }) => actionTypeId === delayActionType && fields?.['time_of_day'] !== undefined,
  );
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

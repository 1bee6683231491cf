import { idTextOf, isRawObject, type RawValue } from './raw-value.ts';
import type { WorkflowAction } from '../model/definition.ts';

/** Returns the ids of the actions that an action continues with, without duplicates: its next one, or those of its branches. */
export function nextActions({ next, raw }: WorkflowAction): readonly string[] {
  const { defaultBranch, fields: _fields, ...branches } = raw;
  // The default branch is read last: it is the way of the contacts that no other branch takes.
  return [
    ...new Set([...(next === undefined ? [] : [next]), ...connectionsIn([branches, defaultBranch ?? null])]),
  ];
}

/** Returns the ids in all `nextActionId` of a value, at any depth. */
function connectionsIn(value: RawValue): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: RawValue) => connectionsIn(item));
  if (!isRawObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const id = key === 'nextActionId' ? idTextOf(item) : undefined;
    return id === undefined ? connectionsIn(item) : [id];
  });
}

/** Returns whether an action has connections of its own, so that it does not continue with one next action. */
export function isBranch({ raw }: WorkflowAction): boolean {
  const { type, fields: _fields, ...others } = raw;
  return (typeof type === 'string' && type.endsWith('_BRANCH')) || connectionsIn(others).length > 0;
}

/**
 * Returns actions in reading order: from the first one along its connections, each branch to its end. Actions that the
 * first one does not lead to follow, with those behind them. The ids must be unique.
 */
export function inReadingOrder(actions: readonly WorkflowAction[]): readonly WorkflowAction[] {
  const byId = new Map(actions.map((action) => [action.id, action]));
  const read = new Set<WorkflowAction>();
  const [first, ...others] = actions;
  for (const root of first ? [first, ...others.toSorted(byIdOrder)] : []) {
    // A stack, not recursion: a workflow may have thousands of actions in one line.
    const open = [root];
    for (let action = open.pop(); action; action = open.pop()) {
      if (read.has(action)) continue;
      read.add(action);
      open.push(
        ...nextActions(action)
          .flatMap((id) => byId.get(id) ?? [])
          .toReversed(),
      );
    }
  }
  return [...read];
}

function byIdOrder(a: WorkflowAction, b: WorkflowAction): number {
  return compareIds(a.id, b.id);
}

/** Compares ids: by number, then by text. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** Returns the ids of the actions that the first action does not lead to. */
export function unreachableActions(actions: readonly WorkflowAction[]): ReadonlySet<string> {
  const byId = new Map(actions.map((action) => [action.id, action]));
  const reached = new Set<string>();
  const open = actions.slice(0, 1);
  for (let action = open.pop(); action; action = open.pop()) {
    if (reached.has(action.id)) continue;
    reached.add(action.id);
    open.push(...nextActions(action).flatMap((id) => byId.get(id) ?? []));
  }
  return new Set(actions.map(({ id }) => id).filter((id) => !reached.has(id)));
}

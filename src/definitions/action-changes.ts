import { canonicalJson } from '../model/digest.ts';
import { isBranch } from './action-graph.ts';
import { actionName, actionText, code } from './action-text.ts';
import { delayText } from './delay-units.ts';
import { changedPaths } from './raw-changes.ts';
import type { WorkflowAction } from '../model/definition.ts';

interface Change {
  readonly at: string;
  readonly text: string;
}

type Actions = readonly WorkflowAction[];

/** An action before and after, found to be the same one. */
type Pair = readonly [before: WorkflowAction, after: WorkflowAction];

/**
 * Returns the differences between two lists of actions. Actions with the same id and type are the same action; of the
 * others, those with equal content, then those with the same id.
 */
export function actionChanges(before: Actions, after: Actions): readonly Change[] {
  const pairs = pairActions(before, after);
  const paired = new Map(pairs.map(([old, now]) => [now, old]));
  const kept = new Set(pairs.map(([old]) => old));
  const removed = before.filter((action) => !kept.has(action));
  const order = orderChanges({ before, after, pairs });
  return [
    ...removed.map((action) => ({
      at: `actions.${action.id}`,
      text: `${actionName(action)} removed: ${actionText(action)}`,
    })),
    ...after.flatMap((action, index) => {
      const old = paired.get(action);
      if (!old) return [addition(action, after[index - 1])];
      return [...contentChanges(old, action), ...order.filter(({ action: of }) => of === action)];
    }),
    ...order.filter(({ action }) => action === undefined),
  ].map(({ at, text }) => ({ at, text }));
}

function addition(action: WorkflowAction, previous: WorkflowAction | undefined): Change {
  const place = previous === undefined ? '' : ` (after ${actionName(previous)})`;
  return { at: `actions.${action.id}`, text: `${actionName(action)} added: ${actionText(action)}${place}` };
}

function pairActions(before: Actions, after: Actions): readonly Pair[] {
  const pairs: Pair[] = [];
  const [old, now] = [new Set(before), new Set(after)];
  for (const key of [idAndType, contentOf, idOf]) {
    const byKey = new Map<string, WorkflowAction[]>();
    for (const action of old) byKey.set(key(action), [...(byKey.get(key(action)) ?? []), action]);
    for (const action of now) {
      const match = byKey.get(key(action))?.shift();
      if (!match) continue;
      pairs.push([match, action]);
      old.delete(match);
      now.delete(action);
    }
  }
  return pairs;
}

function idAndType({ id, does, raw }: WorkflowAction): string {
  return canonicalJson([id, does, raw['actionTypeId'] ?? null, raw['type'] ?? null]);
}

function idOf({ id }: WorkflowAction): string {
  return id;
}

/** Returns what an action does, without its place. */
function contentOf({ id: _id, next: _next, edge: _edge, ...content }: WorkflowAction): string {
  return canonicalJson(content);
}

function contentChanges(before: WorkflowAction, after: WorkflowAction): readonly Change[] {
  const at = `actions.${after.id}`;
  // An action of another type has no name of one type.
  const name = before.does === after.does ? actionName(after) : `action ${after.id}`;
  return [
    ...(before.id === after.id ? [] : [{ at, text: `action ${before.id} is now ${name}` }]),
    ...typedChange(before, after).map((text) => ({ at, text: `${name}: ${text}` })),
    ...changedPaths(before.raw, after.raw, at).map((path) => ({
      at: path,
      text: `a part that rollcall does not know changed: ${path}`,
    })),
    ...((before.edge ?? '') === (after.edge ?? '')
      ? []
      : [{ at, text: `${name}: connection ${before.edge ?? 'STANDARD'} → ${after.edge ?? 'STANDARD'}` }]),
  ];
}

function typedChange(before: WorkflowAction, after: WorkflowAction): readonly string[] {
  if (before.does === 'delay' && after.does === 'delay') {
    if (before.minutes !== after.minutes)
      return [`${delayText(before.minutes)} → ${delayText(after.minutes)}`];
    return before.unit === after.unit ? [] : [`counted in ${unitText(before)} → ${unitText(after)}`];
  }
  if (before.does === 'set-property' && after.does === 'set-property' && before.property === after.property) {
    if (before.value === after.value) return [];
    return [`sets ${code(after.property)} to ${code(after.value)} (before: ${code(before.value)})`];
  }
  const [old, now] = [actionText(before), actionText(after)];
  return old === now ? [] : [`${old} → ${now}`];
}

function unitText({ unit = 'MINUTES' }: { readonly unit?: string }): string {
  return unit.toLowerCase();
}

/**
 * Returns the changes of the way through the actions that added and removed actions do not explain: following a way skips
 * the actions that exist on one side only.
 */
function orderChanges({ before, after, pairs }: Versions): readonly OrderChange[] {
  const nowOf = new Map(pairs.map(([old, now]) => [old.id, now.id]));
  const kept = new Set(pairs.map(([, now]) => now.id));
  const oldWay = (id: string | undefined) => follow(before, id, (of) => nowOf.get(of));
  const newWay = (id: string | undefined) => follow(after, id, (of) => (kept.has(of) ? of : undefined));
  const [oldStart, newStart] = [oldWay(before[0]?.id), newWay(after[0]?.id)];
  const start: readonly OrderChange[] =
    oldStart === newStart ? [] : [{ at: 'actions', text: `starts with ${newStart} (before: ${oldStart})` }];
  const ways = pairs.flatMap(([old, now]): readonly OrderChange[] => {
    const [was, is] = [oldWay(old.next), newWay(now.next)];
    const text = `${actionName(now)} continues with ${is} (before: ${was})`;
    return was === is ? [] : [{ action: now, at: `actions.${now.id}.next`, text }];
  });
  return [...start, ...ways];
}

interface Versions {
  readonly before: Actions;
  readonly after: Actions;
  readonly pairs: readonly Pair[];
}

interface OrderChange extends Change {
  /** The action that the change is about. Absent: the start. */
  readonly action?: WorkflowAction;
}

/** Returns where a way leads: the end, or the first action on it that exists on both sides, by its new id. */
function follow(
  actions: Actions,
  from: string | undefined,
  known: (id: string) => string | undefined,
): string {
  const seen = new Set<string>();
  let id = from;
  while (id !== undefined) {
    const current = id;
    const action = actions.find((candidate) => candidate.id === current);
    const name = known(current);
    // A branch has several ways on; an action that does not exist has none.
    if (name !== undefined || !action || isBranch(action) || seen.has(current))
      return `action ${name ?? current}`;
    seen.add(current);
    id = action.next;
  }
  return 'the end';
}

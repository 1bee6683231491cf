/** Edits of workflows and sequences that a user makes in the HubSpot app, written as `NAME=VALUE`. */
import { Failure } from '../../model/failure.ts';
import type { TargetIdentity } from '../../model/target.ts';
import { parseDuration } from '../../model/time.ts';
import type { SimulatedAccount } from './account.ts';
import type { FlowAction, FlowDefinition, SeedFlow, SeedSequence } from './account-seed.ts';
import { isProperty } from './contact-properties.ts';
import { connectionsOf, delayActionType, findAction, nextActionId, startOf } from './flow-graph.ts';
import { editTarget, replaceFlow, replaceSteps } from './targets.ts';

/** Each edit, and what its value is. `N` is the id of an action, or the number of a step counted from 1. */
export const definitionEdits = {
  name: 'a new name',
  'delay:N': 'the length of the delay N of a workflow, or the delay before step N of a sequence, such as 5d',
  'remove:N': 'empty: delete action N',
  'add-delay': 'the length of a delay to append, such as 2d',
  'set:PROPERTY': 'the value that an appended action sets',
  'add-action': 'an action to append, as JSON',
  're-enroll': 'on or off',
  suppress: 'the id of a list to suppress',
  unsuppress: 'the id of a list to suppress no longer',
} as const;

/** Applies an edit. Throws a `Failure` for an edit that the target does not have. */
export function editDefinition(account: SimulatedAccount, target: TargetIdentity, text: string): void {
  const [, verb = '', argument = '', value = ''] = /^([\w-]+)(?::([^=]+))?=(.*)$/su.exec(text) ?? [];
  const edit: Edit = { verb, argument, value, text };
  const sequence = account.sequences.get(target.id);
  const flow = account.flows.get(target.id);
  if (sequence) editSequence(account, sequence, edit);
  else if (flow) replaceFlow(account, flow, editedFlow(account, flow, edit));
}

interface Edit {
  readonly verb: string;
  readonly argument: string;
  readonly value: string;
  readonly text: string;
}

function editSequence(account: SimulatedAccount, sequence: SeedSequence, edit: Edit): void {
  if (edit.verb === 'name') {
    sequence.name = edit.value;
    editTarget(account, { kind: 'sequence', id: sequence.id });
    return;
  }
  if (edit.verb !== 'delay') throw invalidEdit(edit, 'a sequence has only the edits name and delay:N');
  const delayMillis = durationIn(edit);
  const index = Number(edit.argument) - 1;
  if (!sequence.steps[index]) throw invalidEdit(edit, `the sequence has ${sequence.steps.length} steps`);
  replaceSteps(
    account,
    sequence,
    sequence.steps.map((step, at) => (at === index ? { ...step, delayMillis } : step)),
  );
}

function editedFlow(account: SimulatedAccount, { definition }: SeedFlow, edit: Edit): FlowDefinition {
  const { enrollmentCriteria, suppressionListIds } = definition;
  switch (edit.verb) {
    case 'name':
      return { ...definition, name: edit.value };
    case 'delay':
      return { ...definition, actions: withDelay(definition, edit) };
    case 'remove':
      return withoutAction(definition, edit);
    case 'add-delay':
      return withAction(definition, delayAction(durationIn(edit)));
    case 'set':
      if (!isProperty(account, edit.argument)) throw invalidEdit(edit, 'contacts have no such property');
      return withAction(definition, setPropertyAction(edit.argument, edit.value));
    case 'add-action':
      return withAction(definition, parseAction(edit));
    case 're-enroll':
      if (edit.value !== 'on' && edit.value !== 'off') throw invalidEdit(edit, 'pass on or off');
      return {
        ...definition,
        enrollmentCriteria: { ...enrollmentCriteria, shouldReEnroll: edit.value === 'on' },
      };
    case 'suppress':
      if (!account.lists.has(edit.value)) throw invalidEdit(edit, 'the account has no such list');
      return { ...definition, suppressionListIds: [...new Set([...suppressionListIds, edit.value])] };
    case 'unsuppress':
      if (!suppressionListIds.includes(edit.value)) {
        throw invalidEdit(edit, `the workflow suppresses ${suppressionListIds.join(', ') || 'no list'}`);
      }
      return { ...definition, suppressionListIds: suppressionListIds.filter((id) => id !== edit.value) };
    default:
      throw invalidEdit(edit, 'unknown edit');
  }
}

function withDelay(definition: FlowDefinition, edit: Edit): FlowAction[] {
  const { fields } = delayAction(durationIn(edit));
  const action = findAction(definition, edit.argument);
  if (action?.actionTypeId !== delayActionType) {
    const delays = definition.actions.filter(({ actionTypeId }) => actionTypeId === delayActionType);
    const ids = delays.map(({ actionId }) => actionId).join(', ');
    throw invalidEdit(edit, `the delays of the workflow are ${ids || '(none)'}`);
  }
  return definition.actions.map((other) =>
    other === action ? { ...action, fields: { ...action.fields, ...fields } } : other,
  );
}

/** Appends an action: the last action on the path of a contact leads to it. */
function withAction(definition: FlowDefinition, added: Omit<FlowAction, 'actionId'>): FlowDefinition {
  const { actions } = definition;
  const actionId = String(Math.max(0, ...actions.map((action) => Number(action.actionId) || 0)) + 1);
  const appended: FlowAction = {
    actionId,
    type: 'SINGLE_CONNECTION',
    actionTypeVersion: 0,
    fields: {},
    ...added,
  };
  const last = lastOnPath(definition);
  if (!last) return { ...definition, actions: [appended], startActionId: actionId };
  const connection = { edgeType: 'STANDARD', nextActionId: actionId };
  return {
    ...definition,
    startActionId: startOf(definition, '').actionId,
    actions: [
      ...connected(definition).map((action) =>
        action.actionId === last.actionId ? { ...action, connection } : action,
      ),
      appended,
    ],
  };
}

/** Deletes an action. Each connection that led to it leads to the action after it. */
function withoutAction(definition: FlowDefinition, edit: Edit): FlowDefinition {
  const deleted = findAction(definition, edit.argument);
  if (!deleted)
    throw invalidEdit(
      edit,
      `the actions of the workflow are ${definition.actions.map(({ actionId }) => actionId).join(', ') || '(none)'}`,
    );
  const next = nextActionId(definition, deleted);
  const rest = connected(definition).filter(({ actionId }) => actionId !== deleted.actionId);
  const start = startOf(definition, '').actionId;
  const startActionId = start === deleted.actionId ? next : start;
  const { startActionId: _start, ...unchanged } = definition;
  return {
    ...unchanged,
    actions: rest.map((action) => redirect(action, deleted.actionId, next)),
    ...(startActionId === undefined ? {} : { startActionId }),
  };
}

/** Returns the actions with explicit connections, also if they run in the order of the list. */
function connected(definition: FlowDefinition): FlowAction[] {
  return definition.actions.map((action) => {
    const next = nextActionId(definition, action);
    if (next === undefined || connectionsOf(action).length > 0) return action;
    return { ...action, connection: { edgeType: 'STANDARD', nextActionId: next } };
  });
}

function lastOnPath(definition: FlowDefinition): FlowAction | undefined {
  const passed = new Set<FlowAction>();
  let last: FlowAction | undefined;
  let action = findAction(definition, startOf(definition, '').actionId);
  while (action && !passed.has(action)) {
    passed.add(action);
    last = action;
    action = findAction(definition, nextActionId(definition, action));
  }
  return last;
}

/** Returns an action in which every connection to `from` leads to `to`, or to nothing. */
function redirect(action: FlowAction, from: string, to: string | undefined): FlowAction {
  const replaced: FlowAction = JSON.parse(JSON.stringify(action), (_key, value: unknown) => {
    if (
      typeof value !== 'object' ||
      value === null ||
      !('nextActionId' in value) ||
      value.nextActionId !== from
    )
      return value;
    return to === undefined ? undefined : { ...value, nextActionId: to };
  });
  return replaced;
}

function delayAction(milliseconds: number): Omit<FlowAction, 'actionId'> & { readonly fields: object } {
  const fields = { delta: String(milliseconds / 60_000), time_unit: 'MINUTES' };
  return { actionTypeId: delayActionType, fields };
}

function setPropertyAction(name: string, value: string): Omit<FlowAction, 'actionId'> {
  const fields = { property_name: name, value: { type: 'STATIC_VALUE', staticValue: value } };
  return { actionTypeId: '0-5', fields };
}

function parseAction(edit: Edit): Omit<FlowAction, 'actionId'> {
  try {
    const { actionId: _id, ...action }: FlowAction = JSON.parse(edit.value);
    if (typeof action.actionTypeId === 'string') return action;
  } catch {
    // Reported below, like JSON of another kind.
  }
  throw invalidEdit(edit, 'pass an object with "actionTypeId" as JSON');
}

/** Returns whole minutes, the smallest unit of a delay, in milliseconds. */
function durationIn(edit: Edit): number {
  const milliseconds = parseDuration(edit.value);
  if (milliseconds !== undefined && milliseconds % 60_000 === 0) return milliseconds;
  throw invalidEdit(edit, 'pass a number of minutes, hours, days or weeks, such as 30m, 12h, 3d or 2w');
}

function invalidEdit({ text }: Edit, problem: string): Failure {
  const edits = Object.entries(definitionEdits).map(([name, value]) => `${name}=… (${value})`);
  return new Failure({
    code: 'simulator-action',
    message: `Invalid edit "${text}": ${problem}.`,
    help: `Pass one of these edits with --with: ${edits.join('; ')}.`,
  });
}

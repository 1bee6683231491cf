import { assertNever } from '../model/failure.ts';
import { delayText } from './delay-units.ts';
import type { WorkflowAction } from '../model/definition.ts';

/** Returns what an action does, in words: `set \`lifecyclestage\` to \`customer\``. */
export function actionText(action: WorkflowAction): string {
  switch (action.does) {
    case 'delay':
      return `wait ${delayText(action.minutes)}`;
    case 'set-property':
      return action.value === ''
        ? `clear ${code(action.property)}`
        : `set ${code(action.property)} to ${code(action.value)}`;
    case 'add-to-list':
      return `add to list ${action.list}`;
    case 'remove-from-list':
      return `remove from list ${action.list}`;
    case 'enroll-in-sequence':
      return `enroll in sequence ${action.sequence}`;
    case 'unenroll-from-sequence':
      return 'unenroll from sequence';
    case 'send-email':
      return `send email ${action.email}`;
    case 'raw':
      return rawActionText(action);
    default:
      return assertNever(action);
  }
}

function rawActionText({ raw }: WorkflowAction): string {
  const type = raw['actionTypeId'] ?? raw['type'];
  return typeof type === 'string'
    ? `an action that rollcall does not know (${type})`
    : 'an action that rollcall does not know';
}

/** Returns the name of an action for the subject of a sentence: `delay 1`, `action 3`. */
export function actionName({ does, id }: WorkflowAction): string {
  return does === 'delay' ? `delay ${id}` : `action ${id}`;
}

/** Returns a text in backticks, with line breaks escaped as in JSON. */
export function code(text: string): string {
  return `\`${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"')}\``;
}

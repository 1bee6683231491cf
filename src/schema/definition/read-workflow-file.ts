import { normalizeWorkflow } from '../../definitions/normalize-workflow.ts';
import type { Enrollment, WorkflowAction, WorkflowDefinition } from '../../model/definition.ts';
import { readId } from '../read/read-values.ts';
import {
  itemsOf,
  type SourceDocument,
  type SourceFile,
  type SourceMap,
  type SourceNode,
} from '../source-file.ts';
import { readAction, type UnlinkedAction } from './read-action.ts';
import {
  readIds,
  readRaw,
  readSwitch,
  readText,
  reportMissing,
  reportWrongValue,
  scalarText,
} from './read-parts.ts';

/** A workflow as its file defines it, with the places of its actions. */
export interface WorkflowFile {
  readonly definition: WorkflowDefinition;
  /** By action id. */
  readonly actionNodes: ReadonlyMap<string, SourceMap>;
}

/** Reads the file of a workflow. Returns undefined if its actions do not have unique ids. */
export function readWorkflowFile({ root, scope }: SourceDocument): WorkflowFile | undefined {
  const list = root.entries.get('actions')?.value;
  if (!list) reportMissing(root, 'actions', scope);
  else if (list.kind !== 'list') {
    reportWrongValue(list, { name: 'actions', expected: 'a list of actions', example: 'actions: []' }, scope);
  }
  const read = itemsOf(list).flatMap((item) => readAction(item, scope) ?? []);
  const actions = withIds(read, scope);
  if (!actions) return undefined;
  const unenrollFrom = root.entries.get('unenrollFrom')?.value;
  const definition = normalizeWorkflow({
    kind: 'workflow',
    name: readText(root, 'name', scope),
    enrollment: readEnrollment(root, scope),
    reEnroll: readSwitch(root, 'reEnroll', scope),
    unenrollUnmatched: readSwitch(root, 'unenrollUnmatched', scope),
    suppressionLists: readIds(root.entries.get('suppressionLists')?.value, 'suppressionLists', scope),
    unenrollFrom: scalarText(unenrollFrom) === 'all' ? 'all' : readIds(unenrollFrom, 'unenrollFrom', scope),
    actions: actions.map(({ action }) => action),
    raw: readRaw(root.entries.get('raw')?.value, 'raw', scope),
  });
  return { definition, actionNodes: new Map(actions.map(({ action, node }) => [action.id, node])) };
}

function readEnrollment(root: SourceMap, scope: SourceFile): Enrollment {
  const node = root.entries.get('enroll')?.value;
  if (!node) {
    reportMissing(root, 'enroll', scope);
    return { trigger: 'manual' };
  }
  if (scalarText(node) === 'manual') return { trigger: 'manual' };
  const only = node.kind === 'map' && node.entries.size === 1 ? node : undefined;
  const list = only?.entries.get('list')?.value;
  if (list) return { trigger: 'list', list: readId(list, scope) ?? '' };
  const raw: SourceNode | undefined = only?.entries.get('raw')?.value;
  if (raw) return { trigger: 'raw', raw: readRaw(raw, 'raw', scope) };
  const expected = '`manual`, a list, or raw criteria';
  reportWrongValue(node, { name: 'enroll', expected, example: 'enroll: { list: 611 }' }, scope);
  return { trigger: 'manual' };
}

interface LinkedAction {
  readonly action: WorkflowAction;
  readonly node: SourceMap;
}

/** Gives each action its id and its next action. Reports duplicate ids, and returns undefined for them. */
function withIds(read: readonly UnlinkedAction[], scope: SourceFile): readonly LinkedAction[] | undefined {
  const byId = new Map<string, UnlinkedAction>();
  let unique = true;
  for (const action of read) {
    if (action.id === undefined) continue;
    const first = byId.get(action.id);
    byId.set(action.id, first ?? action);
    if (!first) continue;
    unique = false;
    scope.report({
      code: 'action-id-duplicate',
      at: action.node.entries.get('id')?.value.offset ?? action.node.offset,
      message: `The action id ${action.id} is duplicated.`,
      help: 'Give one of the two actions another id, or remove its `id` line: rollcall then takes the next free number.',
      relatedAt: [first.node.entries.get('id')?.value.offset ?? first.node.offset],
    });
  }
  if (!unique) return undefined;
  let free = 0;
  const ids = read.map(({ id }) => {
    if (id !== undefined) return id;
    do free += 1;
    while (byId.has(String(free)));
    return String(free);
  });
  return read.map(({ node, content, raw, next, edge, continues }, index) => {
    const following = continues ? ids[index + 1] : undefined;
    const target = next === 'end' ? undefined : (next ?? following);
    return {
      node,
      action: {
        ...content,
        id: ids[index] ?? '',
        ...(target === undefined ? {} : { next: target }),
        ...(edge === undefined ? {} : { edge }),
        raw,
      },
    };
  });
}

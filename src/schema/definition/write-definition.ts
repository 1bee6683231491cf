import { Document, type Node, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { isBranch } from '../../definitions/action-graph.ts';
import type { Definition } from '../../definitions/definition-changes.ts';
import { delayText } from '../../definitions/delay-units.ts';
import { isEmptyObject } from '../../definitions/raw-value.ts';
import type { SequenceDefinition } from '../../definitions/sequence-definition.ts';
import type { WorkflowAction, WorkflowDefinition } from '../../model/definition.ts';
import { assertNever } from '../../model/failure.ts';
import { escapeInvisible, replaceInvisible } from '../../model/text/invisible-characters.ts';
import { editorLine } from '../write/editor-line.ts';
import { isYaml11Boolean } from '../yaml/yaml11-boolean.ts';
import { actionWords, definitionFormatVersion, unitWords } from './action-words.ts';

export interface WriteDefinition {
  /** The path of the file, from which the comment for editors leads to the schema. */
  readonly file: string;
  /** Lines of a comment below the comment for editors. */
  readonly comment?: readonly string[];
}

/** Returns a definition as YAML in a fixed order: equal definitions result in equal bytes. */
export function writeDefinition(definition: Definition, { file, comment = [] }: WriteDefinition): string {
  const document = new Document(null, { compat: 'yaml-1.1' });
  const root = mapOf([
    ['definition', definition.kind],
    ['formatVersion', definitionFormatVersion],
    ['name', definition.name],
    ...(definition.kind === 'workflow' ? workflowEntries(definition) : sequenceEntries(definition)),
    ...rawEntry(definition.raw),
  ]);
  document.contents = root;
  const lines = comment.map((line) => `# ${escapeInvisible(line.replace(/[\p{Cc}\u2028\u2029]+/gu, ' '))}\n`);
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: true });
  // Texts with such characters are in double quotes. A reviewer must see everything that a workflow writes.
  return `${editorLine(file, 'definition')}${lines.join('')}${replaceInvisible(text, yamlEscape)}`;
}

function yamlEscape(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
}

type Entry = readonly [key: string, value: unknown];

function workflowEntries(definition: WorkflowDefinition): readonly Entry[] {
  const { enrollment, reEnroll, unenrollUnmatched, suppressionLists, unenrollFrom, actions } = definition;
  return [
    ['enroll', enrollNode(enrollment)],
    ['reEnroll', reEnroll],
    ...(unenrollUnmatched ? [['unenrollUnmatched', true] as const] : []),
    ...(suppressionLists.length > 0 ? [['suppressionLists', idsNode(suppressionLists)] as const] : []),
    ...(unenrollFrom === 'all' ? [['unenrollFrom', 'all'] as const] : []),
    ...(unenrollFrom !== 'all' && unenrollFrom.length > 0
      ? [['unenrollFrom', idsNode(unenrollFrom)] as const]
      : []),
    ['actions', listOf(actions.map((action, index) => actionNode(action, actions[index + 1])))],
  ];
}

function enrollNode(enrollment: WorkflowDefinition['enrollment']): unknown {
  if (enrollment.trigger === 'manual') return 'manual';
  if (enrollment.trigger === 'raw') return mapOf([['raw', enrollment.raw]]);
  return inline(mapOf([['list', idNode(enrollment.list)]]));
}

function actionNode(action: WorkflowAction, following: WorkflowAction | undefined): Node {
  return mapOf([
    ['id', idNode(action.id)],
    ...contentEntries(action),
    ...(action.does === 'raw' ? [['raw', action.raw] as const] : rawEntry(action.raw)),
    ...nextEntries(action, following),
  ]);
}

/** Returns where an action continues, unless that is the action below it. */
function nextEntries(action: WorkflowAction, following: WorkflowAction | undefined): readonly Entry[] {
  const { next, edge } = action;
  const edgeEntry = edge === undefined ? [] : [['edge', edge] as const];
  if (next === undefined) return following && !isBranch(action) ? [['next', 'end']] : [];
  if (next === following?.id && edge === undefined && !isBranch(action)) return [];
  return [['next', idNode(next)], ...edgeEntry];
}

function contentEntries(action: WorkflowAction): readonly Entry[] {
  switch (action.does) {
    case 'delay':
      return [
        [actionWords.delay, delayText(action.minutes)],
        ...(action.unit === undefined ? [] : [['unit', unitWords[action.unit]] as const]),
      ];
    case 'set-property':
      return [[actionWords[action.does], inline(mapOf([[action.property, action.value]]))]];
    case 'add-to-list':
    case 'remove-from-list':
      return [[actionWords[action.does], idNode(action.list)]];
    case 'enroll-in-sequence':
      return [[actionWords[action.does], idNode(action.sequence)]];
    case 'unenroll-from-sequence':
      return [[actionWords[action.does], true]];
    case 'send-email':
      return [[actionWords[action.does], idNode(action.email)]];
    case 'raw':
      return [];
    default:
      return assertNever(action);
  }
}

function sequenceEntries({ steps, settings }: SequenceDefinition): readonly Entry[] {
  return [
    [
      'steps',
      listOf(
        steps.map(({ id, does, afterMinutes, raw }) =>
          mapOf([
            ...(id === undefined ? [] : [['id', idNode(id)] as const]),
            ['step', does],
            ...(afterMinutes === 0 ? [] : [['after', delayText(afterMinutes)] as const]),
            ...rawEntry(raw),
          ]),
        ),
      ),
    ],
    ...(isEmptyObject(settings) ? [] : [['settings', settings] as const]),
  ];
}

function rawEntry(raw: WorkflowDefinition['raw']): readonly Entry[] {
  return isEmptyObject(raw) ? [] : [['raw', raw]];
}

function idNode(id: string): Scalar {
  const isNumber = /^(?:0|[1-9]\d*)$/u.test(id) && Number.isSafeInteger(Number(id));
  return new Scalar(isNumber ? Number(id) : id);
}

function idsNode(ids: readonly string[]): Node {
  const node = listOf(ids.map(idNode));
  node.flow = true;
  return node;
}

function inline(node: YAMLMap): YAMLMap {
  node.flow = true;
  return node;
}

function mapOf(entries: readonly Entry[]): YAMLMap {
  const map = new YAMLMap();
  for (const [key, value] of entries) map.set(keyNode(key), nodeOf(value));
  return map;
}

function listOf(items: readonly unknown[]): YAMLSeq {
  const list = new YAMLSeq();
  list.items = items.map(nodeOf);
  list.flow = items.length === 0;
  return list;
}

/** Returns the key in quotes if readers would treat it as a merge key, or as true or false. */
function keyNode(key: string): Scalar {
  return textNode(key, key === '<<' || isYaml11Boolean(key));
}

/** Returns a text in double quotes if it needs escapes. */
function textNode(text: string, quoted: boolean): Scalar {
  const node = new Scalar(text);
  if (quoted || escapeInvisible(text) !== text) node.type = Scalar.QUOTE_DOUBLE;
  return node;
}

function nodeOf(value: unknown): Node {
  if (value instanceof Scalar || value instanceof YAMLMap || value instanceof YAMLSeq) return value;
  if (Array.isArray(value)) return listOf(value);
  if (typeof value === 'string') return textNode(value, false);
  if (value === null || typeof value !== 'object') return new Scalar(value);
  const entries = Object.entries(value);
  const map = mapOf(entries);
  map.flow = entries.length === 0;
  return map;
}

import { isBranch } from '../../definitions/action-graph.ts';
import { delayUnits, maxDelayCount } from '../../definitions/delay-units.ts';
import type { RawObject } from '../../definitions/raw-value.ts';
import type { ActionContent } from '../../model/definition.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import { readId } from '../read/read-values.ts';
import type { SourceFile, SourceMap, SourceNode } from '../source-file.ts';
import { actionWords, unitWords } from './action-words.ts';
import {
  checkKeys,
  readDuration,
  readRaw,
  reportTooLong,
  reportWrongValue,
  scalarText,
} from './read-parts.ts';

/** An action as its block defines it, before actions without an id have one. */
export interface UnlinkedAction {
  readonly node: SourceMap;
  readonly id?: string;
  readonly content: ActionContent;
  readonly raw: RawObject;
  /** The id of the next action, or `end`. */
  readonly next?: string;
  readonly edge?: string;
  /** Whether the action continues with the one below it if it names no other. */
  readonly continues: boolean;
}

const words: readonly string[] = Object.values(actionWords);
const knownKeys = ['id', ...words, 'unit', 'raw', 'next', 'edge'];

/** Reads one action. Reports a block without an action, or with several. */
export function readAction(node: SourceNode, scope: SourceFile): UnlinkedAction | undefined {
  if (node.kind !== 'map') {
    const expected = 'a block of keys';
    return reportWrongValue(node, { name: 'actions', expected, example: '- delay: 2 days' }, scope);
  }
  checkKeys(node, knownKeys, scope);
  const given = words.filter((word) => node.entries.has(word));
  if (given.length > 1 || (given.length === 0 && !node.entries.has('raw'))) {
    const found = given.length === 0 ? 'no action' : `${given.length} actions: ${given.join(', ')}`;
    scope.report({
      code: 'action-unclear',
      at: node.offset,
      message: `This block contains ${found}.`,
      help: `Write one of: ${words.join(', ')}; or \`raw\` with the action as HubSpot's API returns it.`,
    });
    return undefined;
  }
  const raw = readRaw(node.entries.get('raw')?.value, 'raw', scope);
  const content = readContent(node, given[0], scope);
  const isOwnWay = isBranch({ does: 'raw', id: '', raw });
  return {
    node,
    content: content ?? { does: 'raw' },
    raw,
    continues: !isOwnWay,
    ...omitUndefined({
      id: readText(node, 'id', scope),
      next: readText(node, 'next', scope),
      edge: readText(node, 'edge', scope),
    }),
  };
}

function readText(map: SourceMap, key: string, scope: SourceFile): string | undefined {
  const node = map.entries.get(key)?.value;
  const text = scalarText(node);
  if (node && (text === undefined || text === '')) {
    reportWrongValue(node, { name: key, expected: 'the id of an action', example: `${key}: 2` }, scope);
  }
  return text;
}

function readContent(map: SourceMap, word: string | undefined, scope: SourceFile): ActionContent | undefined {
  const node = word === undefined ? undefined : map.entries.get(word)?.value;
  const id = (): string => (node && readId(node, scope)) ?? '';
  if (!node || word === undefined) return undefined;
  switch (word) {
    case actionWords.delay:
      return readDelay(map, node, scope);
    case actionWords['set-property']:
      return readSet(node, scope);
    case actionWords['add-to-list']:
      return { does: 'add-to-list', list: id() };
    case actionWords['remove-from-list']:
      return { does: 'remove-from-list', list: id() };
    case actionWords['enroll-in-sequence']:
      return { does: 'enroll-in-sequence', sequence: id() };
    case actionWords['send-email']:
      return { does: 'send-email', email: id() };
    case actionWords['unenroll-from-sequence']:
      if (node.kind === 'scalar' && node.value === true) return { does: 'unenroll-from-sequence' };
      return reportWrongValue(node, { name: word, expected: '`true`', example: `${word}: true` }, scope);
    default:
      return undefined;
  }
}

function readDelay(map: SourceMap, node: SourceNode, scope: SourceFile): ActionContent {
  const minutes = readDuration(node, actionWords.delay, scope);
  const unitNode = map.entries.get('unit')?.value;
  const word = scalarText(unitNode);
  const unit = (['HOURS', 'DAYS', 'WEEKS'] as const).find((known) => unitWords[known] === word);
  if (unitNode && unit === undefined) {
    const expected = 'one of `hours`, `days`, `weeks`';
    reportWrongValue(unitNode, { name: 'unit', expected, example: 'unit: days' }, scope);
  }
  const size = delayUnits[unit ?? 'MINUTES'];
  if (!Number.isInteger(minutes / size)) {
    scope.report({
      code: 'bad-duration',
      at: node.offset,
      message: `The delay is not a whole number of ${unit === undefined ? 'minutes' : unitWords[unit]}.`,
      help: 'HubSpot counts delays in whole units. Write for example `delay: 36 hours`.',
    });
  }
  if (minutes / size > maxDelayCount) reportTooLong(node, actionWords.delay, scope);
  return { does: 'delay', minutes, ...omitUndefined({ unit }) };
}

function readSet(node: SourceNode, scope: SourceFile): ActionContent {
  const entries = node.kind === 'map' ? [...node.entries] : [];
  const [entry] = entries;
  const value = scalarText(entry?.[1].value);
  if (entries.length === 1 && entry && value !== undefined)
    return { does: 'set-property', property: entry[0], value };
  const expected = 'one property with its value (use `""` to clear it)';
  reportWrongValue(
    entry?.[1].value ?? node,
    { name: 'set', expected, example: 'set: { lifecyclestage: customer }' },
    scope,
  );
  return { does: 'set-property', property: '', value: '' };
}

/** Readers of single values of a definition. Each reports an invalid value and returns a default for it. */
import { isTooLong, maxDelayCount, minutesOf } from '../../definitions/delay-units.ts';
import { type RawObject, rawObjectOf } from '../../definitions/raw-value.ts';
import { unknownKeyProblem } from '../check/schema-violation.ts';
import { describeValue } from '../describe-value.ts';
import { readId } from '../read/read-values.ts';
import type { SourceFile, SourceMap, SourceNode } from '../source-file.ts';

/** Returns the text of a single value as written; undefined for null, blocks and lists. */
export function scalarText(node: SourceNode | undefined): string | undefined {
  if (node?.kind !== 'scalar' || node.value === null) return undefined;
  return typeof node.value === 'string' ? node.value : node.text;
}

/** Reports the keys of a block that are not known. */
export function checkKeys(map: SourceMap, known: readonly string[], scope: SourceFile): void {
  for (const [key, { keyOffset }] of map.entries) {
    if (!known.includes(key)) scope.report({ ...unknownKeyProblem(key, known), at: keyOffset });
  }
}

/** What a value must be: its name, and the expected value in words. */
interface Expected {
  readonly name: string;
  readonly expected: string;
  readonly example: string;
}

export function reportWrongValue(
  node: SourceNode,
  { name, expected, example }: Expected,
  scope: SourceFile,
): undefined {
  scope.report({
    code: 'wrong-value',
    at: node.offset,
    message: `Invalid \`${name}\`: expected ${expected}; found ${describeValue(node)}.`,
    help: `For example: \`${example}\`.`,
  });
}

export function readText(map: SourceMap, key: string, scope: SourceFile): string {
  const entry = map.entries.get(key);
  const text = scalarText(entry?.value);
  if (text !== undefined) return text;
  if (entry)
    reportWrongValue(entry.value, { name: key, expected: 'text', example: `${key}: Onboarding` }, scope);
  else reportMissing(map, key, scope);
  return '';
}

export function reportMissing(map: SourceMap, key: string, scope: SourceFile): void {
  const help = `Add \`${key}:\` with its value.`;
  scope.report({ code: 'missing-key', at: map.offset, message: `\`${key}\` is missing.`, help });
}

/** Returns a switch; false if the file does not have it. */
export function readSwitch(map: SourceMap, key: string, scope: SourceFile): boolean {
  const node = map.entries.get(key)?.value;
  if (!node) return false;
  if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value;
  reportWrongValue(node, { name: key, expected: '`true` or `false`', example: `${key}: true` }, scope);
  return false;
}

/** Returns a list of ids; empty if the file does not have it. */
export function readIds(node: SourceNode | undefined, name: string, scope: SourceFile): readonly string[] {
  if (!node) return [];
  if (node.kind === 'list') return node.items.flatMap((item) => readId(item, scope) ?? []);
  reportWrongValue(node, { name, expected: 'a list of ids', example: `${name}: [620]` }, scope);
  return [];
}

/** Returns the minutes of a duration such as `2 days`. */
export function readDuration(node: SourceNode, name: string, scope: SourceFile): number {
  const text = scalarText(node) ?? '';
  const minutes = minutesOf(text);
  if (minutes !== undefined) return minutes;
  if (isTooLong(text)) {
    reportTooLong(node, name, scope);
    return 0;
  }
  scope.report({
    code: 'bad-duration',
    at: node.offset,
    message: `Invalid \`${name}\`: ${describeValue(node)} is not a time.`,
    help: `Write a number and a unit (minutes, hours, days or weeks), for example \`${name}: 2 days\`.`,
  });
  return 0;
}

/** Reports a time that is longer than a definition can have. */
export function reportTooLong(node: SourceNode, name: string, scope: SourceFile): void {
  scope.report({
    code: 'bad-duration',
    at: node.offset,
    message: `Invalid \`${name}\`: ${describeValue(node)} is too long.`,
    help: `Write at most ${maxDelayCount.toLocaleString('en-US')} minutes, for example \`${name}: 2 days\`.`,
  });
}

/** Returns a block of raw parts as data; empty if the file does not have it. */
export function readRaw(node: SourceNode | undefined, name: string, scope: SourceFile): RawObject {
  if (!node) return {};
  if (node.kind === 'map') return rawObjectOf(plainValue(node));
  reportWrongValue(node, { name, expected: 'a block of keys', example: `${name}: {}` }, scope);
  return {};
}

function plainValue(node: SourceNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainValue);
  return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, plainValue(value)]));
}

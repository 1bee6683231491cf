import type { ErrorObject } from 'ajv';
import { schemaAt } from '../configuration-schema.ts';
import { quoted } from '../describe-value.ts';
import { validate } from '../generated/validate-shape.ts';
import { type SourceFile, type SourceDocument, type SourceNode, valueAt } from '../source-file.ts';
import { explainShapeError } from './schema-violation.ts';

/** Holds a document against the JSON Schema and reports everything that does not fit, once each. */
export function checkShape(document: SourceDocument): void {
  reportNulls(document.root, document.scope);
  reportMisreadNumbers(document);
  for (const error of distinctErrors(shapeErrors(document))) explainShapeError(error, document);
}

function shapeErrors({ root }: SourceDocument): readonly ErrorObject[] {
  return validate(plainValue(root)) ? [] : (validate.errors ?? []);
}

/** Keywords that speak of a key of the value and not of the value as a whole. */
const keyErrorKeywords = new Set(['additionalProperties', 'required', 'propertyNames']);

/** One error for each fault: alternatives that failed and the tests of a name say nothing by themselves. */
function distinctErrors(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const telling = errors.filter(
    ({ keyword, propertyName, schemaPath }) =>
      propertyName === undefined && keyword !== 'if' && !/\/oneOf\/\d/.test(schemaPath),
  );
  const seen = new Set<string>();
  return telling.filter((error) => {
    const fault = keyErrorKeywords.has(error.keyword) ? JSON.stringify(error.params) : '';
    const name = `${error.instancePath}\n${fault}`;
    return !seen.has(name) && seen.add(name);
  });
}

/** Reports every null of a document: an empty value may mean "no members" or "forgotten", so it means neither. */
function reportNulls(root: SourceNode, scope: SourceFile): void {
  const seen = new Set<SourceNode>();
  const open: SourceNode[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === 'scalar' || seen.has(node)) continue;
    seen.add(node);
    if (node.kind === 'list') {
      for (const item of node.items) visit(item, { at: item.offset, of: 'This entry' });
    } else {
      for (const [key, { keyOffset, value }] of node.entries) {
        visit(value, { at: keyOffset, of: `The value of \`${key}\`` });
      }
    }
  }

  function visit(node: SourceNode, found: { readonly at: number; readonly of: string }): void {
    if (node.kind !== 'scalar') return void open.push(node);
    if (node.value !== null || scope.isRejected(node)) return;
    scope.reject(node);
    scope.report({
      code: 'null-value',
      at: found.at,
      message: `${found.of} is null (empty).`,
      help: 'Write a value, or remove the line: rollcall does not manage an omitted key. For no members write `[]`.',
    });
  }
}

/**
 * Reports a version, rate or limit that is not written in plain decimal digits: YAML reads `0x10`, `0o20`, `16.0`,
 * `1.6e1` and `016` as 16, and another reader may not. The rule for ids is the same.
 */
function reportMisreadNumbers({ root, scope }: SourceDocument): void {
  check(valueAt(root, 'version'), ['version']);
  check(valueAt(root, 'rate'), ['rate']);
  checkAll(valueAt(root, 'limits'));
  for (const section of ['sequences', 'workflows']) {
    for (const target of valuesOf(valueAt(root, section))) checkAll(valueAt(target, 'limits'));
  }

  function checkAll(limits: SourceNode | undefined): void {
    if (limits?.kind !== 'map') return;
    for (const [key, { value }] of limits.entries) check(value, ['limits', key]);
  }

  function check(node: SourceNode | undefined, path: readonly string[]): void {
    if (node?.kind !== 'scalar' || typeof node.value !== 'number' || scope.isRejected(node)) return;
    const { value, text } = node;
    // Of other numbers the schema says more.
    if (!Number.isSafeInteger(value) || value < 0 || /^(?:0|[1-9]\d*)$/.test(text)) return;
    scope.reject(node);
    scope.report({
      code: schemaAt(path)['x-code'] ?? 'bad-number',
      at: node.offset,
      message: `Invalid number ${quoted(text)}, which YAML reads as ${Math.abs(value)}: \`${path.join('.')}\` takes plain decimal digits.`,
      help: `Write ${Math.abs(value)}, or the number that you meant.`,
    });
  }
}

function valuesOf(node: SourceNode | undefined): readonly SourceNode[] {
  return node?.kind === 'map' ? [...node.entries.values()].map(({ value }) => value) : [];
}

/** No key of a configuration lies deeper. */
const maxDepth = 8;

/**
 * The plain value that the schema's validator sees: a document with its lists of people emptied. Those
 * may be long; the reader of people checks each entry itself, and says more about it than a schema can.
 */
function plainValue(node: SourceNode, path: readonly string[] = []): unknown {
  if (node.kind === 'scalar') return node.value;
  if (path.length > maxDepth || (node.kind === 'list' && holdsPeople(path)))
    return node.kind === 'list' ? [] : {};
  if (node.kind === 'list') return node.items.map((item) => plainValue(item, [...path, '']));
  // Unlike an assignment this makes a plain property of every key, `__proto__` too.
  return Object.fromEntries(
    [...node.entries].map(([key, entry]) => [key, plainValue(entry.value, [...path, key])]),
  );
}

function holdsPeople([section, , key, ...rest]: readonly string[]): boolean {
  if (rest.length > 0) return false;
  if (section === 'suppress') return true;
  return key === undefined ? section === 'audiences' : key === 'members' || key === 'absent';
}

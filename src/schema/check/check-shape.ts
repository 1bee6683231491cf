import type { ErrorObject } from 'ajv';
import { schemaAt } from '../configuration-schema.ts';
import { quoted } from '../describe-value.ts';
import { validate } from '../generated/validate-shape.ts';
import { type SourceFile, type SourceDocument, type SourceNode, valueAt } from '../source-file.ts';
import { explainShapeError } from './schema-violation.ts';

/** Validates a document against the JSON Schema and reports each violation once. */
export function checkShape(document: SourceDocument): void {
  reportNulls(document.root, document.scope);
  reportMisreadNumbers(document);
  for (const error of distinctErrors(shapeErrors(document))) explainShapeError(error, document);
}

function shapeErrors({ root }: SourceDocument): readonly ErrorObject[] {
  return validate(plainValue(root)) ? [] : (validate.errors ?? []);
}

/** Keywords whose error concerns one key of a value, not the whole value. */
const keyErrorKeywords = new Set(['additionalProperties', 'required', 'propertyNames']);

/** Returns one error per fault. Drops errors of `oneOf` branches and name patterns, which only repeat their parent. */
function distinctErrors(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const relevant = errors.filter(
    ({ keyword, propertyName, schemaPath }) =>
      propertyName === undefined && keyword !== 'if' && !/\/oneOf\/\d/.test(schemaPath),
  );
  const names = new Set<string>();
  return relevant.filter((error) => {
    const fault = keyErrorKeywords.has(error.keyword) ? JSON.stringify(error.params) : '';
    const name = `${error.instancePath}\n${fault}`;
    return !names.has(name) && names.add(name);
  });
}

/** Reports every null of a document: an empty value could mean "no members" or "not filled in yet". */
function reportNulls(root: SourceNode, scope: SourceFile): void {
  const visited = new Set<SourceNode>();
  const open: SourceNode[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === 'scalar' || visited.has(node)) continue;
    visited.add(node);
    if (node.kind === 'list') {
      for (const item of node.items) visit(item, { at: item.offset, of: 'This entry' });
    } else {
      for (const [key, { keyOffset, value }] of node.entries) {
        visit(value, { at: keyOffset, of: `The value of \`${key}\`` });
      }
    }
  }

  function visit(node: SourceNode, place: { readonly at: number; readonly of: string }): void {
    if (node.kind !== 'scalar') return void open.push(node);
    if (node.value !== null || scope.isRejected(node)) return;
    scope.reject(node);
    scope.report({
      code: 'null-value',
      at: place.at,
      message: `${place.of} is null (empty).`,
      help: 'Write a value, or remove the line: rollcall does not manage an omitted key. For no members write `[]`.',
    });
  }
}

/**
 * Reports a version, rate or limit that is not written in plain decimal digits. YAML reads `0x10`, `0o20`, `16.0`,
 * `1.6e1` and `016` as 16; other readers may not. The same rule applies to ids.
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
    // The schema check reports other invalid numbers with a better message.
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

/** The depth of the deepest key of a configuration. */
const maxDepth = 8;

/**
 * Converts a node to the plain value for the schema validator, with lists of contacts emptied. The lists may be
 * long, and `readEntry` checks their entries with better messages than the validator.
 */
function plainValue(node: SourceNode, path: readonly string[] = []): unknown {
  if (node.kind === 'scalar') return node.value;
  if (path.length > maxDepth || (node.kind === 'list' && holdsPeople(path)))
    return node.kind === 'list' ? [] : {};
  if (node.kind === 'list') return node.items.map((item) => plainValue(item, [...path, '']));
  // Unlike an assignment, this creates an own property for every key, also for `__proto__`.
  return Object.fromEntries(
    [...node.entries].map(([key, entry]) => [key, plainValue(entry.value, [...path, key])]),
  );
}

function holdsPeople([section, , key, ...rest]: readonly string[]): boolean {
  if (rest.length > 0) return false;
  if (section === 'suppress') return true;
  return key === undefined ? section === 'audiences' : key === 'members' || key === 'absent';
}

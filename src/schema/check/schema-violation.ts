import type { ErrorObject } from 'ajv';
import { stringify } from 'yaml';
import { nearestWord, suggestion } from '../../model/text/did-you-mean.ts';
import { schemaAt, type SchemaPart } from '../configuration-schema.ts';
import { describeValue, quoted } from '../describe-value.ts';
import {
  itemsOf,
  type LocalProblem,
  type SourceDocument,
  type SourceEntry,
  type SourceNode,
} from '../source-file.ts';
import { yaml11BooleanProblem } from '../yaml/yaml11-boolean.ts';

/** Reports one error of the schema validator, worded for the author of the file. */
export function explainShapeError(error: ErrorObject, document: SourceDocument): void {
  const violation = locateViolation(error.instancePath, document);
  if (document.scope.isRejected(violation.node)) return;
  const params = error.params as Readonly<Record<string, string>>;
  document.scope.report(problemOf(error.keyword, params, violation));
  if (error.keyword !== 'additionalProperties' && error.keyword !== 'required') {
    if (error.keyword !== 'propertyNames') document.scope.reject(violation.node);
  }
}

function problemOf(
  keyword: string,
  params: Readonly<Record<string, string>>,
  violation: SchemaViolation,
): LocalProblem {
  switch (keyword) {
    case 'additionalProperties':
      return explainUnknownKey(violation, params['additionalProperty'] ?? '');
    case 'required':
      return explainMissingKey(violation, params['missingProperty'] ?? '');
    case 'propertyNames':
      return badName(violation, params['propertyName'] ?? '');
    default:
      return wrongValue(violation);
  }
}

function badName({ node, keyOffset }: SchemaViolation, name: string): LocalProblem {
  const at = node.kind === 'map' ? (node.entries.get(name)?.keyOffset ?? keyOffset) : keyOffset;
  return {
    code: 'bad-name',
    at,
    message: `Invalid name ${quoted(name)}: names are part of the addresses of changes.`,
    help: 'Use letters, digits, dots, dashes and underscores; begin with a letter or a digit.',
  };
}

function wrongValue(violation: SchemaViolation): LocalProblem {
  const { name, node, schema } = violation;
  const booleanProblem = schema['x-code'] === 'bad-id' ? yaml11BooleanProblem(node) : undefined;
  if (booleanProblem) return booleanProblem;
  const known = schema.enum?.filter((value) => typeof value === 'string') ?? [];
  const didYouMean = node.kind === 'scalar' ? suggestion(String(node.value), known) : '';
  return {
    code: schema['x-code'] ?? 'wrong-value',
    at: node.offset,
    message: `Invalid \`${name}\`: expected ${expectedText(schema)}; found ${foundText(violation)}.`,
    help: `${exampleText(violation)}${didYouMean}`,
  };
}

/** Returns the value in words, or only its kind if it may be a secret. */
function foundText({ node, schema }: SchemaViolation): string {
  const hidden = schema['x-secret'] === true && node.kind === 'scalar' && node.value !== null;
  return hidden ? 'another text, which is not shown' : describeValue(node);
}

function expectedText(schema: SchemaPart): string {
  if (schema['x-expects'] !== undefined) return schema['x-expects'];
  if (schema.enum) return `one of ${schema.enum.map((value) => `\`${String(value)}\``).join(', ')}`;
  const types = [schema.type ?? []].flat();
  return types.map((type) => typeNames[type] ?? type).join(' or ');
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  boolean: '`true` or `false`',
  object: 'a block of keys',
  array: 'a list',
};

/** Returns `For example: …` with up to two examples of the schema as YAML. */
function exampleText({ key, schema }: SchemaViolation): string {
  const examples = (schema.examples ?? []).slice(0, 2);
  if (examples.length === 0) return 'Run `rollcall schema` to see the allowed values.';
  const written = examples.map((example) => {
    const value = stringify(example, { collectionStyle: 'flow', lineWidth: 0 }).trim();
    return key === undefined ? `\`${value}\`` : `\`${key}: ${value}\``;
  });
  return `For example: ${written.join(' or ')}.`;
}

/** A value that violates the schema, with its place. */
interface SchemaViolation {
  readonly path: readonly string[];
  /** The path as messages name it: `limits.enroll`, `freeze[0].from`. */
  readonly name: string;
  /** The key of the value; absent for an item of a list. */
  readonly key: string | undefined;
  readonly node: SourceNode;
  /** The offset of the key of the value, or of the value if it has no key. */
  readonly keyOffset: number;
  readonly schema: SchemaPart;
}

/** Finds the value at a JSON pointer. Stops at its last existing parent if the document lacks the value. */
function locateViolation(pointer: string, { root }: SourceDocument): SchemaViolation {
  const path = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  let node: SourceNode = root;
  let [keyOffset, name] = [root.offset, ''];
  let key: string | undefined;
  for (const step of path) {
    const parent: SourceNode = node;
    const entry: SourceEntry | undefined = parent.kind === 'map' ? parent.entries.get(step) : undefined;
    const value: SourceNode | undefined = entry?.value ?? itemsOf(parent)[Number(step)];
    if (!value) break;
    name += entry ? `${name && '.'}${step}` : `[${step}]`;
    key = entry && step;
    [node, keyOffset] = [value, entry?.keyOffset ?? value.offset];
  }
  return { path, name, key, node, keyOffset, schema: schemaAt(path) };
}

/** Returns the problem of a key that its block does not allow. */
function explainUnknownKey({ path, node, keyOffset, schema }: SchemaViolation, key: string): LocalProblem {
  const at = node.kind === 'map' ? (node.entries.get(key)?.keyOffset ?? keyOffset) : keyOffset;
  const known = Object.keys(schema.properties ?? {});
  return misplacedKeyProblem(path, key, at) ?? { ...unknownKeyProblem(key, known), at };
}

/** Returns the problem of an unknown key, with the most similar known key as a suggestion. */
export function unknownKeyProblem(key: string, known: readonly string[]): Omit<LocalProblem, 'at'> {
  const nearest = nearestWord(key, known);
  return {
    code: 'unknown-key',
    message: `Unknown key ${quoted(key)}.`,
    help: `${nearest === undefined ? '' : `Did you mean \`${nearest}\`? `}Known keys: ${known.join(', ')}.`,
  };
}

function workflowNameProblem(at: number): LocalProblem {
  return {
    code: 'unknown-key',
    at,
    message:
      'Unknown key `name`: a workflow is identified by its `id`, and its `definition` file has its name.',
    help: 'Remove the line. A name for a new workflow is the `name` of its definition file.',
  };
}

const workflowOnlyKeys = ['via', 'activeList', 'everList', 'retired'];

/** Returns the problem of a key that was replaced or belongs to the other kind of target; else `undefined`. */
function misplacedKeyProblem(path: readonly string[], key: string, at: number): LocalProblem | undefined {
  if (path.length === 0 && key === 'sequenceRoutes') return sequenceRoutesProblem(at);
  if (path.length !== 2) return undefined;
  if (key === 'assumeNever') return assumeNeverProblem(at);
  if (path[0] === 'workflows' && (key === 'sender' || key === 'senderAlias'))
    return workflowSenderProblem(at);
  if (path[0] === 'workflows' && key === 'name') return workflowNameProblem(at);
  if (path[0] !== 'sequences' || !workflowOnlyKeys.includes(key)) return undefined;
  return {
    code: 'workflow-key-in-sequence',
    at,
    message: `\`${key}\` is a key of workflows; sequences do not have it.`,
    help:
      key === 'retired'
        ? 'To unenroll all members of a sequence write `members: []`, `allowEmpty: true` and `exclusive: true`.'
        : 'Remove the key, or declare the target under `workflows` if it is one.',
  };
}

/** Returns the problem of `sequenceRoutes`, which chose a version only of the sequence routes. */
function sequenceRoutesProblem(at: number): LocalProblem {
  return {
    code: 'replaced-key',
    at,
    message:
      '`sequenceRoutes` was replaced by `apiVersion`, which chooses the version of all HubSpot routes that have one.',
    help: 'Remove the line to use 2026-09, or write `apiVersion: 2026-03`, or `apiVersion: legacy` for v3 and v4 routes.',
  };
}

/** Returns the problem of `assumeNever`, which also covered days that a lost or restored ledger does not record. */
function assumeNeverProblem(at: number): LocalProblem {
  return {
    code: 'replaced-key',
    at,
    message:
      '`assumeNever` was replaced by `noHistoryBefore: DATE`: after a lost or restored ledger it enrolled every contact again.',
    help: 'Write the first day that the ledger covers, for example `noHistoryBefore: 2026-09-01`: no contact was enrolled before it.',
  };
}

/** Returns the problem of a sender in a workflow, in its block or at an entry of its members. */
export function workflowSenderProblem(at: number): LocalProblem {
  return {
    code: 'workflow-with-sender',
    at,
    message: "A workflow has no sender: its emails do not come from a rep's inbox.",
    help: 'Remove the sender, or declare a sequence if a rep should write to these contacts.',
  };
}

/** Returns the problem of a missing required key. */
function explainMissingKey({ path, name, keyOffset }: SchemaViolation, key: string): LocalProblem {
  if (path.length === 0) {
    return {
      code: 'missing-version',
      at: keyOffset,
      message: 'This file has no `version`, the version of the file format.',
      help: 'Write `version: 1` on the first line.',
    };
  }
  if (path[0] === 'sequences' && key === 'sender') {
    return {
      code: 'sequence-without-sender',
      at: keyOffset,
      message: `The sequence \`${path[1]}\` has no sender: a sequence sends from the inbox of one rep.`,
      help: 'Add `sender: rep@your-company.example`, or `sender: contact-owner`. For automation without a sender use a workflow.',
    };
  }
  return {
    code: 'missing-key',
    at: keyOffset,
    message: `\`${name}\` has no \`${key}\`.`,
    help:
      key === 'id'
        ? `Add \`id:\` with the number from HubSpot's address bar${path[0] === 'sequences' ? ', or `name:` with the exact name of the sequence' : ', or `definition:` with the file from which an apply creates the workflow'}.`
        : `Add \`${key}:\` with its value.`,
  };
}

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

/** Reports one error of the schema's validator in the words of the file's author. */
export function explainShapeError(error: ErrorObject, document: SourceDocument): void {
  const misfit = locateViolation(error.instancePath, document);
  if (document.scope.isRejected(misfit.node)) return;
  const params = error.params as Readonly<Record<string, string>>;
  document.scope.report(problemOf(error.keyword, params, misfit));
  if (error.keyword !== 'additionalProperties' && error.keyword !== 'required') {
    if (error.keyword !== 'propertyNames') document.scope.reject(misfit.node);
  }
}

function problemOf(
  keyword: string,
  params: Readonly<Record<string, string>>,
  misfit: SchemaViolation,
): LocalProblem {
  switch (keyword) {
    case 'additionalProperties':
      return explainUnknownKey(misfit, params['additionalProperty'] ?? '');
    case 'required':
      return explainMissingKey(misfit, params['missingProperty'] ?? '');
    case 'propertyNames':
      return badName(misfit, params['propertyName'] ?? '');
    default:
      return wrongValue(misfit);
  }
}

function badName({ node, keyOffset }: SchemaViolation, name: string): LocalProblem {
  const at = node.kind === 'map' ? (node.entries.get(name)?.keyOffset ?? keyOffset) : keyOffset;
  return {
    code: 'bad-name',
    at,
    message: `${quoted(name)} cannot be a name: addresses of changes are made of names.`,
    help: 'Use letters, digits, dot, dash and underscore, beginning with a letter or a digit.',
  };
}

function wrongValue(misfit: SchemaViolation): LocalProblem {
  const { name, node, schema } = misfit;
  const spoken = schema['x-code'] === 'bad-id' ? yaml11BooleanProblem(node) : undefined;
  if (spoken) return spoken;
  const known = schema.enum?.filter((value) => typeof value === 'string') ?? [];
  const near = node.kind === 'scalar' ? suggestion(String(node.value), known) : '';
  return {
    code: schema['x-code'] ?? 'wrong-value',
    at: node.offset,
    message: `\`${name}\` takes ${expectedText(schema)}; here is ${describeValue(node)}.`,
    help: `${exampleText(misfit)}${near}`,
  };
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

/** `Write for example …`, from the examples of the schema, written as YAML. */
function exampleText({ key, schema }: SchemaViolation): string {
  const examples = (schema.examples ?? []).slice(0, 2);
  if (examples.length === 0) return 'See `rollcall schema` for what can stand here.';
  const written = examples.map((example) => {
    const value = stringify(example, { collectionStyle: 'flow', lineWidth: 0 }).trim();
    return key === undefined ? `\`${value}\`` : `\`${key}: ${value}\``;
  });
  return `Write for example ${written.join(' or ')}.`;
}

/** A value that does not fit, with where it stands. */
interface SchemaViolation {
  readonly path: readonly string[];
  /** The path as messages name it: `limits.enroll`, `freeze[0].from`. */
  readonly name: string;
  /** The key of the value; absent for an item of a list. */
  readonly key: string | undefined;
  readonly node: SourceNode;
  /** Where the key of the value stands, or the value itself where it has none. */
  readonly keyOffset: number;
  readonly schema: SchemaPart;
}

/** Finds the value that a JSON pointer names. */
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

/** The problem of a key that its block does not have. */
function explainUnknownKey({ path, node, keyOffset, schema }: SchemaViolation, key: string): LocalProblem {
  const at = node.kind === 'map' ? (node.entries.get(key)?.keyOffset ?? keyOffset) : keyOffset;
  const known = Object.keys(schema.properties ?? {});
  return misplacedKeyProblem(path, key, at) ?? { ...unknownKeyProblem(key, known), at };
}

/** Says that a key is unknown, with the nearest one that is known. */
export function unknownKeyProblem(key: string, known: readonly string[]): Omit<LocalProblem, 'at'> {
  const near = nearestWord(key, known);
  return {
    code: 'unknown-key',
    message: `The key ${quoted(key)} is not known here.`,
    help: `${near === undefined ? '' : `Did you mean \`${near}\`? `}Known here: ${known.join(', ')}.`,
  };
}

const workflowOnlyKeys = ['via', 'activeList', 'everList', 'retired'];

/** Keys of the other kind of target: these are not typing errors but a wrong idea of the tool. */
function misplacedKeyProblem(path: readonly string[], key: string, at: number): LocalProblem | undefined {
  if (path.length !== 2) return undefined;
  if (key === 'assumeNever') return assumeNeverProblem(at);
  if (path[0] === 'workflows' && (key === 'sender' || key === 'senderAlias'))
    return workflowSenderProblem(at);
  if (path[0] !== 'sequences' || !workflowOnlyKeys.includes(key)) return undefined;
  return {
    code: 'workflow-key-in-sequence',
    at,
    message: `\`${key}\` belongs to workflows; a sequence has no such thing.`,
    help:
      key === 'retired'
        ? 'To unenroll all members of a sequence write `members: []`, `allowEmpty: true` and `exclusive: true`.'
        : 'Remove the key, or declare the target under `workflows` if it is one.',
  };
}

/** It vouched for every day, also for those that a lost or restored ledger no longer covers. */
function assumeNeverProblem(at: number): LocalProblem {
  return {
    code: 'replaced-key',
    at,
    message:
      '`assumeNever` was replaced by `noHistoryBefore: DATE`: after a lost or restored ledger it enrolled every contact again.',
    help: 'Write the first day that the ledger covers, for example `noHistoryBefore: 2026-09-01`: no contact was enrolled before it.',
  };
}

/** The problem of a sender in a workflow, in the block or at an entry. */
export function workflowSenderProblem(at: number): LocalProblem {
  return {
    code: 'workflow-with-sender',
    at,
    message: "A workflow has no sender: HubSpot runs it, and no rep's inbox sends.",
    help: 'Remove the sender, or declare a sequence if a rep is to write to these people.',
  };
}

/** The problem of a key that must be there. */
function explainMissingKey({ path, name, keyOffset }: SchemaViolation, key: string): LocalProblem {
  if (path.length === 0) {
    return {
      code: 'missing-version',
      at: keyOffset,
      message: 'This file does not say which version of the format it is written in.',
      help: 'Write `version: 1` on its first line.',
    };
  }
  if (path[0] === 'sequences' && key === 'sender') {
    return {
      code: 'sequence-without-sender',
      at: keyOffset,
      message: `The sequence \`${path[1]}\` has no sender: a sequence sends from the inbox of one rep.`,
      help: 'Add `sender: rep@your-company.example`, or `sender: contact-owner`. Automation without a sender is a workflow.',
    };
  }
  return {
    code: 'missing-key',
    at: keyOffset,
    message: `\`${name}\` lacks the key \`${key}\`.`,
    help:
      key === 'id'
        ? `Add \`id:\` with the number from HubSpot's address bar${path[0] === 'sequences' ? ', or `name:` with the exact name of the sequence' : ''}.`
        : `Add \`${key}:\` with its value.`,
  };
}

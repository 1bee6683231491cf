import type { ErrorObject } from 'ajv';
import { stringify } from 'yaml';
import { suggestion } from '../../model/text/did-you-mean.ts';
import { foundValue, quoted } from '../describe-value.ts';
import type { LocalProblem, SourceDocument } from '../source-file.ts';
import { explainMissingKey } from '../shape/explain-missing-key.ts';
import { explainUnknownKey } from '../shape/explain-unknown-key.ts';
import type { Misfit } from '../shape/misfit.ts';
import { locate } from '../shape/misfit.ts';
import { spokenBooleanProblem } from '../yaml/yaml11-boolean.ts';
import type { SchemaPart } from '../shape/schema-at.ts';

/** Reports one error of the schema's validator in the words of the file's author. */
export function explainShapeError(error: ErrorObject, document: SourceDocument): void {
  const misfit = locate(error.instancePath, document);
  if (document.scope.isRejected(misfit.node)) return;
  const params = error.params as Readonly<Record<string, string>>;
  document.scope.report(problemOf(error.keyword, params, misfit));
  if (error.keyword !== 'additionalProperties' && error.keyword !== 'required') {
    if (error.keyword !== 'propertyNames') document.scope.reject(misfit.node);
  }
}

function problemOf(keyword: string, params: Readonly<Record<string, string>>, misfit: Misfit): LocalProblem {
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

function badName({ node, keyOffset }: Misfit, name: string): LocalProblem {
  const at = node.kind === 'map' ? (node.entries.get(name)?.keyOffset ?? keyOffset) : keyOffset;
  return {
    code: 'bad-name',
    at,
    message: `${quoted(name)} cannot be a name: addresses of changes are made of names.`,
    help: 'Use letters, digits, dot, dash and underscore, beginning with a letter or a digit.',
  };
}

function wrongValue(misfit: Misfit): LocalProblem {
  const { name, node, schema } = misfit;
  const spoken = schema['x-code'] === 'bad-id' ? spokenBooleanProblem(node) : undefined;
  if (spoken) return spoken;
  const known = schema.enum?.filter((value) => typeof value === 'string') ?? [];
  const near = node.kind === 'scalar' ? suggestion(String(node.value), known) : '';
  return {
    code: schema['x-code'] ?? 'wrong-value',
    at: node.offset,
    message: `\`${name}\` takes ${expected(schema)}; here is ${foundValue(node)}.`,
    help: `${exampleOf(misfit)}${near}`,
  };
}

function expected(schema: SchemaPart): string {
  if (schema['x-expects'] !== undefined) return schema['x-expects'];
  if (schema.enum) return `one of ${schema.enum.map((value) => `\`${String(value)}\``).join(', ')}`;
  const types = [schema.type ?? []].flat();
  return types.map((type) => typeWords[type] ?? type).join(' or ');
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  boolean: '`true` or `false`',
  object: 'a block of keys',
  array: 'a list',
};

/** `Write for example …`, from the examples of the schema, written as YAML. */
function exampleOf({ key, schema }: Misfit): string {
  const examples = (schema.examples ?? []).slice(0, 2);
  if (examples.length === 0) return 'See `rollcall schema` for what can stand here.';
  const written = examples.map((example) => {
    const value = stringify(example, { collectionStyle: 'flow', lineWidth: 0 }).trim();
    return key === undefined ? `\`${value}\`` : `\`${key}: ${value}\``;
  });
  return `Write for example ${written.join(' or ')}.`;
}

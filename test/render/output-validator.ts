import { Ajv2020 } from 'ajv/dist/2020.js';
import type { OutputName } from '../../src/render/json/output-names.ts';
import { outputSchema } from '../../src/render/json/output-schema.ts';

/** Returns the errors of a document against its schema, including undocumented keys; empty if it is valid. */
export function problemsOf(name: OutputName, document: unknown): readonly string[] {
  return check(closed(outputSchema(name)), document);
}

/** Returns the errors of a document against a schema. */
export function check(schema: object, document: unknown): readonly string[] {
  const ajv = new Ajv2020({ allErrors: true, strict: true });
  if (ajv.validate(schema, document)) return [];
  return (ajv.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/**
 * Returns the schema with unknown keys forbidden. The published schema allows them, because later versions may add
 * keys; this version must document all of its keys.
 */
function closed(part: object): object {
  const copy: object = JSON.parse(JSON.stringify(part), (_key, value: unknown) =>
    isObjectSchema(value) ? { ...value, additionalProperties: false } : value,
  );
  return copy;
}

function isObjectSchema(value: unknown): value is object {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'object';
}

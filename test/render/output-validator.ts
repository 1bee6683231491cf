import { Ajv2020 } from 'ajv/dist/2020.js';
import type { OutputName } from '../../src/render/json/output-names.ts';
import { outputSchema } from '../../src/render/json/output-schema.ts';

/** Everything that is wrong with a document, beside undocumented keys; empty when nothing is. */
export function problemsOf(name: OutputName, document: unknown): readonly string[] {
  return check(closed(outputSchema(name)), document);
}

/** Checks a document against a schema as it stands. */
export function check(schema: object, document: unknown): readonly string[] {
  const ajv = new Ajv2020({ allErrors: true, strict: true });
  if (ajv.validate(schema, document)) return [];
  return (ajv.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/**
 * The schema with no room for keys that it does not name. The published one leaves room, because a later
 * rollcall may add keys; ours must say each one.
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

import schema from './rollcall.schema.json' with { type: 'json' };
import type { DiagnosticCode } from '../model/results/problem-codes.ts';

/**
 * The JSON Schema (draft 2020-12) of a configuration file; editors use the same file. Annotations
 * of rollcall: `x-expects` is the expected value in words, `x-code` the diagnostic code for an invalid value, and
 * `x-secret` hides an invalid value, which may be a secret.
 */
export const configurationSchema: Readonly<Record<string, unknown>> = schema;

/** The keywords of a JSON Schema from which error messages are written. */
export interface SchemaPart {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, SchemaPart>>;
  readonly additionalProperties?: SchemaPart | boolean;
  readonly items?: SchemaPart;
  readonly $defs?: Readonly<Record<string, SchemaPart>>;
  readonly 'x-expects'?: string;
  readonly 'x-code'?: DiagnosticCode;
  readonly 'x-secret'?: boolean;
}

const rootSchema: SchemaPart = configurationSchema;

/** Returns the schema of the value at a path, with `$ref` resolved; keywords next to a `$ref` override its target. */
export function schemaAt(path: readonly string[]): SchemaPart {
  let part = resolveRef(rootSchema);
  for (const step of path) part = resolveRef(childOf(part, step));
  return part;
}

function childOf(part: SchemaPart, step: string): SchemaPart {
  const own = Object.hasOwn(part.properties ?? {}, step) ? part.properties?.[step] : undefined;
  const other = typeof part.additionalProperties === 'object' ? part.additionalProperties : part.items;
  return own ?? other ?? {};
}

function resolveRef(part: SchemaPart): SchemaPart {
  if (part.$ref === undefined) return part;
  const target = rootSchema.$defs?.[part.$ref.slice('#/$defs/'.length)] ?? {};
  return { ...resolveRef(target), ...part };
}

import { configurationSchema } from '../configuration-schema.ts';

/** The part of a JSON Schema that the words of an error come from. */
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
  readonly 'x-code'?: string;
}

const root: SchemaPart = configurationSchema;

/** The schema of the value at a path, with what it refers to mixed in. */
export function schemaAt(path: readonly string[]): SchemaPart {
  let part = resolved(root);
  for (const step of path) part = resolved(childOf(part, step));
  return part;
}

function childOf(part: SchemaPart, step: string): SchemaPart {
  const own = Object.hasOwn(part.properties ?? {}, step) ? part.properties?.[step] : undefined;
  const other = typeof part.additionalProperties === 'object' ? part.additionalProperties : part.items;
  return own ?? other ?? {};
}

function resolved(part: SchemaPart): SchemaPart {
  if (part.$ref === undefined) return part;
  const target = root.$defs?.[part.$ref.slice('#/$defs/'.length)] ?? {};
  return { ...resolved(target), ...part };
}

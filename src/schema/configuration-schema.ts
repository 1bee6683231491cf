import schema from './rollcall.schema.json' with { type: 'json' };

/**
 * The JSON Schema (draft 2020-12) of a configuration file, as editors use it. `x-expects` and `x-code`
 * are rollcall's own annotations: the words and the code of the error for a value that does not fit.
 */
export const configurationSchema: Readonly<Record<string, unknown>> = schema;

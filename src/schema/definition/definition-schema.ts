import schema from './definition.schema.json' with { type: 'json' };

/** The JSON Schema (draft 2020-12) of a definition file; editors use the same file. */
export const definitionSchema: Readonly<Record<string, unknown>> = schema;

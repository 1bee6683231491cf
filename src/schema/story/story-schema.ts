import schema from '../story.schema.json' with { type: 'json' };

/** The JSON Schema (draft 2020-12) of a story; editors use the same file. */
export const storySchema: Readonly<Record<string, unknown>> = schema;

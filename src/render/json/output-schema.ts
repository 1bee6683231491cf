import type { OutputName } from './output-names.ts';
import schema from './output.schema.json' with { type: 'json' };

/** Returns the self-contained JSON Schema (draft 2020-12) of one document, without the description of some of its keys. */
export function outputSchema(
  name: OutputName,
  without: readonly string[] = [],
): Readonly<Record<string, unknown>> {
  const { [name]: whole, ...definitions } = schema.$defs;
  const properties = Object.entries('properties' in whole ? whole.properties : {});
  const described = Object.fromEntries(properties.filter(([key]) => !without.includes(key)));
  const document = without.length === 0 ? whole : { ...whole, properties: described };
  const named = new Map<string, unknown>(Object.entries(definitions));
  return { $schema: schema.$schema, ...document, $defs: referencedDefinitions(document, named) };
}

/** Returns the definitions that a schema refers to, directly or indirectly, in the order of the file. */
function referencedDefinitions(
  document: unknown,
  definitions: ReadonlyMap<string, unknown>,
): Readonly<Record<string, unknown>> {
  const used = new Set<string>();
  const follow = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/\$defs\/(\w+)"/gu)) {
      if (used.has(name)) continue;
      used.add(name);
      follow(definitions.get(name));
    }
  };
  follow(document);
  return Object.fromEntries([...definitions].filter(([name]) => used.has(name)));
}

import { posix } from 'node:path';

/** The path of the schema when rollcall is a dependency of the package in the folder. */
export const installedSchema = './node_modules/rollcall/dist/schema/rollcall.schema.json';

/** The path of the schema of definitions. */
const installedDefinitionSchema = './node_modules/rollcall/dist/schema/definition/definition.schema.json';

/** The path of the schema of stories. */
const installedStorySchema = './node_modules/rollcall/dist/schema/story.schema.json';

const installed = {
  rollcall: installedSchema,
  definition: installedDefinitionSchema,
  story: installedStorySchema,
} as const;

/** Returns the comment line that makes editors use a schema, with its path relative to the given file. */
export function editorLine(file = '', schema: keyof typeof installed = 'rollcall'): string {
  const folder = posix.dirname(file.replaceAll('\\', '/'));
  // The location of the package relative to an absolute path is not known.
  const base = posix.isAbsolute(folder) ? '.' : folder;
  const path = posix.relative(base, installed[schema]);
  return `# yaml-language-server: $schema=${path.startsWith('.') ? path : `./${path}`}\n`;
}

import { posix } from 'node:path';

/** The path of the schema when rollcall is a dependency of the package in the folder. */
export const installedSchema = './node_modules/rollcall/dist/schema/rollcall.schema.json';

/** Returns the comment line that makes editors use the schema, with its path relative to the given file. */
export function editorLine(file = ''): string {
  const folder = posix.dirname(file.replaceAll('\\', '/'));
  // The location of the package relative to an absolute path is not known.
  const base = posix.isAbsolute(folder) ? '.' : folder;
  const path = posix.relative(base, installedSchema);
  return `# yaml-language-server: $schema=${path.startsWith('.') ? path : `./${path}`}\n`;
}

import { posix } from 'node:path';

/** Where editors find the schema when rollcall is a dependency of the folder's package. */
export const installedSchema = './node_modules/rollcall/dist/schema/rollcall.schema.json';

/** The line by which an editor checks and completes a file: it names the schema as seen from the file. */
export function editorLine(file = ''): string {
  const folder = posix.dirname(file.replaceAll('\\', '/'));
  // From elsewhere on the disk nobody can tell where the package will be.
  const near = posix.isAbsolute(folder) ? '.' : folder;
  const path = posix.relative(near, installedSchema);
  return `# yaml-language-server: $schema=${path.startsWith('.') ? path : `./${path}`}\n`;
}

import { join } from 'node:path';
import type { FileReader } from '../../model/file-reader.ts';
import type { Problems } from '../problems.ts';
import { quoted } from '../describe-value.ts';

/** The YAML files that paths name: files as they are, folders by their `.yaml` and `.yml` files in order of name. */
export async function configurationPaths(
  paths: readonly string[],
  reader: FileReader,
  problems: Problems,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of paths) found.push(...(await filesOf(path, reader, problems)));
  // The same file named twice, by itself and with its folder, is one file.
  const seen = new Set<string>();
  return found.filter((path) => !seen.has(join(path)) && seen.add(join(path)));
}

async function filesOf(path: string, reader: FileReader, problems: Problems): Promise<readonly string[]> {
  const names = await reader.list(path).catch(() => undefined);
  if (names === undefined) return [path];
  const yaml = names.filter((name) => /\.ya?ml$/i.test(name)).toSorted();
  if (yaml.length === 0) {
    problems.add({
      code: 'empty-folder',
      severity: 'error',
      message: `The folder ${quoted(path)} holds no .yaml or .yml file (${names.length} other entries).`,
      help: 'Name a file, or a folder with configuration files in it; folders within it are not searched.',
      source: { file: path, line: 1, column: 1 },
    });
  }
  return yaml.map((name) => join(path, name));
}

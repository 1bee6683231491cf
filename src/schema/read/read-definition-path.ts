import { dirname, isAbsolute, join } from 'node:path';
import { quoted } from '../describe-value.ts';
import type { SourceFile, SourceNode } from '../source-file.ts';
import { reportOnce } from './read-values.ts';

/**
 * Returns the path of a definition file, relative to the working folder. The key is relative to its file. A path that
 * leaves the folder is an error: `pull` writes the file.
 */
export function readDefinitionPath(node: SourceNode, scope: SourceFile): string | undefined {
  if (scope.isRejected(node)) return undefined;
  const written = node.kind === 'scalar' && typeof node.value === 'string' ? node.value : '';
  const folder = dirname(scope.path);
  const path = join(folder, written);
  // The folder of the file may be outside of the working folder; the definition must then be in that folder.
  const isOutside =
    folder.startsWith('..') || isAbsolute(folder) ? !isIn(path, folder) : path.startsWith('..');
  if (written !== '' && !isAbsolute(written) && !written.includes('\\') && !isOutside) return path;
  return reportOnce(node, scope, {
    code: 'bad-definition-path',
    message: `Invalid path of a definition: ${quoted(written)} is not in the folder of the configuration.`,
    help: 'Write a path relative to this file, for example `definition: workflows/onboarding.yaml`.',
  });
}

function isIn(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

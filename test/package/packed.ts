import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Packed {
  /** The size of the tarball in bytes. */
  readonly size: number;
  /** The size of its files in bytes. */
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
  /** The folder of a project with the package and its dependencies in node_modules. */
  readonly project: string;
  readonly remove: () => void;
}

/** Packs the built package as `npm publish` does, and installs it in an empty project, offline. */
export function packIntoProject(): Packed {
  const project = mkdtempSync(join(tmpdir(), 'rollcall-package-'));
  const output = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', project], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [packed]: readonly (Omit<Packed, 'project' | 'remove'> & { readonly filename: string })[] =
    JSON.parse(output);
  if (!packed) throw new Error('npm packed nothing');
  const packageFolder = join(project, 'node_modules/rollcall');
  mkdirSync(packageFolder, { recursive: true });
  execFileSync('tar', ['-xzf', join(project, packed.filename), '-C', packageFolder, '--strip-components=1']);
  symlinkSync(join(root, 'node_modules'), join(packageFolder, 'node_modules'));
  return { ...packed, project, remove: () => rmSync(project, { recursive: true, force: true }) };
}

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Packed {
  /** Bytes of the tarball, and of what is in it. */
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
  /** A project that has the package, and what the package needs, in its node_modules. */
  readonly project: string;
  readonly remove: () => void;
}

/** Packs the built package as `npm publish` would, and puts it into an empty project, offline. */
export function packIntoProject(): Packed {
  const project = mkdtempSync(join(tmpdir(), 'rollcall-package-'));
  const said = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', project], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [about]: readonly (Omit<Packed, 'project' | 'remove'> & { readonly filename: string })[] =
    JSON.parse(said);
  if (!about) throw new Error('npm packed nothing');
  const home = join(project, 'node_modules/rollcall');
  mkdirSync(home, { recursive: true });
  execFileSync('tar', ['-xzf', join(project, about.filename), '-C', home, '--strip-components=1']);
  symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'));
  return { ...about, project, remove: () => rmSync(project, { recursive: true, force: true }) };
}

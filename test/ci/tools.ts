import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './paths.ts';

/**
 * Creates a folder for PATH with a fake `npm`, which installs the package under test, offline, and refuses every
 * command that the templates do not contain. All other programs of a step are the real ones.
 */
export function toolsIn(folder: string): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'npm'), npm);
  chmodSync(join(bin, 'npm'), 0o755);
  return bin;
}

const npm = `#!/usr/bin/env bash
set -euo pipefail
if [ "$*" != "ci --prefix .rollcall/ci --ignore-scripts --no-audit --no-fund" ]; then
  echo "npm was called with: $*" >&2
  exit 64
fi
mkdir -p "$3/node_modules"
ln -sfn ${JSON.stringify(packageRoot.replace(/\/$/u, ''))} "$3/node_modules/rollcall"
`;

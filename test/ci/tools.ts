import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './paths.ts';

/**
 * A folder for PATH whose `npm` installs the package under test in place of the published one, offline: all
 * else that a step calls is the real thing. It refuses what the examples do not say.
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
if [ "$*" != "install --prefix $3 --ignore-scripts --no-audit --no-fund $7" ]; then
  echo "npm was called with: $*" >&2
  exit 64
fi
mkdir -p "$3/node_modules"
ln -sfn ${JSON.stringify(packageRoot.replace(/\/$/u, ''))} "$3/node_modules/rollcall"
echo "$7" >> "$3/asked-for"
`;

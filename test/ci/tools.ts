import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './paths.ts';
import { forwarder, serveRollcall } from './rollcall-server.ts';

/**
 * Creates a folder for PATH with a fake `npm`, which installs the package under test, offline, and refuses every
 * command that the templates do not contain. The command line of the package runs in the process of the test. All other
 * programs of a step are the real ones.
 */
export async function toolsIn(folder: string): Promise<string> {
  const installed = join(folder, 'package');
  for (const name of ['ci', 'action.yml', 'package.json']) {
    cpSync(join(packageRoot, name), join(installed, name), { recursive: true });
  }
  const socket = join(folder, 'rollcall.sock');
  mkdirSync(join(installed, 'dist/cli'), { recursive: true });
  writeFileSync(join(installed, 'dist/cli/main.js'), forwarder(socket));
  await serveRollcall(socket);
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'npm'), npmFor(installed));
  chmodSync(join(bin, 'npm'), 0o755);
  return bin;
}

const npmFor = (installed: string): string => `#!/usr/bin/env bash
set -euo pipefail
if [ "$*" != "ci --prefix .rollcall/ci --ignore-scripts --no-audit --no-fund" ]; then
  echo "npm was called with: $*" >&2
  exit 64
fi
mkdir -p "$3/node_modules"
ln -sfn ${JSON.stringify(installed)} "$3/node_modules/rollcall"
`;

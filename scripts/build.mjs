// Compiles src to dist. A type error leaves the last build as it was.
import { execFileSync } from 'node:child_process';
import { chmodSync, renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const made = `${root}.dist-${process.pid}`;

try {
  execFileSync(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', made],
    { cwd: root, stdio: 'inherit' },
  );
  chmodSync(`${made}/cli/main.js`, 0o755);
  rmSync(`${root}dist`, { recursive: true, force: true });
  renameSync(made, `${root}dist`);
} finally {
  rmSync(made, { recursive: true, force: true });
}

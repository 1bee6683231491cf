// Watches the project. After each save: checks types, rebuilds dist and reruns the related tests.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const commands = [
  ['node_modules/typescript/bin/tsc', '--watch', '--preserveWatchOutput'],
  // Vitest rebuilds dist before each rerun (test/build-if-stale.ts).
  ['node_modules/vitest/vitest.mjs', 'watch', '--changed', ...process.argv.slice(2)],
];

const children = commands.map((args) => spawn(process.execPath, args, { cwd: root, stdio: 'inherit' }));
for (const child of children) {
  child.on('exit', (code) => {
    process.exitCode ??= code ?? 1;
    for (const other of children) other.kill();
  });
}

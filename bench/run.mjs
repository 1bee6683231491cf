// Builds dist, compiles the bench and src into a separate folder, and runs the bench. `account` runs the account generator instead.
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const output = `${root}.dist-bench-${process.pid}`;
const remove = () => rmSync(output, { recursive: true, force: true });

process.on('exit', remove);
execFileSync(process.execPath, ['scripts/build.mjs', '--if-stale'], { cwd: root, stdio: 'inherit' });
execFileSync(
  process.execPath,
  ['node_modules/typescript/bin/tsc', '-p', 'bench/tsconfig.json', '--outDir', output],
  { cwd: root, stdio: 'inherit' },
);
copyFileSync(`${root}package.json`, `${output}/package.json`);
const [first, ...rest] = process.argv.slice(2);
const [module, args] = first === 'account' ? ['account.js', rest] : ['main.js', process.argv.slice(2)];
const bench = spawn(process.execPath, [`${output}/bench/${module}`, ...args], {
  cwd: root,
  stdio: 'inherit',
});
process.on('SIGINT', () => undefined);
bench.on('exit', (code) => {
  process.exitCode = code ?? 1;
});

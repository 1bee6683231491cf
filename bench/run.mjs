// Compiles the bench together with src into a folder of its own, and runs it, or the maker of accounts.
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const made = `${root}.dist-bench-${process.pid}`;
const remove = () => rmSync(made, { recursive: true, force: true });

process.on('exit', remove);
execFileSync(
  process.execPath,
  ['node_modules/typescript/bin/tsc', '-p', 'bench/tsconfig.json', '--outDir', made],
  { cwd: root, stdio: 'inherit' },
);
copyFileSync(`${root}package.json`, `${made}/package.json`);
const [first, ...rest] = process.argv.slice(2);
const [module, args] = first === 'account' ? ['account.js', rest] : ['main.js', process.argv.slice(2)];
const bench = spawn(process.execPath, [`${made}/bench/${module}`, ...args], { cwd: root, stdio: 'inherit' });
process.on('SIGINT', () => undefined);
bench.on('exit', (code) => {
  process.exitCode = code ?? 1;
});

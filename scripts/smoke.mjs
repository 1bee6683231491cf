// Runs the built command line on the other Node versions that it promises to work on.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = join(root, 'dist/cli/main.js');
const example = join(root, 'examples/enrollments.yaml');

const story = [
  { args: ['--version'], exit: 0 },
  { args: ['validate', example], exit: 0 },
  { args: ['plan', example, '--detailed-exitcode'], exit: 2 },
  { args: ['apply', example, '--auto-approve'], exit: 0 },
  { args: ['plan', example, '--detailed-exitcode'], exit: 0 },
];

let failed = 0;
for (const version of ['22', '24', '26']) {
  const folder = mkdtempSync(join(tmpdir(), `rollcall-smoke-${version}-`));
  for (const { args, exit } of story) {
    // The npm package `node` carries the binary: no other registry is needed.
    const ran = spawnSync('npx', ['-y', `node@${version}`, cli, ...args], { cwd: folder, encoding: 'utf8' });
    if (ran.status === exit) continue;
    failed += 1;
    process.stdout.write(
      `Node ${version}: ${args[0]} exited ${ran.status}, not ${exit}\n${ran.stdout}${ran.stderr}`,
    );
  }
  rmSync(folder, { recursive: true, force: true });
  process.stdout.write(`Node ${version}: ${story.length} commands run\n`);
}
process.exitCode = failed === 0 ? 0 : 1;

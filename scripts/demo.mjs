// A short story told by the real command line on the built-in HubSpot simulator. Nothing leaves this machine.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'rollcall-demo-'));
const dialect = process.argv.includes('guide') ? ['--dialect', 'guide'] : [];

/** Says what happens next in the story. */
function tell(...lines) {
  process.stdout.write(`\n\n── ${lines.join('\n   ')}\n`);
}

/** Runs one command, echoed first, and holds it to the exit code that the story needs. */
function rollcall(line, expected = 0) {
  const args = line.split(' ');
  const spoken = /^(plan|apply|drift)/u.test(line) ? [...args, ...dialect] : args;
  process.stdout.write(`\n$ rollcall ${spoken.join(' ')}\n`);
  const { status } = spawnSync(process.execPath, [join(root, 'dist/cli/main.js'), ...spoken], {
    cwd: folder,
    stdio: 'inherit',
    env: { ...process.env, ROLLCALL_LEDGER: undefined, HUBSPOT_BASE_URL: '' },
  });
  process.stdout.write(`[exit ${status}]\n`);
  if (status !== expected) {
    process.stdout.write(`The story expected exit ${expected}.\n`);
    process.exitCode = 1;
  }
}

cpSync(join(root, 'examples'), folder, {
  recursive: true,
  filter: (path) => !path.includes('.rollcall'),
});
try {
  tell('1. The files say who belongs where. What would happen? (Exit 2: there are changes.)');
  rollcall('plan enrollments.yaml --detailed-exitcode', 2);
  tell('2. Reviewed and merged: make it so. This is the only command that writes.');
  rollcall('apply enrollments.yaml --auto-approve');
  tell('3. Once more: everybody is where the files want them.');
  rollcall('plan enrollments.yaml --detailed-exitcode');
  tell('4. Eight days go by. Mails go out; some people finish, one replies, one opts out.');
  rollcall('simulator advance 8d');
  tell('5. Each of them was enrolled once, and once is enough: still nothing to send.');
  rollcall('plan enrollments.yaml --detailed-exitcode');
  tell('6. In HubSpot, somebody takes Ana out of her sequence by hand.');
  rollcall('simulator act unenroll ana@northwind.example --target 5510021');
  tell(
    '7. Drift tells what moved since the apply. HubSpot does not show why somebody left early: a reply',
    'and a removal by hand look alike. So both are listed, and with --strict both count. (Exit 2.)',
  );
  rollcall('drift enrollments.yaml --strict', 2);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

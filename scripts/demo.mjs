// Runs a short demo of the command line on the built-in HubSpot simulator. Sends no data to another machine.
// `npm run demo -- guide` uses the dialect `guide`.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'rollcall-demo-'));
const dialect = process.argv.includes('guide') ? ['--dialect', 'guide'] : [];

/**
 * Prints the description of the next step.
 *
 * @param {readonly string[]} lines
 */
function describeStep(...lines) {
  process.stdout.write(`\n\n── ${lines.join('\n   ')}\n`);
}

/**
 * Prints a command and runs it. An unexpected exit code fails the demo.
 *
 * @param {string} line
 * @param {number} [expected]
 */
function rollcall(line, expected = 0) {
  const words = line.split(' ');
  const args = /^(plan|apply|drift)/u.test(line) ? [...words, ...dialect] : words;
  process.stdout.write(`\n$ rollcall ${args.join(' ')}\n`);
  const { status } = spawnSync(process.execPath, [join(root, 'dist/cli/main.js'), ...args], {
    cwd: folder,
    stdio: 'inherit',
    env: { ...process.env, ROLLCALL_LEDGER: undefined, HUBSPOT_BASE_URL: '' },
  });
  process.stdout.write(`[exit ${status}]\n`);
  if (status !== expected) {
    process.stdout.write(`Expected exit code ${expected}.\n`);
    process.exitCode = 1;
  }
}

cpSync(join(root, 'examples'), folder, {
  recursive: true,
  filter: (path) => !path.includes('.rollcall'),
});
try {
  describeStep('1. Plan: compare the files with HubSpot. (Exit code 2: there are changes.)');
  rollcall('plan enrollments.yaml --detailed-exitcode', 2);
  describeStep('2. Apply the changes after review. Only this command writes to HubSpot.');
  rollcall('apply enrollments.yaml --auto-approve');
  describeStep('3. Plan again: HubSpot matches the files.');
  rollcall('plan enrollments.yaml --detailed-exitcode');
  describeStep(
    '4. Advance the simulator by eight days. HubSpot sends emails; some contacts finish, one replies,',
    'one opts out.',
  );
  rollcall('simulator advance 8d');
  describeStep('5. Plan again: still no changes, because rollcall enrolls each contact only once.');
  rollcall('plan enrollments.yaml --detailed-exitcode');
  describeStep('6. In HubSpot, a colleague unenrolls Ana from her sequence by hand.');
  rollcall('simulator act unenroll ana@northwind.example --target 5510021');
  describeStep(
    '7. Drift reports what changed in HubSpot since the apply. HubSpot does not show why a contact left',
    'early: a reply and an unenrollment by hand look the same. Drift lists both, and with --strict both',
    'count as drift. (Exit code 2.)',
  );
  rollcall('drift enrollments.yaml --strict', 2);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

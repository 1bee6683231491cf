// Kills the built command line many times in a row, and compares its ledger with the account after each kill.
// `npm run kills -- --kills 100 --seed 1`. The last line counts kills, runs, enrollments, duplicates and losses.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'rollcall-kills-'));
const report = join(folder, 'report');
try {
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', 'test/processes/kills.test.ts'],
    {
      cwd: root,
      stdio: 'inherit',
      env: {
        ...process.env,
        ROLLCALL_KILLS: values.kills,
        ROLLCALL_KILLS_SEED: values.seed,
        ROLLCALL_KILLS_REPORT: report,
      },
    },
  );
  process.exitCode = status ?? 1;
  if (status === 0) process.stdout.write(`${readFileSync(report, 'utf8')} (seed ${values.seed})\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

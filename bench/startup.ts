import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import module from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Row, Size } from './row.ts';
import { formatRatio } from './row.ts';
import { measureCpu, rollcall } from './time-commands.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Whether Node stores compiled code. The first round fills the cache, and the median is of a filled one. */
const cachesCode = 'enableCompileCache' in module;

/**
 * Measures the CPU time of a command from start to end, relative to an empty Node program. Compares it with two large
 * command lines: knip analyzes TypeScript; vitest, a test runner, prints its help before it loads the runner.
 */
export async function measureStartup(size: Size): Promise<readonly Row[]> {
  const rounds = size === 'quick' ? 2 : 25;
  const cwd = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  try {
    cpSync(join(root, 'examples/enroll-once/enrollments.yaml'), join(cwd, 'enrollments.yaml'));
    const [bare = 0, ...measured] = await measureCpu(
      [
        ['-e', '0'],
        [rollcall, '--version'],
        [rollcall, 'help'],
        [rollcall, 'validate'],
        [rollcall, 'plan'],
        [join(root, 'node_modules/knip/bin/knip.js'), '--help'],
        [join(root, 'node_modules/vitest/vitest.mjs'), '--help'],
      ],
      { rounds, cwd },
    );
    const [version = 0, help = 0, validate = 0, plan = 0, knip = 0, vitest = 0] = measured;
    return [
      row('`rollcall --version`', [version, bare], 2.2),
      row('`rollcall help`', [help, bare], 2.2),
      row('`rollcall validate` on an example', [validate, bare], cachesCode ? 2.3 : 3),
      row('`rollcall plan` on an example and the simulator', [plan, bare], 5.5),
      row('`knip --help`, to compare', [knip, bare]),
      row('`vitest --help`, to compare', [vitest, bare]),
    ];
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

function row(what: string, [ours, bare]: readonly [number, number], maximum?: number): Row {
  const ratio = ours / bare;
  return {
    what: `startup: CPU time of ${what}, against \`node -e 0\``,
    target: maximum === undefined ? '–' : `at most ${maximum} ×`,
    measured: `${formatRatio(ratio)} (${ours.toFixed(0)} ms against ${bare.toFixed(0)} ms)`,
    ...(maximum === undefined ? {} : { ok: ratio <= maximum }),
  };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row, Size } from './row.ts';
import { formatNumber } from './row.ts';
import { runChild } from './run-child.ts';
import { rollcall, usageOf } from './time-commands.ts';

/** Measures the memory of `show --full` on a large saved plan. */
export async function measureShow(size: Size): Promise<readonly Row[]> {
  const changes = size === 'quick' ? 10_000 : 100_000;
  const cwd = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  try {
    const file = join(cwd, 'plan.json');
    const written = await runChild<number>('./saved-plan.js', String(changes), file);
    if (written !== changes) throw new Error(`The plan has ${written} changes.`);
    const rows: Row[] = [];
    for (const format of ['text', 'json']) {
      const { memory } = await usageOf([rollcall, 'show', file, '--full', '--format', format], { cwd });
      rows.push({
        what: `\`show --full\` of ${formatNumber(changes)} changes as ${format}: memory`,
        target: 'at most 350 MB',
        measured: `${formatNumber(memory)} MB`,
        ok: memory <= 350,
      });
    }
    return rows;
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

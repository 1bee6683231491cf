import { runChild } from './run-child.ts';
import type { Row, Size } from './row.ts';
import { formatNumber, formatRatio } from './row.ts';

interface Planned {
  readonly milliseconds: number;
  /** Milliseconds of the loops that make the input. They show the cost of a larger heap and more cache misses alone. */
  readonly making: number;
  readonly megabytes: number;
  readonly enroll: number;
  readonly active: number;
}

/** Measures the pure planner, without reads and writes. */
export async function measurePlanning(size: Size): Promise<readonly Row[]> {
  const [count, runs] = size === 'quick' ? [50_000, 1] : [1_000_000, 3];
  const small = await best(count / 10, runs);
  const large = await best(count, runs);
  const bare = await bestBare(count, runs);
  const [many, few] = [formatNumber(count), formatNumber(count / 10)];
  const planned = `plan ${many} declared members against ${many} observed contacts`;
  const what = `${planned}, relative to ${few}`;
  const against = `${planned}, against a bare script with two maps`;
  const [bareTime, bareMemory] = [large.milliseconds / bare.milliseconds, large.megabytes / bare.megabytes];
  const [time, memory] = [large.milliseconds / small.milliseconds, large.megabytes / small.megabytes];
  return [
    {
      what: `${what}: time`,
      target: 'at most 11 ×',
      measured: `${formatRatio(time)} (${seconds(large.milliseconds)} against ${seconds(small.milliseconds)}); making the input: ${formatRatio(large.making / small.making)}`,
      ok: time <= 11,
    },
    {
      what: `${against}: time`,
      target: 'at most 4.5 ×',
      measured: `${formatRatio(bareTime)} (${seconds(large.milliseconds)} against ${seconds(bare.milliseconds)})`,
      ok: bareTime <= 4.5,
    },
    {
      what: `${against}: memory`,
      target: 'under 1,024 MB',
      measured: `${formatNumber(large.megabytes)} MB (${formatRatio(bareMemory)}: ${formatNumber(bare.megabytes)} MB)`,
      ok: large.megabytes < 1_024,
    },
    {
      what: `${what}: memory`,
      target: 'at most 11 ×, under 2 GB',
      measured: `${formatRatio(memory)}, ${formatNumber(large.megabytes)} MB`,
      ok: memory <= 11 && large.megabytes < 2_048,
    },
  ];
}

interface Compared {
  readonly milliseconds: number;
  readonly megabytes: number;
  readonly toAdd: number;
  readonly present: number;
}

/** The same for the bare difference. */
async function bestBare(count: number, times: number): Promise<Compared> {
  const runs: Compared[] = [];
  for (let run = 0; run < times; run += 1) {
    const compared = await runChild<Compared>('./bare-difference.js', String(count));
    if (compared.toAdd !== count / 2 || compared.present !== count / 2)
      throw new Error(JSON.stringify(compared));
    runs.push(compared);
  }
  return runs.reduce((a, b) => ({
    ...a,
    milliseconds: Math.min(a.milliseconds, b.milliseconds),
    megabytes: Math.max(a.megabytes, b.megabytes),
  }));
}

/** Returns the shortest times of some runs, because another program can slow one of them. */
async function best(count: number, times: number): Promise<Planned> {
  const runs = [];
  for (let run = 0; run < times; run += 1) {
    const planned = await runChild<Planned>('./plan-in-memory.js', String(count));
    if (planned.enroll !== count / 2 || planned.active !== count / 2)
      throw new Error(JSON.stringify(planned));
    runs.push(planned);
  }
  return runs.reduce((a, b) => ({
    ...a,
    milliseconds: Math.min(a.milliseconds, b.milliseconds),
    making: Math.min(a.making, b.making),
    megabytes: Math.max(a.megabytes, b.megabytes),
  }));
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

import { runChild } from './run-child.ts';
import type { Row } from './row.ts';
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
export async function measurePlanning(): Promise<readonly Row[]> {
  const small = await best(100_000);
  const large = await best(1_000_000);
  const what = 'plan 1,000,000 declared members against 1,000,000 observed contacts, relative to 100,000';
  const [time, memory] = [large.milliseconds / small.milliseconds, large.megabytes / small.megabytes];
  return [
    {
      what: `${what}: time`,
      target: 'at most 11 ×',
      measured: `${formatRatio(time)} (${seconds(large.milliseconds)} against ${seconds(small.milliseconds)}); making the input: ${formatRatio(large.making / small.making)}`,
      ok: time <= 11,
    },
    {
      what: `${what}: memory`,
      target: 'at most 11 ×, under 2 GB',
      measured: `${formatRatio(memory)}, ${formatNumber(large.megabytes)} MB`,
      ok: memory <= 11 && large.megabytes < 2_048,
    },
  ];
}

/** Returns the shortest times of three runs, because another program can slow one of them. */
async function best(count: number): Promise<Planned> {
  const runs = [];
  for (let run = 0; run < 3; run += 1) {
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

import { child } from './child.ts';
import type { Row } from './row.ts';
import { number, times } from './row.ts';

interface Planned {
  readonly milliseconds: number;
  /** The plain loops that make the input: what a larger heap and a colder cache cost by themselves. */
  readonly making: number;
  readonly megabytes: number;
  readonly enroll: number;
  readonly active: number;
}

/** Pure planning: nothing is read or written. */
export async function purePlanning(): Promise<readonly Row[]> {
  const small = await best(100_000);
  const large = await best(1_000_000);
  const what = 'plan 1,000,000 declarations against 1,000,000 observed, beside 100,000';
  const [time, memory] = [large.milliseconds / small.milliseconds, large.megabytes / small.megabytes];
  return [
    {
      what: `${what}: time`,
      target: 'at most 11 ×',
      measured: `${times(time)} (${seconds(large.milliseconds)} beside ${seconds(small.milliseconds)}); making the input: ${times(large.making / small.making)}`,
      ok: time <= 11,
    },
    {
      what: `${what}: memory`,
      target: 'at most 11 ×, under 2 GB',
      measured: `${times(memory)}, ${number(large.megabytes)} MB`,
      ok: memory <= 11 && large.megabytes < 2_048,
    },
  ];
}

/** The fastest of three runs: another program may have held up one of them. */
async function best(count: number): Promise<Planned> {
  const runs = [];
  for (let run = 0; run < 3; run += 1) {
    const planned = await child<Planned>('./plan-in-memory.js', String(count));
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

import type { Row, Size } from './row.ts';
import { median } from './row.ts';
import { runChildWith } from './run-child.ts';

const contacts = 300;
const roundTrip = 150;

/** Measures a plan over a distant line with TLS: the reads that wait for each other decide. */
export async function measureDistance(size: Size): Promise<readonly Row[]> {
  const times: number[] = [];
  for (let round = 0; round < (size === 'quick' ? 1 : 3); round += 1) {
    // The certificate of the line is a private one.
    const { milliseconds } = await runChildWith<{ readonly milliseconds: number }>(
      { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
      './distant-plan.js',
      [String(contacts), String(roundTrip)],
    );
    times.push(milliseconds / 1000);
  }
  const seconds = median(times);
  return [
    {
      what: `plan ${contacts} contacts at a round trip of ${roundTrip} ms`,
      target: 'at most 1.8 s',
      measured: `${seconds.toFixed(2)} s`,
      ok: seconds <= 1.8,
    },
  ];
}

import { runChild } from './run-child.ts';
import type { Row, Size } from './row.ts';
import { formatNumber } from './row.ts';

interface Rehearsed {
  readonly milliseconds: number;
  readonly megabytes: number;
  readonly enrollments: number;
}

/** Measures forecasts: how many days of how many contacts rollcall plays in a second. */
export async function measureRehearse(size: Size): Promise<readonly Row[]> {
  const sizes =
    size === 'quick'
      ? ([[200, 10]] as const)
      : ([
          [2_000, 30],
          [20_000, 30],
        ] as const);
  const rows: Row[] = [];
  for (const [contacts, days] of sizes) {
    const { milliseconds, megabytes, enrollments } = await runChild<Rehearsed>(
      './rehearse-account.js',
      String(contacts),
      String(days),
    );
    if (enrollments === 0) throw new Error(`The forecast of ${contacts} contacts enrolled none.`);
    const seconds = milliseconds / 1000;
    const isSmall = contacts <= 2_000;
    rows.push({
      what: `rehearse ${formatNumber(contacts)} contacts over ${days} days: contact-days per second`,
      target: isSmall ? 'under 60 s' : '–',
      measured: `${formatNumber((contacts * days) / seconds)} (${formatNumber(seconds, 1)} s, ${formatNumber(megabytes)} MB)`,
      ...(isSmall ? { ok: seconds < 60 } : {}),
    });
  }
  return rows;
}

/** Compares the ledger with the account and with the requests that were sent. */
import type { HistoryRecord } from '../../src/model/ledger/ledger.ts';
import type { Inspection } from '../../src/simulator/account/inspection.ts';
import { enrollmentKey, enrollmentKeysOf } from './enrollment-key.ts';
import type { EnrollmentKey } from './enrollment-key.ts';

interface Evidence {
  readonly records: readonly HistoryRecord[];
  readonly enrollments: Inspection['enrollments'];
  readonly writes: readonly Parameters<typeof enrollmentKeysOf>[0][];
}

export interface Tally {
  /** Enrollments that took effect. */
  readonly enrollments: number;
  readonly proved: number;
  readonly unknown: number;
  /** Enrollments that took effect or are proved more than once. */
  readonly duplicates: readonly EnrollmentKey[];
  /** Proved enrollments that the account never had. */
  readonly lost: readonly EnrollmentKey[];
  /** Enrollments that took effect or were requested more often than intents were recorded. */
  readonly unrecorded: readonly EnrollmentKey[];
}

export function tally({ records, enrollments, writes }: Evidence): Tally {
  // An intent whose effect a later run read without a date becomes an adoption, which differs by `settledAt`.
  const enrollIntents = records.filter(
    ({ action, state, settledAt }) => action === 'enroll' && (state !== 'adopted' || settledAt !== undefined),
  );
  const effects = countOf(enrollments.map(enrollmentKey));
  const intents = countOf(enrollIntents.map(enrollmentKey));
  const requested = countOf(writes.flatMap(enrollmentKeysOf));
  const proved = countOf(
    enrollIntents.filter(({ state }) => tookEffect.includes(state) || state === 'adopted').map(enrollmentKey),
  );
  const open = countOf(enrollIntents.filter(({ state }) => state === 'open').map(enrollmentKey));
  const keys = new Set([effects, intents, requested].flatMap((counts) => [...counts.keys()]));
  const keysWhere = (matches: (key: EnrollmentKey) => boolean): readonly EnrollmentKey[] =>
    [...keys].filter(matches);
  const countIn = (counts: ReadonlyMap<EnrollmentKey, number>, key: EnrollmentKey): number =>
    counts.get(key) ?? 0;
  return {
    enrollments: enrollments.length,
    proved: sum(proved),
    unknown: sum(open),
    duplicates: keysWhere((key) => countIn(effects, key) > 1 || countIn(proved, key) > 1),
    lost: keysWhere((key) => countIn(proved, key) > countIn(effects, key)),
    unrecorded: keysWhere(
      (key) =>
        countIn(effects, key) > countIn(proved, key) + countIn(open, key) ||
        countIn(requested, key) > countIn(intents, key),
    ),
  };
}

/** An accepted enrollment counts as proved: it is never sent again. */
const tookEffect: readonly string[] = ['proved', 'accepted'];

function countOf(names: readonly EnrollmentKey[]): ReadonlyMap<EnrollmentKey, number> {
  const counts = new Map<EnrollmentKey, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function sum(counts: ReadonlyMap<EnrollmentKey, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

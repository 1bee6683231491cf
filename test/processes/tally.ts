/** Holds the ledger against the account and against the wire. */
import type { HistoryRecord } from '../../src/model/ledger/ledger.ts';
import type { Inspection } from '../../src/simulator/account/inspection.ts';
import { enrollingOf, enrollingsOf } from './enrolling.ts';
import type { Enrolling } from './enrolling.ts';

interface Evidence {
  readonly records: readonly HistoryRecord[];
  readonly enrollments: Inspection['enrollments'];
  readonly writes: readonly Parameters<typeof enrollingsOf>[0][];
}

export interface Tally {
  /** Enrollments that took effect. */
  readonly enrollments: number;
  readonly proved: number;
  readonly unknown: number;
  /** Took effect more than once, or are proved more than once. */
  readonly duplicates: readonly Enrolling[];
  /** Proved, and the account never had them. */
  readonly lost: readonly Enrolling[];
  /** Took effect, or were asked for, more often than intents say. */
  readonly unrecorded: readonly Enrolling[];
}

export function tally({ records, enrollments, writes }: Evidence): Tally {
  // An intent whose effect a later run read without a date ends as an adoption; one of those was settled.
  const acts = records.filter(
    ({ action, state, settledAt }) => action === 'enroll' && (state !== 'adopted' || settledAt !== undefined),
  );
  const effects = countOf(enrollments.map(enrollingOf));
  const intents = countOf(acts.map(enrollingOf));
  const asked = countOf(writes.flatMap(enrollingsOf));
  const proved = countOf(
    acts.filter(({ state }) => tookEffect.includes(state) || state === 'adopted').map(enrollingOf),
  );
  const open = countOf(acts.filter(({ state }) => state === 'open').map(enrollingOf));
  const names = new Set([effects, intents, asked].flatMap((counts) => [...counts.keys()]));
  const those = (wrong: (name: Enrolling) => boolean): readonly Enrolling[] => [...names].filter(wrong);
  const of = (counts: ReadonlyMap<Enrolling, number>, name: Enrolling): number => counts.get(name) ?? 0;
  return {
    enrollments: enrollments.length,
    proved: sum(proved),
    unknown: sum(open),
    duplicates: those((name) => of(effects, name) > 1 || of(proved, name) > 1),
    lost: those((name) => of(proved, name) > of(effects, name)),
    unrecorded: those(
      (name) => of(effects, name) > of(proved, name) + of(open, name) || of(asked, name) > of(intents, name),
    ),
  };
}

/** Taken by HubSpot counts like seen there: it is never sent again. */
const tookEffect: readonly string[] = ['proved', 'accepted'];

function countOf(names: readonly Enrolling[]): ReadonlyMap<Enrolling, number> {
  const counts = new Map<Enrolling, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function sum(counts: ReadonlyMap<Enrolling, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

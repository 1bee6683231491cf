/** What a long chaos came to, for its closing line. */
import type { Played } from './play-case.ts';
import type { Violation } from './violations.ts';

export interface Tally {
  runs: number;
  applies: number;
  crashPoints: number;
  faults: number;
  enrollments: number;
  duplicates: number;
  notConverged: number;
  /** Of the runs: random histories, and all of their steps. */
  histories: number;
  steps: number;
  falseStatements: number;
  /** Everything else that was wrong. */
  otherwiseWrong: number;
  /** How to play each run again in which something was wrong. */
  readonly failed: { readonly seed: number; readonly path: string; readonly what: readonly Violation[] }[];
}

export function emptyTally(): Tally {
  return {
    runs: 0,
    applies: 0,
    crashPoints: 0,
    faults: 0,
    enrollments: 0,
    duplicates: 0,
    notConverged: 0,
    histories: 0,
    steps: 0,
    falseStatements: 0,
    otherwiseWrong: 0,
    failed: [],
  };
}

/** What a run or a history adds. */
type Counted = Pick<Played, 'violations' | 'applies' | 'faults' | 'enrollments'> & {
  readonly crashPoints: number;
  /** Of a history. */
  readonly steps?: number;
};

/** Adds one run. `replay` is the seed and path by which fast-check makes it again. */
export function count(
  tally: Tally,
  played: Counted,
  replay: { readonly seed: number; readonly path: string },
): void {
  const found = (broken: Violation['broken']): number =>
    played.violations.filter((violation) => violation.broken === broken).length;
  const wrong = played.violations.length;
  const duplicates = found('duplicate');
  const notConverged = found('not-converged');
  const falseStatements = found('false-statement');
  tally.runs += 1;
  tally.applies += played.applies;
  tally.crashPoints += played.crashPoints;
  tally.faults += played.faults;
  tally.enrollments += played.enrollments;
  tally.duplicates += duplicates;
  tally.notConverged += notConverged;
  tally.histories += played.steps === undefined ? 0 : 1;
  tally.steps += played.steps ?? 0;
  tally.falseStatements += falseStatements;
  tally.otherwiseWrong += wrong - duplicates - notConverged - falseStatements;
  if (wrong > 0) tally.failed.push({ ...replay, what: played.violations });
}

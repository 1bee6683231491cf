import type { Report } from '../../src/model/results/report.ts';
import type { Ran } from '../cli/rollcall.ts';

/** Returns the report of an `apply --format json`. Throws if stdout is not exactly one report. */
export function reportOf({ stdout, stderr }: Pick<Ran, 'stdout' | 'stderr'>): Report {
  let report: Report | undefined;
  try {
    report = JSON.parse(stdout);
  } catch {
    report = undefined;
  }
  if (!report?.counts) throw new Error(`no report: ${stdout}${stderr}`);
  return report;
}

/** Returns the sum of all outcome counts, which equals `counts.planned` in every report. */
export function outcomeCount({ counts }: Report): number {
  return counts.done + counts.failed + counts.blocked + counts.unknown + counts.notAttempted;
}

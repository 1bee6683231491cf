import type { Report } from '../../src/model/report.ts';
import type { Ran } from '../cli/rollcall.ts';

/** The report of an `apply --format json`. Throws when stdout is anything else than one report. */
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

/** What the counts add up to beside what was planned; equal in every report. */
export function summed({ counts }: Report): number {
  return counts.done + counts.failed + counts.blocked + counts.unknown + counts.notAttempted;
}

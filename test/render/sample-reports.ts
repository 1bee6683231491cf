/** Real reports for tests of the renderers, and reports with changed parts of real reports. */
import type { Outcome, Report } from '../../src/model/results/report.ts';
import { realReport } from './real/real-documents.ts';

/** Returns a report with counts that are counted from its outcomes. */
export function sampleReport(parts: Partial<Report> & { readonly outcomes: readonly Outcome[] }): Report {
  const status = (name: Outcome['status']): number =>
    parts.outcomes.filter((outcome) => outcome.status === name).length;
  const { context: _context, emailsToday: _today, emailsUntil: _until, ...real } = realReport('small/report');
  return {
    ...real,
    exitCode: 0,
    exitReasons: [],
    counts: {
      planned: parts.outcomes.length,
      done: status('done'),
      failed: status('failed'),
      blocked: status('blocked'),
      unknown: status('unknown'),
      notAttempted: status('not-attempted'),
    },
    emails: 3 * parts.outcomes.filter((one) => one.status === 'done' && one.action === 'enroll').length,
    manual: [],
    requests: parts.outcomes.length + 3,
    ...parts,
  };
}

export function outcome(
  address: string,
  status: Outcome['status'],
  extras: Partial<Outcome> & { readonly reason: string },
): Outcome {
  return { address, action: 'enroll', status, ...extras };
}

/** All 27 changes were applied. */
export const cleanReport = realReport('small/report');

/** Failures and blocked contacts, and no unknown outcome. */
export const partialReport = realReport('partial/report');

/** Only blocked contacts: exit code 0, but nothing was applied. */
export const blockedReport = sampleReport({
  outcomes: partialReport.outcomes.filter(({ status }) => status === 'blocked'),
});

const unknown = realReport('unknown/report');

/** Outcomes of every status, and a removal that is left for manual work. */
export const troubledReport = sampleReport({
  exitCode: 7,
  exitReasons: [
    '1 unknown outcome needs a decision',
    '2 changes failed',
    '1 change was not attempted',
    '1 contact must be unenrolled by hand',
  ],
  outcomes: [
    ...unknown.outcomes,
    ...partialReport.outcomes.filter(({ status }) => status !== 'done'),
    ...realReport('canary/report').outcomes.slice(-1),
  ],
  manual: realReport('mixed/report').manual,
});

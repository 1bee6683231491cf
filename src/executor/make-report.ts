import { ExitCode } from '../model/exit-code.ts';
import { type Change, outputFormatVersion, type Plan, type Unchanged } from '../model/results/plan.ts';
import type { Outcome, OutcomeStatus, Report } from '../model/results/report.ts';
import type { ApplyResult } from './apply.ts';
import { exitCodeOfStop, exitCodesBySeverity, type Stop } from './stop.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

/** Returns the report of an apply. planned = done + failed + blocked + unknown + not attempted. */
export function makeReport(
  applied: ApplyResult,
  run: {
    readonly plan: Plan;
    readonly changes: readonly Change[];
    readonly number?: number;
    readonly requests: number;
  },
): Report {
  const { outcomes, stop } = applied;
  const count = (status: OutcomeStatus): number => outcomes.filter((one) => one.status === status).length;
  const manual = run.plan.unchanged.filter(
    (unchanged): unchanged is Unchanged => unchanged.status === 'manual',
  );
  const emails = outcomes.map((outcome, index) =>
    outcome.status === 'done' ? emailCount(run.changes[index]) : 0,
  );
  return {
    formatVersion: outputFormatVersion,
    planId: run.plan.planId,
    portalId: run.plan.portalId,
    ...omitUndefined({ run: run.number }),
    ...exitCodeOfRun({
      outcomes,
      manual: manual.length,
      waitingRemovals: run.plan.unchanged.filter(({ status, removal }) => removal && status !== 'manual')
        .length,
      unsettled: run.plan.unchanged.filter((unchanged) => unchanged.unsettled).length,
      ...(stop ? { stop } : {}),
    }),
    counts: {
      planned: outcomes.length,
      done: count('done'),
      failed: count('failed'),
      blocked: count('blocked'),
      unknown: count('unknown'),
      notAttempted: count('not-attempted'),
    },
    emails: emails.reduce((sum, each) => sum + each, 0),
    outcomes: outcomes.map((outcome, index) => ({ ...outcome, ...changeOrigin(run.changes[index]) })),
    manual,
    requests: run.requests,
    ...linkContext(run.plan),
  };
}

function linkContext({ context }: Plan): Pick<Report, 'context'> {
  if (!context) return {};
  const { uiDomain, contactPage } = context;
  return { context: { uiDomain, ...omitUndefined({ contactPage }) } };
}

/** Returns the contact and the source line of a change, so that a report is readable without its plan. */
function changeOrigin(change: Change | undefined): Pick<Outcome, 'contact' | 'source'> {
  if (!change) return {};
  const { source } = change;
  return {
    ...(change.action === 'archive' ? {} : { contact: change.contact }),
    ...(source ? { source } : {}),
  };
}

function emailCount(change: Change | undefined): number {
  return change?.action === 'enroll' ? (change.emails ?? 0) : 0;
}

interface ExitSummary {
  readonly exitCode: ExitCode;
  /** Every reason, most serious first; the first one sets the code. */
  readonly exitReasons: readonly string[];
}

/** Returns the exit code of an apply and the reasons for it. `blocked` contacts alone leave it at 0. */
export function exitCodeOfRun(run: {
  readonly outcomes: readonly Outcome[];
  readonly stop?: Stop;
  readonly manual: number;
  /** Contacts that must be unenrolled, but not by this run. */
  readonly waitingRemovals: number;
  /** Enrollments of earlier runs whose outcome is still unknown. */
  readonly unsettled: number;
}): ExitSummary {
  const count = (status: Outcome['status']): number =>
    run.outcomes.filter((outcome) => outcome.status === status).length;
  const reasons: { code: ExitCode; text: string }[] = [];
  const addReason = (code: ExitCode, number: number, text: string): void => {
    if (number > 0) reasons.push({ code, text: `${number} ${text}` });
  };
  if (run.stop) reasons.push({ code: exitCodeOfStop[run.stop.why], text: stopText(run.stop) });
  addReason(ExitCode.unknown, count('unknown'), 'with an unknown outcome');
  addReason(
    ExitCode.unknown,
    run.unsettled,
    'from an earlier run with an unknown outcome (rollcall resolve)',
  );
  addReason(ExitCode.partly, count('failed'), 'failed');
  addReason(ExitCode.partly, count('not-attempted'), 'not attempted');
  addReason(ExitCode.partly, run.manual, 'to be unenrolled by hand');
  addReason(ExitCode.partly, run.waitingRemovals, 'to be unenrolled by a later run');
  const sorted = reasons.toSorted(
    (a, b) => exitCodesBySeverity.indexOf(a.code) - exitCodesBySeverity.indexOf(b.code),
  );
  return { exitCode: sorted[0]?.code ?? ExitCode.done, exitReasons: sorted.map((reason) => reason.text) };
}

function stopText({ reason, help }: Stop): string {
  return help === undefined ? reason : `${reason.replace(/\.$/u, '')}. ${help}`;
}

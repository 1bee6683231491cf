import { ExitCode } from '../model/exit-code.ts';
import {
  isContactChange,
  type Change,
  countForReview,
  type EnrollChange,
  namedFiles,
  outputFormatVersion,
  type Plan,
  type Unchanged,
  type WaitCause,
} from '../model/results/plan.ts';
import type { Outcome, OutcomeStatus, Report, StoppedSender } from '../model/results/report.ts';
import { addDays, type Day } from '../model/time.ts';
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
    /** Active enrollments of others that the run recorded. */
    readonly adopted?: number;
    readonly requests: number;
    /** The day of the apply in the account's time zone. */
    readonly today: Day;
  },
): Report {
  const { outcomes, stop, stoppedSenders = [] } = applied;
  const count = (status: OutcomeStatus): number => outcomes.filter((one) => one.status === status).length;
  const manual = run.plan.unchanged.filter(
    (unchanged): unchanged is Unchanged => unchanged.status === 'manual',
  );
  const forReview = countForReview(run.plan);
  const enrolled = outcomes.flatMap(({ status }, index) => {
    const change = run.changes[index];
    return status === 'done' && change?.action === 'enroll' ? change : [];
  });
  return {
    formatVersion: outputFormatVersion,
    planId: run.plan.planId,
    portalId: run.plan.portalId,
    ...omitUndefined({ run: run.number, undoRun: run.plan.undoRun, files: namedFiles(run.plan) }),
    ...exitCodeOfRun({
      outcomes,
      manual: manual.length,
      waitingRemovals: run.plan.unchanged.filter(
        ({ status, removal, waitsFor }) => removal && status !== 'manual' && waitsFor !== 'review',
      ).length,
      unsettled:
        run.plan.unchanged.filter((unchanged) => unchanged.unsettled).length +
        run.plan.diagnostics.filter(({ code }) => code === 'creation-unknown').length,
      stoppedSenders,
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
    ...(run.adopted ? { adopted: run.adopted } : {}),
    ...(forReview > 0 ? { forReview } : {}),
    emails: enrolled.reduce((sum, change) => sum + (change.emails ?? 0), 0),
    ...emailDates(enrolled, run.today),
    ...(stoppedSenders.length > 0 ? { stoppedSenders } : {}),
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

/** Returns the target, contact and source line of a change, so that a report is readable without its plan. */
function changeOrigin(change: Change | undefined): Pick<Outcome, 'target' | 'contact' | 'source'> {
  if (!change) return {};
  const { source, target } = change;
  return {
    target,
    ...(isContactChange(change) ? { contact: change.contact } : {}),
    ...(source ? { source } : {}),
  };
}

/** Returns when the emails of enrollments leave; nothing unless HubSpot shows the days of all of them. */
function emailDates(
  enrolled: readonly EnrollChange[],
  today: Day,
): Pick<Report, 'emailsToday' | 'emailsUntil'> {
  const inSequences = enrolled.filter(({ target }) => target.kind === 'sequence');
  const days = inSequences.flatMap(({ emailDays }) => emailDays ?? []);
  if (days.length === 0 || inSequences.some(({ emailDays }) => emailDays === undefined)) return {};
  const last = days.reduce((latest, day) => Math.max(latest, day), 0);
  return {
    emailsToday: days.filter((day) => day === 0).length,
    emailsUntil: addDays(today, last),
  };
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
  readonly stoppedSenders?: readonly StoppedSender[];
  readonly manual: number;
  /** Contacts that must be unenrolled, but not by this run. */
  readonly waitingRemovals: number;
  /** Enrollments and new workflows of earlier runs whose outcome is still unknown. */
  readonly unsettled: number;
}): ExitSummary {
  const count = (status: Outcome['status']): number =>
    run.outcomes.filter((outcome) => outcome.status === status).length;
  const reasons: { code: ExitCode; text: string }[] = [];
  const addReason = (code: ExitCode, number: number, [one, many]: readonly [string, string]): void => {
    if (number > 0) reasons.push({ code, text: `${number} ${number === 1 ? one : many}` });
  };
  if (run.stop) reasons.push({ code: exitCodeOfStop[run.stop.why], text: stopText(run.stop) });
  addReason(ExitCode.unknown, count('unknown'), [
    'unknown outcome needs a decision',
    'unknown outcomes need a decision',
  ]);
  addReason(ExitCode.unknown, run.unsettled, [
    'unknown outcome of an earlier run needs a decision (`rollcall resolve`)',
    'unknown outcomes of earlier runs need a decision (`rollcall resolve`)',
  ]);
  for (const { reason, help } of run.stoppedSenders ?? [])
    reasons.push({ code: ExitCode.partly, text: `sender stopped: ${reason}. ${help}` });
  addReason(ExitCode.partly, count('failed'), ['change failed', 'changes failed']);
  addReason(ExitCode.partly, run.outcomes.filter(isLeftUndone).length, [
    'change was not attempted',
    'changes were not attempted',
  ]);
  addReason(ExitCode.partly, run.manual, [
    'contact must be unenrolled by hand',
    'contacts must be unenrolled by hand',
  ]);
  addReason(ExitCode.partly, run.waitingRemovals, [
    'contact must be unenrolled by a later run',
    'contacts must be unenrolled by a later run',
  ]);
  const sorted = reasons.toSorted(
    (a, b) => exitCodesBySeverity.indexOf(a.code) - exitCodesBySeverity.indexOf(b.code),
  );
  return { exitCode: sorted[0]?.code ?? ExitCode.done, exitReasons: sorted.map((reason) => reason.text) };
}

/** Returns whether a change was not attempted although its turn had come. One that waits for its turn is not a failure. */
function isLeftUndone({ status, waitsFor }: Outcome): boolean {
  return status === 'not-attempted' && (waitsFor === undefined || !turnCauses.has(waitsFor));
}

const turnCauses: ReadonlySet<WaitCause> = new Set(['pause', 'freeze', 'pace', 'sender-limit', 'since']);

function stopText({ reason, help }: Stop): string {
  return help === undefined ? reason : `${reason.replace(/\.$/u, '')}. ${help}`;
}

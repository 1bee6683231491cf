import { outputFormatVersion } from '../model/plan.ts';
import type { Change, Unchanged, Plan } from '../model/plan.ts';
import type { Outcome, OutcomeStatus, Report } from '../model/report.ts';
import type { Applied } from './apply.ts';
import { exitCodeOf } from './exit-code-of.ts';

/** The report of an apply. Its counts add up: planned = done + failed + blocked + unknown + not attempted. */
export function summarize(
  applied: Applied,
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
    outcome.status === 'done' ? mailsOf(run.changes[index]) : 0,
  );
  return {
    formatVersion: outputFormatVersion,
    planId: run.plan.planId,
    portalId: run.plan.portalId,
    ...(run.number === undefined ? {} : { run: run.number }),
    ...exitCodeOf({
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
    outcomes: outcomes.map((outcome, index) => ({ ...outcome, ...askedBy(run.changes[index]) })),
    manual,
    requests: run.requests,
    ...pagesOf(run.plan),
  };
}

function pagesOf({ context }: Plan): Pick<Report, 'context'> {
  if (!context) return {};
  const { uiDomain, contactPage } = context;
  return { context: { uiDomain, ...(contactPage === undefined ? {} : { contactPage }) } };
}

/** Who is meant and which line asked for it, so that a report can be read without its plan. */
function askedBy(change: Change | undefined): Pick<Outcome, 'contact' | 'source'> {
  if (!change) return {};
  const { source } = change;
  return {
    ...(change.action === 'archive' ? {} : { contact: change.contact }),
    ...(source ? { source } : {}),
  };
}

function mailsOf(change: Change | undefined): number {
  return change?.action === 'enroll' ? (change.emails ?? 0) : 0;
}

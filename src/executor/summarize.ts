import type { Change, Kept, Plan } from '../model/plan.ts';
import type { Outcome, OutcomeStatus, Report } from '../model/report.ts';
import type { Applied } from './apply-changes.ts';
import { exitCodeOf } from './exit-code-of.ts';

/** The report of an apply. Its counts add up: planned = done + failed + blocked + unknown + not attempted. */
export function summarize(
  applied: Applied,
  run: {
    readonly plan: Plan;
    readonly changes: readonly Change[];
    readonly number?: number;
    readonly calls: number;
  },
): Report {
  const { outcomes, stop } = applied;
  const count = (status: OutcomeStatus): number => outcomes.filter((one) => one.status === status).length;
  const manual = run.plan.kept.filter((kept): kept is Kept => kept.status === 'manual');
  const mails = outcomes.map((outcome, index) =>
    outcome.status === 'done' ? mailsOf(run.changes[index]) : 0,
  );
  return {
    formatVersion: 1,
    planId: run.plan.planId,
    portalId: run.plan.portalId,
    ...(run.number === undefined ? {} : { run: run.number }),
    ...exitCodeOf({
      outcomes,
      manual: manual.length,
      unsettled: run.plan.kept.filter((kept) => kept.unsettled).length,
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
    mails: mails.reduce((sum, each) => sum + each, 0),
    outcomes: outcomes.map((outcome, index) => ({ ...outcome, ...askedBy(run.changes[index]) })),
    manual,
    calls: run.calls,
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
  return change.action === 'archive' ? { source } : { contact: change.contact, source };
}

function mailsOf(change: Change | undefined): number {
  return change?.action === 'enroll' ? (change.mails ?? 0) : 0;
}

import type { LeftEntries, RunSummary } from '../../model/ledger/activity.ts';
import { changeKey, countForReview, type Plan } from '../../model/results/plan.ts';
import type { Report } from '../../model/results/report.ts';
import { makePlan } from '../../reconciler/make-plan.ts';
import type { PlanInput } from '../../reconciler/plan-input.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** Returns the record of a run or heartbeat as JSON. */
export function runSummary(
  { input, fresh }: { readonly input: PlanInput; readonly fresh: Plan },
  report: Pick<Report, 'counts' | 'stoppedSenders'>,
): string {
  const stoppedSenders = stoppedUsers(fresh, report);
  const left = leftOfAll(input, fresh);
  const summary: RunSummary = { ...report.counts, ...omitUndefined({ left }), stoppedSenders };
  return JSON.stringify(summary);
}

/**
 * Returns what the run leaves in the whole configuration. A run of a part of it plans the whole again, because its own
 * plan does not contain the rest. Undefined if that is not known.
 */
function leftOfAll(input: PlanInput, fresh: Plan): LeftEntries | undefined {
  const { desired, observed, ledger, diagnostics, unattended } = input;
  // The files may have errors, and the input may lack some of their targets.
  if (input.suppressionsOnly) return undefined;
  const isWhole =
    input.reviewed === undefined &&
    input.undoRun === undefined &&
    !input.only?.length &&
    !input.exclude?.length;
  if (isWhole) return leftEntries(fresh, 0);
  const all = makePlan({ desired, observed, ledger, diagnostics, ...omitUndefined({ unattended }) });
  if (all.errored) return undefined;
  const planned = new Set(fresh.changes.map(changeKey));
  return leftEntries(all, all.changes.filter((change) => !planned.has(changeKey(change))).length);
}

/** Returns the stopped senders by user id: the ledger contains no email address. */
function stoppedUsers(
  { changes }: Pick<Plan, 'changes'>,
  { stoppedSenders = [] }: Pick<Report, 'stoppedSenders'>,
): RunSummary['stoppedSenders'] {
  return stoppedSenders.flatMap(({ sender, reason }) => {
    const change = changes.find((one) => one.action === 'enroll' && one.sender === sender);
    const userId = change?.action === 'enroll' ? change.senderUserId : undefined;
    return userId === undefined ? [] : [{ userId, reason: reason.replaceAll(sender, 'the sender') }];
  });
}

/** The record of an apply whose plan was refused. What it leaves is not known: a refused plan may be incomplete. */
export const refusedSummary = JSON.stringify({});

/** Returns what a plan leaves to a later run or to a person. `later` are changes that this run does not make. */
function leftEntries(plan: Pick<Plan, 'summary' | 'unchanged' | 'diagnostics'>, later: number): LeftEntries {
  const { summary, unchanged } = plan;
  const { blocked, unknown, manual } = summary;
  const forReview = countForReview(plan) || undefined;
  const waiting = summary.waiting + later;
  const days = unchanged.flatMap(({ until: day }) => day ?? []);
  const until = days.reduce<string | undefined>(
    (first, day) => (first === undefined || day < first ? day : first),
    undefined,
  );
  return { waiting, blocked, unknown, manual, ...omitUndefined({ forReview, until }) };
}

import type { LeftEntries, RunSummary } from '../../model/ledger/activity.ts';
import type { Plan } from '../../model/results/plan.ts';
import type { Report } from '../../model/results/report.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** Returns the record of a run or heartbeat as JSON. */
export function runSummary(plan: Plan, report: Pick<Report, 'counts' | 'stoppedSenders'>): string {
  const stoppedSenders = stoppedUsers(plan, report);
  const summary: RunSummary = { ...report.counts, left: leftEntries(plan), stoppedSenders };
  return JSON.stringify(summary);
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

/** Returns what a plan leaves to a later run or to a person. */
function leftEntries({ summary, unchanged }: Pick<Plan, 'summary' | 'unchanged'>): LeftEntries {
  const { waiting, blocked, unknown, manual } = summary;
  const days = unchanged.flatMap(({ until: day }) => day ?? []);
  const until = days.reduce<string | undefined>(
    (first, day) => (first === undefined || day < first ? day : first),
    undefined,
  );
  return { waiting, blocked, unknown, manual, ...omitUndefined({ until }) };
}

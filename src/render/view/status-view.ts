import { completedExitCodes } from '../../model/exit-code.ts';
import type {
  LeftEntries,
  RecordedHeartbeat,
  RecordedRun,
  StoppedSender,
} from '../../model/ledger/activity.ts';
import { completedAt, isOverdue, type Status } from '../../model/results/status.ts';
import type { IntentAction } from '../../model/ledger/intent-action.ts';
import { type Address, targetAddress } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import { withAddresses } from './command-help.ts';
import { count, formatNumber } from './format.ts';

/** A status as every format shows it. */
export interface StatusView {
  /** The result in one sentence. */
  readonly headline: string;
  readonly overdue: boolean;
  /** When the latest completed apply ended, with changes or without. */
  readonly completedAt?: Instant;
  /** What the latest apply left. Absent if no record has it. */
  readonly left?: LeftEntries;
  /** `12 waiting (the first until 2026-12-01), 3 blocked`, or why nothing is known. */
  readonly leftText: string;
  readonly unknown: readonly UnknownOutcome[];
  /** How to settle the unknown outcomes. */
  readonly settleHelp: string;
  /** The senders that the latest run stopped. */
  readonly stoppedSenders: readonly StoppedSender[];
}

/** A request without a known outcome. */
interface UnknownOutcome {
  readonly address: Address;
  readonly action: IntentAction;
  readonly run: number;
  readonly at: Instant;
}

const settleHelp =
  'The next apply reads them back from HubSpot. To settle one by hand, check the contact in HubSpot, then: rollcall resolve ADDRESS --enrolled (or --not-enrolled)';

export function statusView(status: Status): StatusView {
  const { activity } = status;
  const { lastRun } = activity;
  const latest = latestRecord(activity.lastRun, activity.lastHeartbeat);
  const { left } = latest?.summary ?? {};
  const completed = completedAt(activity);
  const unknown = activity.openIntents.map(({ kind, targetKey, targetId, contactId, action, run, at }) => {
    const target = targetAddress({ kind, key: targetKey === '' ? targetId : targetKey });
    return { address: contactId === undefined ? target : `${target}/${contactId}`, action, run, at };
  });
  return {
    headline: headlineOf(status, completed),
    overdue: isOverdue(status),
    ...(completed === undefined ? {} : { completedAt: completed }),
    ...(left === undefined ? {} : { left }),
    leftText: leftText(latest),
    unknown,
    settleHelp: settleHelpOf(unknown),
    stoppedSenders: lastRun?.summary.stoppedSenders ?? [],
  };
}

function settleHelpOf(unknown: readonly UnknownOutcome[]): string {
  const created = unknown.filter(({ action }) => action === 'create-workflow').map(({ address }) => address);
  const others = unknown.filter(({ action }) => action !== 'create-workflow').map(({ address }) => address);
  return [
    ...(others.length > 0 || created.length === 0 ? [withAddresses(settleHelp, others)] : []),
    ...(created.length === 0
      ? []
      : [
          `The next apply searches HubSpot for a new workflow by its name. If it is not there: rollcall resolve ${created.join(' ')} --not-created`,
        ]),
  ].join(' ');
}

/** Returns the time between two instants in one unit: `45 min`, `26 h`, `3 days`. */
export function describeAge(from: Instant, to: Instant): string {
  return describeDuration(Math.max(0, Date.parse(to) - Date.parse(from)));
}

function describeDuration(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 120) return `${formatNumber(minutes)} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 72 ? `${formatNumber(hours)} h` : `${formatNumber(Math.floor(hours / 24))} days`;
}

function headlineOf(status: Status, completed: Instant | undefined): string {
  const { activity, at, maxAge } = status;
  const ago = completed === undefined ? undefined : `${describeAge(completed, at)} ago`;
  if (maxAge !== undefined && isOverdue(status)) {
    const last = ago === undefined ? 'none is recorded' : `the last one completed ${ago}`;
    return `No apply completed in the last ${describeDuration(maxAge)}: ${last}.`;
  }
  if (ago === undefined) return 'No apply has completed yet.';
  const latest = latestRecord(activity.lastRun, activity.lastHeartbeat);
  if (latest !== undefined && !isCompleted(latest)) {
    const end = latest.exitCode === undefined ? 'did not finish' : `ended with exit code ${latest.exitCode}`;
    return `The last apply ${end}. One completed ${ago}.`;
  }
  return `An apply completed ${ago}.`;
}

function isCompleted({ exitCode }: RecordedRun | RecordedHeartbeat): boolean {
  return completedExitCodes.some((code) => code === exitCode);
}

function latestRecord(
  run: RecordedRun | undefined,
  heartbeat: RecordedHeartbeat | undefined,
): RecordedRun | RecordedHeartbeat | undefined {
  if (!run || !heartbeat) return run ?? heartbeat;
  return heartbeat.at >= (run.finishedAt ?? run.startedAt) ? heartbeat : run;
}

function leftText(latest: RecordedRun | RecordedHeartbeat | undefined): string {
  if (!latest) return 'not known before the first apply';
  const { left, failed = 0, notAttempted = 0 } = latest.summary;
  if (!left) return 'not recorded by the last apply';
  const { waiting, blocked, unknown, manual, forReview = 0, until } = left;
  const first = until === undefined ? '' : ` (the first until ${until})`;
  const parts = [
    ...(failed === 0 ? [] : [`${formatNumber(failed)} failed`]),
    ...(notAttempted === 0 ? [] : [`${formatNumber(notAttempted)} not attempted`]),
    ...(waiting === 0 ? [] : [`${formatNumber(waiting)} waiting${first}`]),
    ...(forReview === 0 ? [] : [`${count(forReview, 'change')} left for a reviewed plan`]),
    ...(blocked === 0 ? [] : [`${formatNumber(blocked)} blocked`]),
    ...(unknown === 0 ? [] : [`${formatNumber(unknown)} unknown`]),
    ...(manual === 0 ? [] : [`${count(manual, 'contact')} to unenroll by hand`]),
  ];
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

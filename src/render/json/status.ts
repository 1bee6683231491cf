import type { RecordedHeartbeat, RecordedRun, RunSummary } from '../../model/ledger/activity.ts';
import type { RecordedReview } from '../../model/ledger/ledger.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import { outputFormatVersion } from '../../model/results/plan.ts';
import type { Status } from '../../model/results/status.ts';
import { statusView } from '../view/status-view.ts';
import { orderKeys, renderJson } from './entries.ts';
import { pauseJson } from './ledger.ts';

/** Renders the status of an account. */
export function renderStatusJson(status: Status): string {
  const { portalId, at, maxAge, activity, pauses, review, reviews, lease } = status;
  const view = statusView(status);
  return renderJson({
    formatVersion: outputFormatVersion,
    portalId,
    at,
    ...(maxAge === undefined ? {} : { maxAgeSeconds: maxAge / 1000 }),
    overdue: view.overdue,
    completedAt: view.completedAt ?? null,
    lastRun: activity.lastRun ? runJson(activity.lastRun) : null,
    lastHeartbeat: activity.lastHeartbeat ? heartbeatJson(activity.lastHeartbeat) : null,
    left: view.left
      ? orderKeys(['waiting', 'blocked', 'unknown', 'manual', 'forReview', 'until'], view.left)
      : null,
    unknown: view.unknown.map((one) => orderKeys(['address', 'action', 'run', 'at'], one)),
    stoppedSenders: view.stoppedSenders.map((one) => orderKeys(['userId', 'reason'], one)),
    pauses: pauses.map(pauseJson),
    review: review ? reviewJson(review) : null,
    reviews: reviews.map(reviewJson),
    lease: lease ? orderKeys(leaseKeys, lease) : null,
  });
}

const leaseKeys = ['portalId', 'owner', 'generation', 'acquiredAt', 'heartbeatAt', 'expiresAt', 'run'];

function reviewJson({ files, planId, configHash, commit, at }: RecordedReview): object {
  return { files, planId, configHash, ...omitUndefined({ commit }), at };
}

function runJson({
  run,
  command,
  actor,
  commit,
  startedAt,
  finishedAt,
  exitCode,
  summary,
}: RecordedRun): object {
  return {
    run,
    command,
    actor,
    ...omitUndefined({ commit }),
    startedAt,
    ...omitUndefined({ finishedAt, exitCode }),
    ...countsJson(summary),
  };
}

function heartbeatJson({ command, actor, commit, at, exitCode }: RecordedHeartbeat): object {
  return { command, actor, ...omitUndefined({ commit }), at, exitCode };
}

/** Returns the counts of a run; nothing for a run that did not finish. */
function countsJson({ planned, done, failed, blocked, unknown, notAttempted }: Partial<RunSummary>): object {
  if (planned === undefined) return {};
  return { counts: { planned, done, failed, blocked, unknown, notAttempted } };
}

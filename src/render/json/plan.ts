import { jsonDocument } from '../../model/text/json-document.ts';
import { outputFormatVersion, type Plan, type PlanContext } from '../../model/results/plan.ts';
import type { Report } from '../../model/results/report.ts';
import { forecastJson } from './rehearsal.ts';
import { driftView } from '../view/drift-view.ts';
import {
  changeJson,
  diagnosticJson,
  driftJson,
  driftJsonWithDiff,
  orderKeys,
  unchangedJson,
  outcomeJson,
  renderJson,
} from './entries.ts';

const planKeys = [
  'formatVersion',
  'planId',
  'portalId',
  'createdAt',
  'expiresAt',
  'configHash',
  'observedHash',
  'dialect',
  'ledgerRun',
  'ledgerId',
  'files',
  'only',
  'exclude',
  'undoRun',
  'liftedLimits',
  'complete',
  'applyable',
  'errored',
  'summary',
  'changes',
  'unchanged',
  'drift',
  'diagnostics',
  'context',
  'forecast',
  'seal',
];
const summaryKeys = [
  'enroll',
  'reenroll',
  'unenroll',
  'archive',
  'create',
  'active',
  'ended',
  'waiting',
  'blocked',
  'unknown',
  'unmanaged',
  'manual',
  'leftAudience',
  'orphans',
  'emails',
  'people',
  'senders',
  'requests',
  'requestsPerDay',
];

/** Renders a plan as one JSON document, in pieces, with its keys in the published order. */
export function renderPlanJson(plan: Plan): Iterable<string> {
  return jsonDocument({
    ...orderKeys(planKeys, plan),
    summary: orderKeys(summaryKeys, plan.summary),
    files: plan.files.map((file) => orderKeys(['path', 'sha256', 'definition'], file)),
    changes: mapLazily(plan.changes, changeJson),
    unchanged: mapLazily(plan.unchanged, unchangedJson),
    drift: plan.drift.map(driftJson),
    diagnostics: plan.diagnostics.map(diagnosticJson),
    ...(plan.context ? { context: contextJson(plan.context) } : {}),
    ...(plan.forecast ? { forecast: forecastJson(plan.forecast) } : {}),
  });
}

/** Maps items one at a time, so that memory does not hold 100,000 copies in addition to the plan. */
function* mapLazily<T>(items: readonly T[], write: (item: T) => unknown): Generator {
  for (const item of items) yield write(item);
}

function contextJson(context: PlanContext): Record<string, unknown> {
  return {
    ...orderKeys(['uiDomain', 'contactPage', 'timeZone', 'senders', 'targets'], context),
    senders: context.senders.map((sender) => orderKeys(['email', 'sentToday', 'perDay'], sender)),
  };
}

/** Renders drift as one JSON document. `drifted` is true if `rollcall drift` exits with 2. */
export function renderDriftJson(plan: Plan, options: { readonly strict: boolean }): string {
  const view = driftView(plan, options);
  return renderJson({
    formatVersion: outputFormatVersion,
    portalId: plan.portalId,
    strict: options.strict,
    drifted: view.counted.length > 0,
    unknown: view.unknown,
    pendingChanges: view.pendingChanges,
    drift: [...view.counted, ...view.listed].map(driftJsonWithDiff),
  });
}

const reportKeys = [
  'formatVersion',
  'planId',
  'portalId',
  'run',
  'undoRun',
  'exitCode',
  'exitReasons',
  'counts',
  'emails',
  'emailsToday',
  'adopted',
  'forReview',
  'emailsUntil',
  'requests',
  'stoppedSenders',
  'outcomes',
  'manual',
  'context',
];

/** Renders the report of an apply as one JSON document, with its keys in the published order. */
export function renderReportJson(report: Report): string {
  return renderJson({
    ...orderKeys(reportKeys, report),
    counts: orderKeys(['planned', 'done', 'failed', 'blocked', 'unknown', 'notAttempted'], report.counts),
    outcomes: report.outcomes.map(outcomeJson),
    manual: report.manual.map(unchangedJson),
  });
}

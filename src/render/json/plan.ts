import { jsonDocument } from '../../model/json-document.ts';
import { outputFormatVersion, type Plan, type PlanContext } from '../../model/plan.ts';
import type { Report } from '../../model/report.ts';
import { driftView } from '../view/drift-view.ts';
import {
  changeJson,
  diagnosticJson,
  driftJson,
  inOrder,
  keptJson,
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
  'seal',
];
const summaryKeys = [
  'enroll',
  'reenroll',
  'unenroll',
  'archive',
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

/** A plan as one JSON document in pieces, keys in the published order whatever order they were made in. */
export function renderPlanJson(plan: Plan): Iterable<string> {
  return jsonDocument({
    ...inOrder(planKeys, plan),
    summary: inOrder(summaryKeys, plan.summary),
    files: plan.files.map((file) => inOrder(['path', 'sha256'], file)),
    changes: each(plan.changes, changeJson),
    unchanged: each(plan.unchanged, keptJson),
    drift: plan.drift.map(driftJson),
    diagnostics: plan.diagnostics.map(diagnosticJson),
    ...(plan.context ? { context: contextJson(plan.context) } : {}),
  });
}

/** One after the other: a hundred thousand of them are not held beside the plan. */
function* each<T>(items: readonly T[], write: (item: T) => unknown): Generator {
  for (const item of items) yield write(item);
}

function contextJson(context: PlanContext): Record<string, unknown> {
  return {
    ...inOrder(['uiDomain', 'contactPage', 'timeZone', 'senders'], context),
    senders: context.senders.map((sender) => inOrder(['email', 'sentToday', 'perDay'], sender)),
  };
}

/** What moved in the account, as one JSON document: `drifted` says whether `drift` exits with 2. */
export function renderDriftJson(plan: Plan, options: { readonly strict: boolean }): string {
  const view = driftView(plan, options);
  return renderJson({
    formatVersion: outputFormatVersion,
    portalId: plan.portalId,
    strict: options.strict,
    drifted: view.counted.length > 0,
    pendingChanges: view.pendingChanges,
    drift: [...view.counted, ...view.listed].map(driftJson),
  });
}

const reportKeys = [
  'formatVersion',
  'planId',
  'portalId',
  'run',
  'exitCode',
  'exitReasons',
  'counts',
  'emails',
  'requests',
  'outcomes',
  'manual',
  'context',
];

/** What an apply did, as one JSON document in a fixed order of keys. */
export function renderReportJson(report: Report): string {
  return renderJson({
    ...inOrder(reportKeys, report),
    counts: inOrder(['planned', 'done', 'failed', 'blocked', 'unknown', 'notAttempted'], report.counts),
    outcomes: report.outcomes.map(outcomeJson),
    manual: report.manual.map(keptJson),
  });
}

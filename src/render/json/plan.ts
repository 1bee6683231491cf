import { jsonDocument } from '../../model/json-document.ts';
import type { Plan, PlanContext } from '../../model/plan.ts';
import { inOrder } from './in-order.ts';
import { changeJson, diagnosticJson, driftJson, keptJson } from './entries.ts';

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

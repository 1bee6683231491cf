import { jsonDocument } from '../../model/json-document.ts';
import type { Plan, PlanContext } from '../../model/plan.ts';
import { inOrder } from './in-order.ts';
import { changeJson, diagnosticJson, driftJson, keptJson } from './plan-parts.ts';

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
  'files',
  'only',
  'exclude',
  'complete',
  'applyable',
  'errored',
  'summary',
  'changes',
  'kept',
  'drift',
  'diagnostics',
  'context',
];
const summaryKeys = [
  'enroll',
  'reenroll',
  'unenroll',
  'archive',
  'satisfied',
  'ended',
  'waiting',
  'blocked',
  'unknown',
  'foreign',
  'manual',
  'leftAudience',
  'orphans',
  'mails',
  'people',
  'senders',
  'calls',
  'callsPerDay',
];

/** A plan as one JSON document in pieces, keys in the published order whatever order they were made in. */
export function renderPlanJson(plan: Plan): Iterable<string> {
  return jsonDocument({
    ...inOrder(planKeys, plan),
    summary: inOrder(summaryKeys, plan.summary),
    files: plan.files.map((file) => inOrder(['path', 'sha256'], file)),
    changes: each(plan.changes, changeJson),
    kept: each(plan.kept, keptJson),
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
    senders: context.senders.map((sender) => inOrder(['email', 'sentLastDay', 'perDay'], sender)),
  };
}

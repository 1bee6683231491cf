import type { Plan, PlanContext } from '../../model/plan.ts';
import { inOrder } from './in-order.ts';
import { changeJson, diagnosticJson, driftJson, keptJson } from './plan-parts.ts';
import { renderJson } from './render-json.ts';

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

/** A plan as one JSON document, keys in the published order whatever order they were made in. */
export function renderPlanJson(plan: Plan): string {
  return renderJson({
    ...inOrder(planKeys, plan),
    summary: inOrder(summaryKeys, plan.summary),
    files: plan.files.map((file) => inOrder(['path', 'sha256'], file)),
    changes: plan.changes.map(changeJson),
    kept: plan.kept.map(keptJson),
    drift: plan.drift.map(driftJson),
    diagnostics: plan.diagnostics.map(diagnosticJson),
    ...(plan.context ? { context: contextJson(plan.context) } : {}),
  });
}

function contextJson(context: PlanContext): Record<string, unknown> {
  return {
    ...inOrder(['uiDomain', 'contactPage', 'timeZone', 'senders'], context),
    senders: context.senders.map((sender) => inOrder(['email', 'sentLastDay', 'perDay'], sender)),
  };
}

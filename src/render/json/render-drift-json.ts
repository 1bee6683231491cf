import { outputFormatVersion } from '../../model/plan.ts';
import type { Plan } from '../../model/plan.ts';
import { driftView } from '../view/drift-view.ts';
import { driftJson } from './entries.ts';
import { renderJson } from './render-json.ts';

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

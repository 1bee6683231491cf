/** What rollcall prints, so wide that no line is broken: one contact a line. */
import { collect } from '../../../src/model/collect.ts';
import type { HistoryRecord } from '../../../src/model/ledger/ledger.ts';
import type { Plan } from '../../../src/model/results/plan.ts';
import type { Report } from '../../../src/model/results/report.ts';
import { renderDrift } from '../../../src/render/text/drift.ts';
import { renderExplanation } from '../../../src/render/text/explanation.ts';
import type { ExplanationRow } from '../../../src/render/text/explanation.ts';
import { renderHistory } from '../../../src/render/text/history.ts';
import { renderPlan } from '../../../src/render/text/plan.ts';
import { renderReport } from '../../../src/render/text/report.ts';

const wide = { color: false, width: 10_000, full: true } as const;

export function shownPlan(plan: Plan): string {
  return renderPlan(plan, wide);
}

export function shownReport(report: Report): string {
  return renderReport(report, wide);
}

export function shownDrift(plan: Plan): string {
  return renderDrift(plan, { ...wide, strict: false });
}

export function shownExplanation(rows: readonly ExplanationRow[]): string {
  return renderExplanation(rows, wide);
}

export async function shownHistory(records: readonly HistoryRecord[]): Promise<string> {
  const pieces = await collect(renderHistory(records, { ...wide, detailed: false }));
  return pieces.join('');
}

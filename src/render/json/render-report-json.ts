import type { Report } from '../../model/report.ts';
import { inOrder } from './in-order.ts';
import { keptJson, outcomeJson } from './entries.ts';
import { renderJson } from './render-json.ts';

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

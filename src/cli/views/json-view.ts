import {
  renderErrorJson,
  renderExplanationJson,
  renderHistoryJson,
  renderInspectionJson,
  renderLeaseJson,
  renderValidationJson,
} from '../../render/json/documents.ts';
import { renderDriftJson, renderPlanJson, renderReportJson } from '../../render/json/plan.ts';
import { renderStoriesJson } from '../../render/json/stories.ts';
import { renderRehearsalJson } from '../../render/json/rehearsal.ts';
import { renderSnapshotJson } from '../../render/json/snapshot.ts';
import { safeLine } from '../../render/view/safe-text.ts';
import { printerFor, printPieces } from '../print.ts';
import { ledgerViewsAsJson } from './ledger-view.ts';
import { accountViewsAsJson } from './account-views.ts';
import { toFailure } from '../../model/failure.ts';
import type { CliView } from './view.ts';

/** Returns the view for scripts, which prints one JSON document. `rollcall schema --of` prints the schema of each. */
export function jsonView(log: (line: string) => void): CliView {
  const print = printerFor('json');
  return {
    ...accountViewsAsJson(print),
    ...ledgerViewsAsJson(print),
    validation: ({ diagnostics }) => print(renderValidationJson(diagnostics)),
    plan: (plan) => {
      for (const piece of renderPlanJson(plan)) print(piece);
    },
    proposal: () => undefined,
    drift: (plan, { strict }) => print(renderDriftJson(plan, { strict })),
    report: (report) => print(renderReportJson(report)),
    explanation: (rows) => print(renderExplanationJson(rows)),
    history: (records) => printPieces(print, renderHistoryJson(records)),
    lease: (lease) => print(renderLeaseJson(lease)),
    stories: (results) => print(renderStoriesJson(results)),
    rehearsal: (result) => print(renderRehearsalJson(result)),
    snapshotTaken: (result) => print(renderSnapshotJson(result)),
    log: (line) => log(safeLine(line)),
    simulatorInspection: (inspection) => print(renderInspectionJson(inspection)),
    simulatorAdvanced: (_before, after) => print(renderInspectionJson(after)),
    simulatorChanged: (_summary, after) => print(renderInspectionJson(after)),
    failure: (error) => print(renderErrorJson(toFailure(error))),
  };
}

import {
  renderErrorJson,
  renderExplanationJson,
  renderHistoryJson,
  renderInspectionJson,
  renderLeaseJson,
  renderValidationJson,
} from '../../render/json/documents.ts';
import { renderDriftJson, renderPlanJson, renderReportJson } from '../../render/json/plan.ts';
import { plain } from '../../render/view/safe-text.ts';
import { printerFor, printPieces } from '../print.ts';
import { ledgerAsJson } from './ledger-view.ts';
import { surveyAsJson } from './survey-view.ts';
import { asFailure, type CliView } from './view.ts';

/** For a script: one document on stdout and nothing else. `rollcall schema --of` describes each. */
export function jsonView(say: (line: string) => void): CliView {
  const print = printerFor('json');
  return {
    ...surveyAsJson(print),
    ...ledgerAsJson(print),
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
    say: (line) => say(plain(line)),
    inspection: (inspection) => print(renderInspectionJson(inspection)),
    advanced: (_before, after) => print(renderInspectionJson(after)),
    steered: (_done, after) => print(renderInspectionJson(after)),
    failure: (error) => print(renderErrorJson(asFailure(error))),
  };
}

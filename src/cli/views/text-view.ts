import { hasErrors } from '../../model/diagnostic.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Plan } from '../../model/plan.ts';
import type { TextOptions } from '../../render/text/options.ts';
import { renderDiagnostics } from '../../render/text/diagnostics.ts';
import { renderDrift } from '../../render/text/drift.ts';
import { renderExplanation } from '../../render/text/explanation.ts';
import { renderFailure } from '../../render/text/render-failure.ts';
import { renderHistory } from '../../render/text/history.ts';
import { renderInspection } from '../../render/text/inspection.ts';
import { renderLease } from '../../render/text/render-lease.ts';
import { renderPlan } from '../../render/text/plan.ts';
import { renderReport } from '../../render/text/report.ts';
import { count } from '../../render/view/format.ts';
import { asFailure, stackOf } from '../as-failure.ts';
import type { Globals } from '../flags.ts';
import { plain } from '../../render/wording/plain.ts';
import { printerFor, printPieces } from '../print.ts';
import { ledgerAsText } from './ledger-view.ts';
import { surveyAsText } from './survey-view.ts';
import { shownOptions, textOptions } from '../text-options.ts';
import { timePassed } from '../time-passed.ts';
import type { CliView } from './view.ts';

/** For a person at a terminal. */
export function textView(globals: Globals, say: (line: string) => void): CliView {
  const print = printerFor('text');
  const out = textOptions(globals, process.stdout);
  const err = textOptions(globals, process.stderr);
  const diagnose = (diagnostics: readonly Diagnostic[], texts?: ReadonlyMap<string, string>): void => {
    if (diagnostics.length === 0) return;
    say(renderDiagnostics(diagnostics, { ...err, ...(texts ? { texts } : {}) }).trimEnd());
  };
  // Warnings are talk: a plan piped into a file or a comment holds what happens and what forbids it.
  const showPlan = (plan: Plan, options: TextOptions): void => {
    const errors = plan.diagnostics.filter(({ severity }) => severity === 'error');
    diagnose(plan.diagnostics.filter(({ severity }) => severity !== 'error'));
    print(renderPlan({ ...plan, diagnostics: errors }, options));
  };
  return {
    ...surveyAsText(out, print),
    ...ledgerAsText(out, print),
    validation: ({ desired, diagnostics, texts }) => {
      diagnose(diagnostics, texts);
      if (desired && !hasErrors(diagnostics)) print(`Valid: ${count(desired.targets.length, 'target')}.\n`);
    },
    plan: (plan, shown) => showPlan(plan, { ...out, ...shownOptions(globals, shown) }),
    proposal: (plan, shown) => showPlan(plan, { ...out, ...shownOptions(globals, shown), applying: true }),
    drift: (plan, shown) =>
      print(renderDrift(plan, { ...out, ...shownOptions(globals, shown), strict: shown.strict })),
    report: (report) => print(renderReport(report, out)),
    explanation: (rows) => print(renderExplanation(rows, out)),
    history: (records) => printPieces(print, renderHistory(records, out)),
    lease: (lease) => print(renderLease(lease)),
    say: (line) => say(plain(line)),
    inspection: (inspection) => print(renderInspection(inspection, out)),
    advanced: (before, after) => print(`${timePassed(before, after)}\n`),
    steered: (done) => print(`${done}\n`),
    failure: (error) => {
      say(renderFailure(asFailure(error), err).trimEnd());
      if (globals.logLevel === 'debug' && error instanceof Error) say(stackOf(error));
    },
  };
}

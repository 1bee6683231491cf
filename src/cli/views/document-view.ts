import type { PlanViewOptions, Validation } from '../../commands/deps.ts';
import { collect } from '../../model/collect.ts';
import type { Plan } from '../../model/plan.ts';
import type { Report } from '../../model/report.ts';
import { renderExplanation } from '../../render/text/explanation.ts';
import { renderHistory } from '../../render/text/history.ts';
import { renderInspection } from '../../render/text/inspection.ts';
import type { TextOptions } from '../../render/text/style.ts';
import { renderPlan } from '../../render/text/plan.ts';
import { renderFailure } from '../../render/text/diagnostics.ts';
import { renderLease } from '../../render/text/ledger.ts';
import { safeLine as plainLine } from '../../render/view/safe-text.ts';
import type { OutputFlags } from '../flags.ts';
import { printerFor } from '../print.ts';
import { ledgerViewsAsText } from './ledger-view.ts';
import { accountViewsAsText } from './survey-view.ts';
import { planTextOptions, terminalTextOptions, describeTimePassed } from './text-view.ts';
import { toFailure, type CliView, stackOf } from './view.ts';

/** What a format has to make by itself; results that are read as text are put into it whole. */
export interface DocumentRenderers {
  readonly plan: (plan: Plan, shown: PlanViewOptions) => string;
  readonly drift: (plan: Plan, strict: boolean) => string;
  readonly report: (report: Report) => string;
  readonly validation: (result: Validation) => string;
  readonly text: (title: string, text: string) => string;
}

/** For comments, job summaries and pages: every command prints one document, also when it fails. */
export function documentView(
  documents: DocumentRenderers,
  { globals, say }: { readonly globals: OutputFlags; readonly say: (line: string) => void },
): CliView {
  const print = printerFor(globals.format);
  const plain: TextOptions = { color: false, width: 100 };
  const err = terminalTextOptions(globals, process.stderr);
  const printText = (title: string, text: string): void => print(documents.text(title, text));
  return {
    ...accountViewsAsText(plain, (text) => printText('result', text)),
    ...ledgerViewsAsText(plain, (text) => printText('ledger', text)),
    plan: (plan, shown) => print(documents.plan(plan, shown)),
    // Whoever is asked to approve has to see it; the result is the report.
    proposal: (plan, shown) =>
      say(renderPlan(plan, { ...err, ...planTextOptions(globals, shown), applying: true }).trimEnd()),
    drift: (plan, { strict }) => print(documents.drift(plan, strict)),
    report: (report) => print(documents.report(report)),
    validation: (result) => print(documents.validation(result)),
    explanation: (rows) => printText('explanation', renderExplanation(rows, plain)),
    // A document is whole: its renderers cut or embed one text.
    history: async (records) => printText('history', (await collect(renderHistory(records, plain))).join('')),
    lease: (lease) => printText('lock', renderLease(lease)),
    log: (line) => say(plainLine(line)),
    simulatorInspection: (inspection) => printText('simulator', renderInspection(inspection, plain)),
    simulatorAdvanced: (before, after) => printText('simulator', describeTimePassed(before, after)),
    simulatorChanged: (done) => printText('simulator', done),
    failure: (error) => {
      const failure = toFailure(error);
      printText('failure', renderFailure(failure, plain));
      say(renderFailure(failure, err).trimEnd());
      if (globals.logLevel === 'debug' && error instanceof Error) say(stackOf(error));
    },
  };
}

import type { PlanViewOptions, Validation } from '../../commands/deps.ts';
import { collect } from '../../model/collect.ts';
import type { Plan } from '../../model/results/plan.ts';
import type { Report } from '../../model/results/report.ts';
import { renderExplanation } from '../../render/text/explanation.ts';
import { renderHistory } from '../../render/text/history.ts';
import { renderInspection } from '../../render/text/inspection.ts';
import type { TextOptions } from '../../render/text/style.ts';
import { renderPlan } from '../../render/text/plan.ts';
import { renderFailure } from '../../render/text/diagnostics.ts';
import { renderLease } from '../../render/text/ledger.ts';
import { safeLine } from '../../render/view/safe-text.ts';
import type { OutputFlags } from '../flags.ts';
import { printerFor } from '../print.ts';
import { ledgerViewsAsText } from './ledger-view.ts';
import { accountViewsAsText } from './account-views.ts';
import { planTextOptions, terminalTextOptions, describeTimePassed } from './text-view.ts';
import { toFailure } from '../../model/failure.ts';
import { type CliView, stackOf } from './view.ts';

/** The renderers of a document format. `text` embeds a result that has no rendering of its own. */
export interface DocumentRenderers {
  readonly plan: (plan: Plan, shown: PlanViewOptions) => string;
  readonly drift: (plan: Plan, strict: boolean) => string;
  readonly report: (report: Report) => string;
  readonly validation: (result: Validation) => string;
  readonly text: (title: string, text: string) => string;
}

/** Returns a view that prints one document per command, also for a failure. For comments, job summaries and pages. */
export function documentView(
  documents: DocumentRenderers,
  { globals, log }: { readonly globals: OutputFlags; readonly log: (line: string) => void },
): CliView {
  const print = printerFor(globals.format);
  const plain: TextOptions = { color: false, width: 100 };
  const err = terminalTextOptions(globals, process.stderr);
  const printText = (title: string, text: string): void => print(documents.text(title, text));
  return {
    ...accountViewsAsText(plain, (text) => printText('result', text)),
    ...ledgerViewsAsText(plain, (text) => printText('ledger', text)),
    plan: (plan, shown) => print(documents.plan(plan, shown)),
    // The user must see the plan before approving it. The result on stdout is the report.
    proposal: (plan, shown) =>
      log(renderPlan(plan, { ...err, ...planTextOptions(globals, shown), applying: true }).trimEnd()),
    drift: (plan, { strict }) => print(documents.drift(plan, strict)),
    report: (report) => print(documents.report(report)),
    validation: (result) => print(documents.validation(result)),
    explanation: (rows) => printText('explanation', renderExplanation(rows, plain)),
    // A document embeds one text, so collect all records first.
    history: async (records, { detailed }) =>
      printText('history', (await collect(renderHistory(records, { ...plain, detailed }))).join('')),
    lease: (lease) => printText('lock', renderLease(lease)),
    log: (line) => log(safeLine(line)),
    simulatorInspection: (inspection) => printText('simulator', renderInspection(inspection, plain)),
    simulatorAdvanced: (before, after) => printText('simulator', describeTimePassed(before, after)),
    simulatorChanged: (summary) => printText('simulator', summary),
    failure: (error) => {
      const failure = toFailure(error);
      printText('failure', renderFailure(failure, plain));
      log(renderFailure(failure, err).trimEnd());
      if (globals.logLevel === 'debug' && error instanceof Error) log(stackOf(error));
    },
  };
}

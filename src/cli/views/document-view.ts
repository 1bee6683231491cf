import type { PlanViewOptions, Validation } from '../../commands/deps.ts';
import { collect } from '../../model/collect.ts';
import type { Plan } from '../../model/results/plan.ts';
import type { Rehearsal } from '../../model/results/rehearsal.ts';
import type { Report } from '../../model/results/report.ts';
import { renderExplanation } from '../../render/text/explanation.ts';
import { renderHistory } from '../../render/text/history.ts';
import { renderInspection } from '../../render/text/inspection.ts';
import type { TextOptions } from '../../render/text/style.ts';
import { renderPlan } from '../../render/text/plan.ts';
import { renderFailure } from '../../render/text/diagnostics.ts';
import { renderSnapshot } from '../../render/text/snapshot.ts';
import { renderStories } from '../../render/text/stories.ts';
import { renderStatus } from '../../render/text/status.ts';
import { renderLease } from '../../render/text/ledger.ts';
import type { DoctorResult } from '../../render/view/doctor-view.ts';
import { safeLine } from '../../render/view/safe-text.ts';
import type { OutputFlags } from '../flags.ts';
import { printerFor } from '../print.ts';
import { ledgerViewsAsText } from './ledger-view.ts';
import { accountViewsAsText, type PrintText } from './account-views.ts';
import { planTextOptions, terminalTextOptions, describeTimePassed } from './text-view.ts';
import { toFailure } from '../../model/failure.ts';
import { type CliView, stackOf } from './view.ts';

/** The renderers of a document format. `text` embeds a result that has no rendering of its own. */
export interface DocumentRenderers {
  readonly plan: (plan: Plan, shown: PlanViewOptions) => string;
  readonly drift: (plan: Plan, shown: PlanViewOptions & { readonly strict: boolean }) => string;
  readonly report: (report: Report) => string;
  readonly validation: (result: Validation) => string;
  readonly doctor: (result: DoctorResult, shown: { readonly verbose: boolean }) => string;
  readonly rehearsal: (result: Rehearsal, emails: ReadonlyMap<string, string>) => string;
  readonly text: (text: string, document: TextDocument) => string;
}

/** What a document of plain text is about. */
interface TextDocument {
  /** The kind of the document in the hidden first line of Markdown. */
  readonly kind: string;
  /** The title: `rollcall history`. */
  readonly title: string;
}

/** Returns a view that prints one document per command, also for a failure. For comments, job summaries and pages. */
export function documentView(
  documents: DocumentRenderers,
  { globals, log }: { readonly globals: OutputFlags; readonly log: (line: string) => void },
): CliView {
  const print = printerFor(globals.format);
  const plain: TextOptions = { color: false, width: 100 };
  const err = terminalTextOptions(globals, process.stderr);
  const printerOf =
    (kind: string): PrintText =>
    (text, command) =>
      print(documents.text(text, { kind, title: `rollcall ${command}` }));
  const printSimulator = printerOf('simulator');
  return {
    ...accountViewsAsText(plain, printerOf('result')),
    ...ledgerViewsAsText(plain, printerOf('ledger')),
    checks: (checks, exitCode, { verbose, portalId }) =>
      print(documents.doctor({ checks, exitCode, portalId }, { verbose })),
    plan: (plan, shown) => print(documents.plan(plan, shown)),
    // The user must see the plan before approving it. The result on stdout is the report.
    proposal: (plan, shown) =>
      log(renderPlan(plan, { ...err, ...planTextOptions(globals, shown), applying: true }).trimEnd()),
    drift: (plan, shown) => print(documents.drift(plan, shown)),
    report: (report) => print(documents.report(report)),
    validation: (result) => print(documents.validation(result)),
    explanation: (rows) => printerOf('explanation')(renderExplanation(rows, plain), 'plan --explain'),
    // A document embeds one text, so collect all records first.
    history: async (records, { detailed }) =>
      printerOf('history')(
        (await collect(renderHistory(records, { ...plain, detailed }))).join(''),
        'history',
      ),
    lease: (lease) => printerOf('lock')(renderLease(lease), 'unlock'),
    status: (status) => printerOf('status')(renderStatus(status, plain), 'status'),
    stories: (results) => printerOf('stories')(renderStories(results, plain), 'test'),
    rehearsal: (result, { emails }) => print(documents.rehearsal(result, emails)),
    snapshotTaken: (result) => printerOf('snapshot')(renderSnapshot(result), 'snapshot'),
    log: (line) => log(safeLine(line)),
    simulatorInspection: (inspection) =>
      printSimulator(renderInspection(inspection, plain), 'simulator inspect'),
    simulatorAdvanced: (before, after) =>
      printSimulator(describeTimePassed(before, after), 'simulator advance'),
    simulatorChanged: (summary) => printSimulator(summary, 'simulator'),
    failure: (error) => {
      const failure = toFailure(error);
      printerOf('failure')(renderFailure(failure, plain), 'error');
      log(renderFailure(failure, err).trimEnd());
      if (globals.logLevel === 'debug' && error instanceof Error) log(stackOf(error));
    },
  };
}

import { isatty } from 'node:tty';
import type { PlanViewOptions } from '../../commands/deps.ts';
import { type Diagnostic, hasErrors } from '../../model/results/diagnostic.ts';
import type { ObservedState } from '../../model/observed-state.ts';
import { renderDiagnostics, renderFailure } from '../../render/text/diagnostics.ts';
import { renderDrift } from '../../render/text/drift.ts';
import { renderExplanation } from '../../render/text/explanation.ts';
import { renderHistory } from '../../render/text/history.ts';
import { type Inspection, renderInspection } from '../../render/text/inspection.ts';
import { renderPlan, renderPlanPieces } from '../../render/text/plan.ts';
import { renderLease } from '../../render/text/ledger.ts';
import { renderRehearsal } from '../../render/text/rehearsal.ts';
import { renderSnapshot } from '../../render/text/snapshot.ts';
import { renderStories } from '../../render/text/stories.ts';
import { renderReport } from '../../render/text/report.ts';
import type { TextOptions } from '../../render/text/style.ts';
import { count, countDeclared } from '../../render/view/format.ts';
import { safeLine } from '../../render/view/safe-text.ts';
import type { OutputFlags } from '../flags.ts';
import { printerFor, printPieces } from '../print.ts';
import { ledgerViewsAsText } from './ledger-view.ts';
import { accountViewsAsText } from './account-views.ts';
import { toFailure } from '../../model/failure.ts';
import { type CliView, stackOf } from './view.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** Returns the view for a person at a terminal. */
export function textView(globals: OutputFlags, log: (line: string) => void): CliView {
  const print = printerFor('text');
  const out = terminalTextOptions(globals, process.stdout);
  const err = terminalTextOptions(globals, process.stderr);
  const logDiagnostics = (diagnostics: readonly Diagnostic[], texts?: ReadonlyMap<string, string>): void => {
    if (diagnostics.length === 0) return;
    log(renderDiagnostics(diagnostics, { ...err, ...(texts ? { texts } : {}) }).trimEnd());
  };
  return {
    ...accountViewsAsText(out, print),
    ...ledgerViewsAsText(out, print),
    validation: ({ desired, diagnostics, texts }) => {
      logDiagnostics(diagnostics, texts);
      if (desired && !hasErrors(diagnostics)) print(`Valid: ${countDeclared(desired)}.\n`);
    },
    plan: (plan, shown) => {
      for (const piece of renderPlanPieces(plan, { ...out, ...planTextOptions(globals, shown) }))
        print(piece);
    },
    // An empty line separates the plan from the question and the report.
    proposal: (plan, shown) =>
      print(`${renderPlan(plan, { ...out, ...planTextOptions(globals, shown), applying: true })}\n`),
    drift: (plan, shown) =>
      print(renderDrift(plan, { ...out, ...planTextOptions(globals, shown), strict: shown.strict })),
    report: (report, { full }) => print(renderReport(report, { ...out, full })),
    explanation: (rows) => print(renderExplanation(rows, out)),
    history: (records, { detailed }) => printPieces(print, renderHistory(records, { ...out, detailed })),
    lease: (lease) => print(renderLease(lease)),
    stories: (results) => print(renderStories(results, out)),
    rehearsal: (result, { emails }) =>
      print(
        renderRehearsal(result, {
          ...out,
          ...(globals.showEmails ? { reveal: (id: string) => emails.get(id) } : {}),
        }),
      ),
    snapshotTaken: (result) => print(renderSnapshot(result)),
    log: (line) => log(safeLine(line)),
    simulatorInspection: (inspection) => print(renderInspection(inspection, out)),
    simulatorAdvanced: (before, after) => print(`${describeTimePassed(before, after)}\n`),
    simulatorChanged: (summary) => print(`${summary}\n`),
    failure: (error) => {
      log(renderFailure(toFailure(error), err).trimEnd());
      if (globals.logLevel === 'debug' && error instanceof Error) log(stackOf(error));
    },
  };
}

/** Returns the text options of a stream: color and width are those of its terminal, if it is one. */
export function terminalTextOptions(
  globals: OutputFlags,
  stream: NodeJS.WriteStream & { readonly fd: number },
): TextOptions {
  const terminal = isatty(stream.fd);
  const color = globals.color ?? (terminal && (process.env['NO_COLOR'] ?? '') === '');
  // A terminal of unknown size reports 0 columns.
  return { color, width: terminal && stream.columns > 0 ? stream.columns : 100 };
}

/** Returns the options of the text and HTML renderers for a plan. */
export function planTextOptions(
  globals: OutputFlags,
  shown: PlanViewOptions,
): Pick<TextOptions, 'full' | 'diff' | 'planFile' | 'reveal'> {
  return {
    full: shown.full,
    diff: shown.diff,
    ...omitUndefined({ planFile: shown.path }),
    ...(globals.showEmails && shown.observed ? { reveal: emailLookup(shown.observed) } : {}),
  };
}

/** Returns a lookup of full email addresses by contact id, for `--show-emails`. */
export function emailLookup(observed: ObservedState): (contactIdOrAddress: string) => string | undefined {
  return (id) => observed.contacts.get(id)?.email;
}

/** Returns one line about the events in a simulated account while its clock advanced. */
export function describeTimePassed(before: Inspection, after: Inspection): string {
  const ended = after.enrollments.filter((one) => (one.endedAt ?? '') > before.now);
  const reasons = new Map<string, number>();
  for (const { endReason } of ended) {
    const reason = endReason ?? 'unknown';
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const ends = [...reasons].map(([reason, amount]) => `${amount} ${reason.replaceAll('-', ' ')}`).join(', ');
  const endings =
    ended.length === 0 ? 'no enrollment ended' : `${count(ended.length, 'enrollment')} ended (${ends})`;
  const emails = after.emailsSent - before.emailsSent;
  const sent = emails === 0 ? 'no email was' : `${count(emails, 'email')} ${emails === 1 ? 'was' : 'were'}`;
  return `The time is now ${after.now.slice(0, 16).replace('T', ' ')} UTC: ${sent} sent, ${endings}.`;
}

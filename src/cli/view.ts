import { isatty } from 'node:tty';
import type { Shown, View } from '../commands/deps.ts';
import { hasErrors } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { Failure } from '../model/failure.ts';
import type { Plan } from '../model/plan.ts';
import { renderDriftJson } from '../render/json/render-drift-json.ts';
import { renderJson } from '../render/json/render-json.ts';
import { renderPlanJson } from '../render/json/render-plan-json.ts';
import { renderReportJson } from '../render/json/render-report-json.ts';
import type { TextOptions } from '../render/text/options.ts';
import { renderDiagnostics } from '../render/text/render-diagnostics.ts';
import { renderDrift } from '../render/text/render-drift.ts';
import { renderExplanation } from '../render/text/render-explanation.ts';
import { renderFailure } from '../render/text/render-failure.ts';
import { renderHistory } from '../render/text/render-history.ts';
import { renderInspection } from '../render/text/render-inspection.ts';
import type { Inspection } from '../render/text/render-inspection.ts';
import { renderLease } from '../render/text/render-lease.ts';
import { renderPlan } from '../render/text/render-plan.ts';
import { renderReport } from '../render/text/render-report.ts';
import type { Globals } from './options.ts';
import { revealFrom } from './reveal.ts';

/** A view that can also say what ended a command, and show the simulated account. */
export interface CliView extends View {
  failure(error: unknown): void;
  inspection(inspection: Inspection): void;
  advanced(before: Inspection, after: Inspection): void;
}

/** Prints results to stdout in the format asked for, and everything else to stderr. */
export function viewFor(globals: Globals, say: (line: string) => void): CliView {
  return globals.format === 'json' ? jsonView(say) : textView(globals, say);
}

function textView(globals: Globals, say: (line: string) => void): CliView {
  const out = optionsFor(globals, process.stdout);
  const err = optionsFor(globals, process.stderr);
  const diagnose = (diagnostics: readonly Diagnostic[], texts?: ReadonlyMap<string, string>): void => {
    if (diagnostics.length === 0) return;
    say(renderDiagnostics(diagnostics, { ...err, ...(texts ? { texts } : {}) }).trimEnd());
  };
  const shownWith = (shown: Shown): TextOptions => ({
    ...out,
    full: shown.full,
    diff: shown.diff,
    ...(shown.path === undefined ? {} : { planFile: shown.path }),
    ...(globals.showEmails && shown.observed ? { reveal: revealFrom(shown.observed) } : {}),
  });
  // Warnings are talk: a plan piped into a file or a comment holds what happens and what forbids it.
  const showPlan = (plan: Plan, options: TextOptions): void => {
    const errors = plan.diagnostics.filter(({ severity }) => severity === 'error');
    diagnose(plan.diagnostics.filter(({ severity }) => severity !== 'error'));
    print(renderPlan({ ...plan, diagnostics: errors }, options));
  };
  return {
    validation: ({ desired, diagnostics, texts }) => {
      diagnose(diagnostics, texts);
      if (desired && !hasErrors(diagnostics)) print(`Valid: ${desired.targets.length} targets.\n`);
    },
    plan: (plan, shown) => showPlan(plan, shownWith(shown)),
    proposal: (plan, shown) => showPlan(plan, { ...shownWith(shown), applying: true }),
    drift: (plan, shown) => print(renderDrift(plan, { ...shownWith(shown), strict: shown.strict })),
    report: (report) => print(renderReport(report, out)),
    explanation: (rows) => print(renderExplanation(rows, out)),
    history: (records) => print(renderHistory(records, out)),
    lease: (lease) => print(renderLease(lease)),
    say,
    inspection: (inspection) => print(renderInspection(inspection, out)),
    advanced: (before, after) => print(`${passed(before, after)}\n`),
    failure: (error) => {
      say(renderFailure(asFailure(error), err).trimEnd());
      if (globals.logLevel === 'debug' && error instanceof Error) say(error.stack ?? '');
    },
  };
}

/** One document on stdout and nothing else. */
function jsonView(say: (line: string) => void): CliView {
  return {
    validation: ({ diagnostics }) =>
      print(renderJson({ formatVersion: 1, valid: !hasErrors(diagnostics), diagnostics })),
    plan: (plan) => print(renderPlanJson(plan)),
    proposal: () => undefined,
    drift: (plan, { strict }) => print(renderDriftJson(plan, { strict })),
    report: (report) => print(renderReportJson(report)),
    explanation: (rows) => print(renderJson({ formatVersion: 1, rules: rows })),
    history: (records) => print(renderJson({ formatVersion: 1, records })),
    lease: (lease) => print(renderJson({ formatVersion: 1, lease: lease ?? null })),
    say,
    inspection: (inspection) => print(renderJson(inspection)),
    advanced: (_before, after) => print(renderJson(after)),
    failure: (error) => {
      const { code, exitCode, message, help } = asFailure(error);
      print(renderJson({ formatVersion: 1, error: { code, exitCode, message, help } }));
    },
  };
}

/** What happened while time passed, in one line. */
function passed(before: Inspection, after: Inspection): string {
  const ended = after.enrollments.filter((one) => (one.endedAt ?? '') > before.now);
  const reasons = new Map<string, number>();
  for (const { endReason } of ended) {
    const reason = endReason ?? 'unknown';
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const ends = [...reasons].map(([reason, count]) => `${count} ${reason}`).join(', ');
  const over = ended.length === 0 ? 'nobody ended' : `${ended.length} enrollments ended (${ends})`;
  return `It is ${after.now.slice(0, 16).replace('T', ' ')} UTC now: ${after.mailsSent - before.mailsSent} mails were sent, ${over}.`;
}

function print(text: string): void {
  process.stdout.write(text);
}

function optionsFor(globals: Globals, stream: NodeJS.WriteStream & { readonly fd: number }): TextOptions {
  const terminal = isatty(stream.fd);
  const color = globals.color ?? (terminal && (process.env['NO_COLOR'] ?? '') === '');
  return { color, width: terminal ? stream.columns : 100 };
}

/** A defect of ours is told without its stack: a person cannot act on one. */
function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure({
    code: 'internal',
    message: `rollcall itself failed: ${error instanceof Error ? error.message : String(error)}`,
    help: 'Please report it with the command line and --log-level debug. What was sent is in the ledger.',
  });
}

import { relative, resolve } from 'node:path';
import type { Diagnostic, Severity } from '../../model/results/diagnostic.ts';
import { maskSentences } from '../../model/text/mask-text.ts';
import { logSafeCommandText, safeLine } from '../../render/view/safe-text.ts';
import type { Environment } from '../../runtime/environment.ts';
import type { CliView } from './view.ts';

/** The maximum number of annotations that GitHub keeps per step and severity. */
const annotationsPerSeverity = 10;

const workflowCommands: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  advice: 'notice',
};

/**
 * Returns a view that also emits diagnostics as annotations on the lines of a pull request. Returns the same view
 * outside of GitHub Actions. `log` writes to stderr, because stdout contains the result.
 */
export function withAnnotations(
  view: CliView,
  {
    env,
    cwd,
    log,
  }: { readonly env: Environment; readonly cwd: string; readonly log: (line: string) => void },
): CliView {
  if (env['GITHUB_ACTIONS'] !== 'true') return view;
  const root = env['GITHUB_WORKSPACE'] ?? cwd;
  const annotate = (diagnostics: readonly Diagnostic[]): void =>
    renderAnnotations(diagnostics, { root, cwd }).forEach((line) => log(line));
  return {
    ...view,
    validation: (result) => {
      annotate(result.diagnostics);
      view.validation(result);
    },
    plan: (plan, shown) => {
      annotate(plan.diagnostics);
      view.plan(plan, shown);
    },
    proposal: (plan, shown) => {
      annotate(plan.diagnostics);
      view.proposal(plan, shown);
    },
    report: (report, shown) => {
      const { forReview = 0 } = report;
      // The exit code is 0, so the page of the job would not show that a person has to act.
      if (forReview > 0) log(renderForReview(forReview));
      view.report(report, shown);
    },
  };
}

/** Returns diagnostics as workflow commands of GitHub, with paths relative to the root of the repository. */
function renderAnnotations(
  diagnostics: readonly Diagnostic[],
  at: { readonly root: string; readonly cwd: string },
): readonly string[] {
  return (['error', 'warning', 'advice'] as const).flatMap((severity) =>
    diagnostics
      .filter((one) => one.severity === severity)
      .slice(0, annotationsPerSeverity)
      .flatMap((one) => renderAnnotation(one, at)),
  );
}

function renderForReview(forReview: number): string {
  const wait = forReview === 1 ? '1 change waits' : `${forReview} changes wait`;
  return `::warning title=rollcall apply::${wait} for a reviewed plan`;
}

function renderAnnotation(
  { code, severity, message, help, source }: Diagnostic,
  { root, cwd }: { readonly root: string; readonly cwd: string },
): readonly string[] {
  if (!source) return [];
  const place = {
    file: relative(root, resolve(cwd, source.file)),
    line: source.line,
    col: source.column,
    title: `rollcall: ${safeLine(code)}`,
  };
  const properties = Object.entries(place).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return [
    `::${workflowCommands[severity]} ${properties.join(',')}::${escapeData(`${maskText(message)}\n${maskText(help)}`)}`,
  ];
}

function maskText(text: string): string {
  return maskSentences(safeLine(text));
}

/** Escapes the characters that end a workflow command, in the encoding that GitHub decodes. */
function escapeData(text: string): string {
  return logSafeCommandText(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

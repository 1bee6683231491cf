import { type Diagnostic, hasErrors, type Severity } from '../../model/results/diagnostic.ts';
import { count } from './format.ts';

/** The result of `validate` as every format shows it. */
export interface DiagnosticsView {
  readonly valid: boolean;
  /** `The files are valid`, or that they are not. */
  readonly title: string;
  /** `5 errors, 1 warning, 1 piece of advice`. */
  readonly totals: string;
  /** Errors first, then warnings, then advice; each by file and place. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Returns the title, totals and order of diagnostics. */
export function diagnosticsView(diagnostics: readonly Diagnostic[]): DiagnosticsView {
  const valid = !hasErrors(diagnostics);
  return {
    valid,
    title: valid ? 'The files are valid' : 'The files are not valid',
    totals: countBySeverity(diagnostics),
    diagnostics: diagnostics.toSorted(compareDiagnostics),
  };
}

function countBySeverity(diagnostics: readonly Diagnostic[]): string {
  const amount = (severity: Severity): number =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  return [
    count(amount('error'), 'error'),
    count(amount('warning'), 'warning'),
    ...(amount('advice') > 0 ? [count(amount('advice'), 'piece of advice', 'pieces of advice')] : []),
  ].join(', ');
}

function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    rank[a.severity] - rank[b.severity] ||
    compare(a.source?.file ?? '', b.source?.file ?? '') ||
    (a.source?.line ?? 0) - (b.source?.line ?? 0) ||
    (a.source?.column ?? 0) - (b.source?.column ?? 0)
  );
}

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, advice: 2 };

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

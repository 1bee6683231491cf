import { diagnosticKind, type CheckCode } from './problem-codes.ts';

/** A place in a file: both numbers count from 1; the column counts UTF-16 units, as editors do. */
export interface Source {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * `error`: no plan. `warning`: something that may surprise. `advice`: another way fits better; has a
 * stable rule name and never stops anything.
 */
export type Severity = 'error' | 'warning' | 'advice';

/** One problem, as a person can act on it. `code` is stable and public; never put an address in `message`. */
export interface Diagnostic {
  readonly code: CheckCode;
  readonly severity: Severity;
  /** What is wrong, with the numbers. */
  readonly message: string;
  /** What to do next. */
  readonly help: string;
  readonly source?: Source;
  /** Where else: the other of two contradicting places. */
  readonly related?: readonly Source[];
}

/** `file:line:column`, as terminals and editors make links of it. */
export function formatSource(source: Source): string {
  return `${source.file}:${source.line}:${source.column}`;
}

/** Returns whether a limit refuses the plan: it forbids applying, and the plan still shows the changes. */
export function isRefusedLimit({ code, severity }: Diagnostic): boolean {
  return severity === 'error' && diagnosticKind(code) === 'limit';
}

/** Returns whether any diagnostic is an error, so that the command cannot continue. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

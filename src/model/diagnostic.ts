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
  readonly code: string;
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

/** Whether any diagnostic forbids going on. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

import type { Address } from '../target.ts';
import { diagnosticKind, type CheckCode } from './problem-codes.ts';

/** A place in a file. Line and column start at 1; the column counts UTF-16 code units, as editors do. */
export interface Source {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * `error` prevents a plan or its application. `warning` reports a likely surprise. `advice` suggests a better way;
 * its code is a stable rule name, and it never stops a command.
 */
export type Severity = 'error' | 'warning' | 'advice';

/** One problem with its next step. `code` is stable and public. `message` must not contain an email address. */
export interface Diagnostic {
  readonly code: CheckCode;
  readonly severity: Severity;
  /** The problem, with the numbers. */
  readonly message: string;
  /** The next step. */
  readonly help: string;
  readonly source?: Source;
  /** Related places, such as the other of two contradicting lines. */
  readonly related?: readonly Source[];
  /** The numbers of an exceeded limit. */
  readonly limit?: ExceededLimit;
}

/** A limit that a plan exceeds. */
export interface ExceededLimit {
  readonly name: 'enroll' | 'unenroll' | 'reenroll' | 'create';
  /** The target that the limit counts; absent for a limit of the whole plan. */
  readonly target?: Address;
  readonly planned: number;
  readonly allowed: number;
  /** The percentage of the active members that rollcall enrolled, for a limit of the form `25%`. */
  readonly share?: { readonly percent: number; readonly members: number };
  /** Whether the command line sets the limit. */
  readonly flagged: boolean;
  /** The flag that allows the whole plan for one run: `--max-enroll 14`. */
  readonly flag: string;
}

/** Returns `file:line:column`, which terminals and editors turn into a link. */
export function formatSource(source: Source): string {
  return `${source.file}:${source.line}:${source.column}`;
}

/** Returns whether a diagnostic is an exceeded limit. The plan still shows its changes and cannot be applied. */
export function isRefusedLimit({ code, severity }: Diagnostic): boolean {
  return severity === 'error' && diagnosticKind(code) === 'limit';
}

/** Returns whether any diagnostic is an error, so that the command cannot continue. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

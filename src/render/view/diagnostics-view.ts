import type { Diagnostic, Severity } from '../../model/diagnostic.ts';
import { count } from './format.ts';

/** How many of each: `5 errors, 1 warning, 1 piece of advice`. */
export function countBySeverity(diagnostics: readonly Diagnostic[]): string {
  const amount = (severity: Severity): number =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  return [
    count(amount('error'), 'error'),
    count(amount('warning'), 'warning'),
    ...(amount('advice') > 0 ? [count(amount('advice'), 'piece of advice', 'pieces of advice')] : []),
  ].join(', ');
}

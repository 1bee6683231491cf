import type { Diagnostic } from '../../src/model/results/diagnostic.ts';
import { formatSource } from '../../src/model/results/diagnostic.ts';

/** Renders diagnostics for a golden file. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(render).join('\n');
}

function render({ source, severity, code, message, help, related = [] }: Diagnostic): string {
  const place = source ? `${formatSource(source)} ` : '';
  const others = related.map((other) => `    see   ${formatSource(other)}\n`).join('');
  return `${place}${severity} ${code}\n    ${message}\n    help  ${help}\n${others}`;
}

import type { Diagnostic, Severity } from '../../model/diagnostic.ts';
import { formatSource } from '../../model/diagnostic.ts';
import { tally } from '../view/diagnostics-view.ts';
import { excerptLines } from './excerpt-lines.ts';
import { helpLines } from './help-lines.ts';
import type { Style } from './style.ts';
import { styleFor } from './style.ts';
import { wrap } from './layout.ts';

export interface DiagnosticOptions {
  readonly color: boolean;
  readonly width: number;
  /** Files by the name that sources use; those present are quoted, addresses and secrets masked. */
  readonly texts?: ReadonlyMap<string, string>;
}

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, advice: 2 };

/**
 * Every problem with its place, the line it stands in and what to do; errors first, by file and line,
 * then warnings, then advice, then how many of each. Empty text for no problems.
 */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: DiagnosticOptions): string {
  if (diagnostics.length === 0) return '';
  const style = styleFor(options);
  const blocks = diagnostics.toSorted(inReadingOrder).map((one) => blockOf(one, options, style).join('\n'));
  return `${[...blocks, style.heading(tally(diagnostics))].join('\n\n')}\n`;
}

function blockOf(diagnostic: Diagnostic, options: DiagnosticOptions, style: Style): readonly string[] {
  const { source, severity } = diagnostic;
  const label = `${severity}[${diagnostic.code}]:`;
  const paint = severity === 'error' ? style.error : style.tone[severity === 'warning' ? 'wait' : 'quiet'];
  const where = source ? `${formatSource(source)}: ` : '';
  const head = wrap(`${where}${label} ${diagnostic.message}`, { width: style.width, rest: '    ' });
  const text = source && options.texts?.get(source.file);
  return [
    ...head.map((line) => line.replace(label, paint(label))),
    ...(source && text !== undefined ? excerptLines(text, source, style) : []),
    ...(diagnostic.related ?? []).map((place) => `  see also ${formatSource(place)}`),
    ...helpLines(diagnostic.help, style, '  '),
  ];
}

function inReadingOrder(a: Diagnostic, b: Diagnostic): number {
  return (
    rank[a.severity] - rank[b.severity] ||
    compare(a.source?.file ?? '', b.source?.file ?? '') ||
    (a.source?.line ?? 0) - (b.source?.line ?? 0) ||
    (a.source?.column ?? 0) - (b.source?.column ?? 0)
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

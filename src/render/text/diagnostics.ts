import { type Diagnostic, formatSource, type Source } from '../../model/results/diagnostic.ts';
import type { Failure } from '../../model/failure.ts';
import { diagnosticsView } from '../view/diagnostics-view.ts';
import { excerptOf } from '../view/excerpt.ts';
import { safeLine } from '../view/safe-text.ts';
import { wrap } from './layout.ts';
import { helpLines } from './line-list.ts';
import { type Style, createStyle } from './style.ts';

interface DiagnosticOptions {
  readonly color: boolean;
  readonly width: number;
  /** File contents by the name that sources use, for the excerpts. Excerpts are masked. */
  readonly texts?: ReadonlyMap<string, string>;
}

/**
 * Renders every diagnostic with its source, an excerpt of the line and the next step: errors, then warnings, then
 * advice, each by file and line, and the totals at the end. Empty for no diagnostics.
 */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: DiagnosticOptions): string {
  if (diagnostics.length === 0) return '';
  const style = createStyle(options);
  const view = diagnosticsView(diagnostics);
  const blocks = view.diagnostics.map((one) => diagnosticBlock(one, options, style).join('\n'));
  return `${[...blocks, style.heading(view.totals)].join('\n\n')}\n`;
}

function diagnosticBlock(
  diagnostic: Diagnostic,
  options: DiagnosticOptions,
  style: Style,
): readonly string[] {
  const { source, severity } = diagnostic;
  const label = `${severity}[${diagnostic.code}]:`;
  const paint = severity === 'error' ? style.error : style.tone[severity === 'warning' ? 'wait' : 'quiet'];
  const prefix = source ? `${formatSource(source)}: ` : '';
  const head = wrap(`${prefix}${label} ${diagnostic.message}`, { width: style.width, rest: '    ' });
  const text = source && options.texts?.get(source.file);
  return [
    ...head.map((line) => line.replace(label, paint(label))),
    ...(source && text !== undefined ? excerptLines(text, source, style) : []),
    ...(diagnostic.related ?? []).map((place) => `  see also ${formatSource(place)}`),
    ...helpLines(diagnostic.help, style, '  '),
  ];
}

/**
 * Returns the masked line of a source and a caret under its column; only the surroundings of the column if the line
 * is wider than `width`. Empty if the file does not have the line, or the line is blank.
 */
function excerptLines(text: string, source: Source, style: Style): readonly string[] {
  const excerpt = excerptOf(text, source, style.width);
  if (!excerpt) return [];
  const { gutter, line, emptyGutter, indent } = excerpt;
  return [
    `${style.faint(gutter)} ${line}`.trimEnd(),
    `${style.faint(emptyGutter)} ${indent}${style.error('^')}`,
  ];
}

/** Renders an error and its next step. Not wrapped, so that logs can be searched by line. */
export function renderFailure(failure: Failure, { color }: { readonly color: boolean }): string {
  const style = createStyle({ color, width: 0 });
  const label = style.error(`error[${failure.code}]:`);
  return `${label} ${safeLine(failure.message)}\n  help: ${safeLine(failure.help)}\n`;
}

import { type Diagnostic, formatSource, type Source } from '../../model/results/diagnostic.ts';
import type { Failure } from '../../model/failure.ts';
import { escapeInvisible } from '../../model/text/invisible-characters.ts';
import { diagnosticsView } from '../view/diagnostics-view.ts';
import { maskExcerpt } from '../view/mask-text.ts';
import { safeLine } from '../view/safe-text.ts';
import { displayWidth, wrap } from './layout.ts';
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
 * Returns the masked line of a source and a caret under its column; only the surroundings of the column if the
 * line is long. Empty if the file does not have the line, or the line is blank.
 */
function excerptLines(text: string, source: Source, style: Style): readonly string[] {
  const line = lineAt(text, source.line);
  if (line === undefined || line.trim() === '') return [];
  const number = String(source.line).padStart(5);
  const room = Math.max(20, style.width - number.length - 3);
  const { text: shown, caret } = excerptAround(line, Math.min(source.column - 1, line.length), room);
  const pointer = ' '.repeat(displayWidth(shown.slice(0, caret)));
  return [
    `${style.faint(`${number} |`)} ${shown}`.trimEnd(),
    `${style.faint(`${' '.repeat(number.length)} |`)} ${pointer}${style.error('^')}`,
  ];
}

function lineAt(text: string, number: number): string | undefined {
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  for (let line = 1; line < number; line += 1) {
    const next = text.indexOf('\n', start);
    if (next < 0) return undefined;
    start = next + 1;
  }
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? undefined : end).replace(/\r$/, '');
}

// More characters than are ever shown: masking could miss an email address that is cut at the edge of the excerpt.
const excerptMargin = 1000;

function excerptAround(line: string, place: number, room: number): { text: string; caret: number } {
  const from = Math.max(0, place - excerptMargin);
  // Escape before masking: invisible characters become visible and move the caret.
  const before = safeLine(escapeInvisible(line.slice(from, place)));
  const after = safeLine(escapeInvisible(line.slice(place, place + excerptMargin)));
  const masked = maskExcerpt(before + after, before.length);
  if (from === 0 && line.length <= place + excerptMargin && displayWidth(masked.text) <= room) return masked;
  // Half of the room goes before the column; an ellipsis takes one column at each cut end.
  const start = Math.max(0, Math.min(masked.caret - Math.floor(room / 2), masked.text.length - room));
  const end = start + room;
  const head = start > 0 ? '…' : '';
  const tail = end < masked.text.length ? '…' : '';
  return {
    text: head + masked.text.slice(start + head.length, end - tail.length) + tail,
    caret: masked.caret - start,
  };
}

/** Renders an error and its next step. Not wrapped, so that logs can be searched by line. */
export function renderFailure(failure: Failure, { color }: { readonly color: boolean }): string {
  const style = createStyle({ color, width: 0 });
  const label = style.error(`error[${failure.code}]:`);
  return `${label} ${safeLine(failure.message)}\n  help: ${safeLine(failure.help)}\n`;
}

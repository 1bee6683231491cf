import { type Diagnostic, formatSource, type Source } from '../../model/diagnostic.ts';
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
  /** Files by the name that sources use; those present are quoted, addresses and secrets masked. */
  readonly texts?: ReadonlyMap<string, string>;
}

/**
 * Every problem with its place, the line it stands in and what to do; errors first, by file and line,
 * then warnings, then advice, then how many of each. Empty text for no problems.
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

/**
 * The line of a file that a problem points at, masked, with a caret under the place. Of a long line
 * only the surroundings of the place. Nothing when the file has no such line.
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

// More than is ever shown, so that an address cut at its edge, which masking could miss, is not.
const excerptMargin = 1000;

function excerptAround(line: string, place: number, room: number): { text: string; caret: number } {
  const from = Math.max(0, place - excerptMargin);
  // Escaped before masking: what a reader cannot see must show, and moves the caret.
  const before = safeLine(escapeInvisible(line.slice(from, place)));
  const after = safeLine(escapeInvisible(line.slice(place, place + excerptMargin)));
  const masked = maskExcerpt(before + after, before.length);
  if (from === 0 && line.length <= place + excerptMargin && displayWidth(masked.text) <= room) return masked;
  // Half of the room before the place; an ellipsis takes one column at each end that is cut.
  const start = Math.max(0, Math.min(masked.caret - Math.floor(room / 2), masked.text.length - room));
  const end = start + room;
  const head = start > 0 ? '…' : '';
  const tail = end < masked.text.length ? '…' : '';
  return {
    text: head + masked.text.slice(start + head.length, end - tail.length) + tail,
    caret: masked.caret - start,
  };
}

/** What went wrong, and what to do next. Not wrapped: logs are searched by line. */
export function renderFailure(failure: Failure, { color }: { readonly color: boolean }): string {
  const style = createStyle({ color, width: 0 });
  const label = style.error(`error[${failure.code}]:`);
  return `${label} ${safeLine(failure.message)}\n  help: ${safeLine(failure.help)}\n`;
}

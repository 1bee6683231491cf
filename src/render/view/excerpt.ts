import { escapeInvisible } from '../../model/text/invisible-characters.ts';
import type { Source } from '../../model/results/diagnostic.ts';
import { displayWidth } from './display-width.ts';
import { maskExcerpt } from '../../model/text/mask-text.ts';
import { safeLine } from './safe-text.ts';

/** A line of a file and the place of a problem in it. */
export interface Excerpt {
  /** `   12 |`. */
  readonly gutter: string;
  /** The line, masked. */
  readonly line: string;
  /** The gutter of the line with the caret. */
  readonly emptyGutter: string;
  /** The spaces before the caret. */
  readonly indent: string;
}

/**
 * Returns the line of a source and the place of its column, in `width` columns; only the surroundings of the column
 * if the line is longer. Undefined if the text does not have the line, or the line is blank.
 */
export function excerptOf(text: string, source: Source, width: number): Excerpt | undefined {
  const line = lineAt(text, source.line);
  if (line === undefined || line.trim() === '') return undefined;
  const number = String(source.line).padStart(5);
  const room = Math.max(20, width - number.length - 3);
  const shown = excerptAround(line, Math.min(source.column - 1, line.length), room);
  return {
    gutter: `${number} |`,
    line: shown.text,
    emptyGutter: `${' '.repeat(number.length)} |`,
    indent: ' '.repeat(displayWidth(shown.text.slice(0, shown.caret))),
  };
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

import type { Source } from '../../model/diagnostic.ts';
import { visible } from '../../model/text/invisible-characters.ts';
import { plain } from '../wording/plain.ts';
import { displayWidth } from './display-width.ts';
import { maskExcerpt } from '../view/mask-text.ts';
import type { Style } from './style.ts';

/**
 * The line of a file that a problem points at, masked, with a caret under the place. Of a long line
 * only the surroundings of the place. Nothing when the file has no such line.
 */
export function excerptLines(text: string, source: Source, style: Style): readonly string[] {
  const line = lineAt(text, source.line);
  if (line === undefined || line.trim() === '') return [];
  const number = String(source.line).padStart(5);
  const room = Math.max(20, style.width - number.length - 3);
  const { text: shown, caret } = around(line, Math.min(source.column - 1, line.length), room);
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
const margin = 1000;

function around(line: string, place: number, room: number): { text: string; caret: number } {
  const from = Math.max(0, place - margin);
  // Escaped before masking: what a reader cannot see must show, and moves the caret.
  const before = plain(visible(line.slice(from, place)));
  const after = plain(visible(line.slice(place, place + margin)));
  const masked = maskExcerpt(before + after, before.length);
  if (from === 0 && line.length <= place + margin && displayWidth(masked.text) <= room) return masked;
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

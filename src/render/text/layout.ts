import { plain } from '../wording/plain.ts';
import { displayWidth } from './display-width.ts';

export interface Wrapping {
  readonly width: number;
  /** Put before the first line. */
  readonly first?: string;
  /** Put before every further line. */
  readonly rest?: string;
}

/**
 * Breaks a text at spaces into lines no wider than `width`. A word is never cut, so that addresses and
 * places stay whole; one that is too wide stands alone. Runs of spaces inside a line are kept.
 */
export function wrap(text: string, { width, first = '', rest = '' }: Wrapping): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  let gap = '';
  for (const part of plain(text).trim().split(/( +)/)) {
    if (part.trim() === '') {
      gap = part;
    } else if (!empty && displayWidth(line + gap + part) > width) {
      lines.push(line);
      line = rest + part;
    } else {
      // An indentation that leaves no room for the word would push it out of sight: start a line.
      if (empty && line.trim() !== '' && displayWidth(line + part) > width) {
        lines.push(line.trimEnd());
        line = rest + part;
      } else line += (empty ? '' : gap) + part;
      empty = false;
    }
  }
  return [...lines, line.trimEnd()];
}

import type { Style } from './style.ts';

/** Colors a line of a unified diff. */
export function paintDiff(line: string, style: Style): string {
  if (line.startsWith('---') || line.startsWith('+++')) return style.heading(line);
  if (line.startsWith('+')) return style.tone.add(line);
  if (line.startsWith('-')) return style.tone.remove(line);
  return line.startsWith('@@') ? style.faint(line) : line;
}

import { wrap } from './layout.ts';
import type { Style } from './style.ts';

/** What to do next, under the line that it belongs to. */
export function helpLines(help: string, style: Style, indent = '      '): readonly string[] {
  return wrap(help, { width: style.width, first: `${indent}help: `, rest: `${indent}      ` });
}

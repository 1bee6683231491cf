import { isatty } from 'node:tty';
import type { Shown } from '../commands/deps.ts';
import type { TextOptions } from '../render/text/options.ts';
import type { Globals } from './flags.ts';
import { revealFrom } from './reveal.ts';

/** How text is laid out on a stream: colour and width are those of its terminal, if it is one. */
export function textOptions(
  globals: Globals,
  stream: NodeJS.WriteStream & { readonly fd: number },
): TextOptions {
  const terminal = isatty(stream.fd);
  const color = globals.color ?? (terminal && (process.env['NO_COLOR'] ?? '') === '');
  // A terminal of unknown size says that it has 0 columns.
  return { color, width: terminal && stream.columns > 0 ? stream.columns : 100 };
}

/** What a plan is shown with, as text and pages take it. */
export function shownOptions(
  globals: Globals,
  shown: Shown,
): Pick<TextOptions, 'full' | 'diff' | 'planFile' | 'reveal'> {
  return {
    full: shown.full,
    diff: shown.diff,
    ...(shown.path === undefined ? {} : { planFile: shown.path }),
    ...(globals.showEmails && shown.observed ? { reveal: revealFrom(shown.observed) } : {}),
  };
}

import { renderJunit } from '../../render/text/junit.ts';
import type { OutputFlags } from '../flags.ts';
import { printerFor } from '../print.ts';
import { textView } from './text-view.ts';
import type { CliView } from './view.ts';

/** Returns the view of `test` for CI systems. Only the results of stories have this format. */
export function junitView(globals: OutputFlags, log: (line: string) => void): CliView {
  const print = printerFor('junit');
  return { ...textView(globals, log), stories: (results) => print(renderJunit(results)) };
}

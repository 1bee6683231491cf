import { assertNever } from '../../model/failure.ts';
import type { OutputFlags } from '../flags.ts';
import type { CliView } from './view.ts';

/**
 * Returns the view of the requested format. It prints results to stdout and other messages to stderr. Loads only the
 * renderers of that format.
 */
export async function loadView(globals: OutputFlags, log: (line: string) => void): Promise<CliView> {
  switch (globals.format) {
    case 'text':
      return (await import('./text-view.ts')).textView(globals, log);
    case 'json':
      return (await import('./json-view.ts')).jsonView(log);
    case 'markdown':
      return (await import('./markdown-view.ts')).markdownView(globals, log);
    case 'html':
      return (await import('./html-view.ts')).htmlView(globals, log);
    case 'junit':
      return (await import('./junit-view.ts')).junitView(globals, log);
    default:
      return assertNever(globals.format);
  }
}

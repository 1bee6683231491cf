import type { Failure } from '../../model/failure.ts';
import { plain } from '../wording/plain.ts';
import { styleFor } from './style.ts';

/** What went wrong, and what to do next. Not wrapped: logs are searched by line. */
export function renderFailure(failure: Failure, { color }: { readonly color: boolean }): string {
  const style = styleFor({ color, width: 0 });
  const label = style.error(`error[${failure.code}]:`);
  return `${label} ${plain(failure.message)}\n  help: ${plain(failure.help)}\n`;
}

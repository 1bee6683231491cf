import { formatNumber } from '../view/format.ts';
import type { Rung } from './document.ts';
import { fold } from './fold.ts';

/** A unified diff, cut where the document has to be. Empty for none. */
export function diffFold(diff: string, { lines: most }: Rung): string {
  if (diff === '') return '';
  const lines = diff.trimEnd().split('\n');
  const shown = lines.slice(0, most);
  const hidden = lines.length - shown.length;
  const rest = hidden > 0 ? [`… ${formatNumber(hidden)} more lines`] : [];
  return fold('Members before and after', fenced([...shown, ...rest].join('\n'), 'diff'), { open: false });
}

/** Text that is shown as it is; the fence is longer than any run of backticks in it. */
export function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

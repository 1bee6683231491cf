import type { Diagnostic } from '../../model/results/diagnostic.ts';
import { formatNumber, formatPlace } from '../view/format.ts';
import type { TruncatedList } from '../view/truncated-list.ts';
import { wrap } from './layout.ts';
import type { Style } from './style.ts';

/** Returns the line that counts the hidden items of a list. */
export function hiddenCountLine({ hidden }: TruncatedList<unknown>, style: Style): string {
  return style.faint(`  … ${formatNumber(hidden)} more; --full lists them`);
}

const severityStyles = {
  error: { symbol: '!', tone: 'stop' },
  warning: { symbol: '~', tone: 'wait' },
  advice: { symbol: '~', tone: 'quiet' },
} as const;

/** Returns a diagnostic inside another text: `! error[limit-enroll]: … file:line`, with its help below. */
export function diagnosticLines(note: Diagnostic, style: Style): readonly string[] {
  const { symbol, tone } = severityStyles[note.severity];
  const head = `${symbol} ${note.severity}[${note.code}]:`;
  const place = note.source ? `  ${formatPlace(note.source)}` : '';
  const lines = wrap(`${head} ${note.message}${place}`, { width: style.width, first: '  ', rest: '      ' });
  return [
    ...lines.map((line, index) => (index === 0 ? line.replace(head, style.tone[tone](head)) : line)),
    ...helpLines(note.help, style),
  ];
}

/** Returns the help that is printed below a line. */
export function helpLines(help: string, style: Style, indent = '      '): readonly string[] {
  return wrap(help, { width: style.width, first: `${indent}help: `, rest: `${indent}      ` });
}

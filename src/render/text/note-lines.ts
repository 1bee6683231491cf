import type { Diagnostic } from '../../model/diagnostic.ts';
import { place } from '../wording/place.ts';
import { helpLines } from './help-lines.ts';
import type { Style } from './style.ts';
import { wrap } from './layout.ts';

const looks = {
  error: { symbol: '!', tone: 'stop' },
  warning: { symbol: '~', tone: 'wait' },
  advice: { symbol: '~', tone: 'quiet' },
} as const;

/** A diagnostic inside another text: `! error[limit-enroll]: … file:line`, and what to do under it. */
export function noteLines(note: Diagnostic, style: Style): readonly string[] {
  const { symbol, tone } = looks[note.severity];
  const head = `${symbol} ${note.severity}[${note.code}]:`;
  const where = note.source ? `  ${place(note.source)}` : '';
  const lines = wrap(`${head} ${note.message}${where}`, { width: style.width, first: '  ', rest: '      ' });
  return [
    ...lines.map((line, index) => (index === 0 ? line.replace(head, style.tone[tone](head)) : line)),
    ...helpLines(note.help, style),
  ];
}

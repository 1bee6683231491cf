import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Shortened } from '../view/shortened.ts';
import { formatNumber } from '../wording/count.ts';
import { place } from '../wording/place.ts';
import { code, words } from './escape.ts';

/** Problems as a list: what is wrong, where, and what to do. */
export function noteList({ first, hidden, last }: Shortened<Diagnostic>): string {
  return [
    ...first.map(noteItem),
    ...(hidden > 0 ? [`- *${formatNumber(hidden)} more*`] : []),
    ...last.map(noteItem),
  ].join('\n');
}

function noteItem({ severity, code: name, message, help, source, related }: Diagnostic): string {
  const where = [source, ...(related ?? [])].flatMap((one) => (one ? [code(place(one))] : []));
  const places = where.length === 0 ? '' : ` ${where.join(', ')}`;
  return `- **${severity}** ${code(name)} ${words(message)}${places}<br>→ ${words(help)}`;
}

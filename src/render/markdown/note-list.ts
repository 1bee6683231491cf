import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Shortened } from '../view/truncated-list.ts';
import { formatNumber } from '../view/format.ts';
import { place } from '../wording/place.ts';
import { code, words } from './inline.ts';
import type { SourceUrl } from './source-place.ts';
import { sourcePlace } from './source-place.ts';

/** Problems as a list: what is wrong, where, and what to do. */
export function noteList(
  { first, hidden, last }: Shortened<Diagnostic>,
  sourceUrl: SourceUrl | undefined,
): string {
  const item = (diagnostic: Diagnostic): string => noteItem(diagnostic, sourceUrl);
  return [
    ...first.map(item),
    ...(hidden > 0 ? [`- *${formatNumber(hidden)} more*`] : []),
    ...last.map(item),
  ].join('\n');
}

function noteItem(
  { severity, code: name, message, help, source, related }: Diagnostic,
  sourceUrl: SourceUrl | undefined,
): string {
  const where = [source, ...(related ?? [])].flatMap((one) =>
    one ? [sourcePlace(place(one), sourceUrl)] : [],
  );
  const places = where.length === 0 ? '' : ` ${where.join(', ')}`;
  return `- **${severity}** ${code(name)} ${words(message)}${places}<br>→ ${words(help)}`;
}

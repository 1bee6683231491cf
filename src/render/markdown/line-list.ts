import type { Diagnostic } from '../../model/results/diagnostic.ts';
import { formatNumber, formatPlace } from '../view/format.ts';
import type { Links } from '../view/links.ts';
import type { TruncatedList } from '../view/truncated-list.ts';
import { code, sourceLink, type SourceUrl, escapeText } from './inline.ts';

/** The link targets of a line, if any. */
export interface LineLinks {
  readonly links?: Links | undefined;
  readonly sourceUrl?: SourceUrl | undefined;
}

/** Returns diagnostics as a list: message, source and help. */
export function diagnosticList(
  { first, hidden, last }: TruncatedList<Diagnostic>,
  sourceUrl: SourceUrl | undefined,
): string {
  const item = (diagnostic: Diagnostic): string => diagnosticItem(diagnostic, sourceUrl);
  return [
    ...first.map(item),
    ...(hidden > 0 ? [`- *${formatNumber(hidden)} more*`] : []),
    ...last.map(item),
  ].join('\n');
}

function diagnosticItem(
  { severity, code: name, message, help, source, related }: Diagnostic,
  sourceUrl: SourceUrl | undefined,
): string {
  const sources = [source, ...(related ?? [])].flatMap((one) =>
    one ? [sourceLink(formatPlace(one), sourceUrl)] : [],
  );
  const places = sources.length === 0 ? '' : ` ${sources.join(', ')}`;
  return `- **${severity}** ${code(name)} ${escapeText(message)}${places}<br>→ ${escapeText(help)}`;
}

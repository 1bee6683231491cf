import { fenced } from './diff-fold.ts';
import { mostBytes } from './document.ts';
import { marker } from './marker.ts';
import { sections } from './sections.ts';

/** A result that is read as text, as a comment or job summary; its end is cut where it would not fit. */
export function renderTextMarkdown(kind: string, text: string): string {
  const lines = text.trimEnd().split('\n');
  const shown: string[] = [];
  let size = 0;
  for (const line of lines) {
    size += new TextEncoder().encode(line).length + 1;
    if (size > mostBytes - 1_000) break;
    shown.push(line);
  }
  const rest = lines.length - shown.length;
  return sections([
    `${marker(kind, 'result')}\n### rollcall ${kind}`,
    fenced([...shown, ...(rest > 0 ? [`… ${rest} more lines`] : [])].join('\n'), 'text'),
  ]);
}

/** Adds a freeze window to the text of a file, for a forecast. */
import { isMap, isSeq, parseDocument } from 'yaml';
import type { Day } from '../../model/time.ts';

/**
 * Returns the text with one more entry in `freeze`. Every other line keeps its number, so that positions stay true;
 * undefined if `freeze` is not a list, or the text is not a file with keys.
 */
export function addFreeze(
  text: string,
  window: { readonly from: Day; readonly to: Day },
): string | undefined {
  const document = parseDocument(text);
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined;
  const list = document.contents.get('freeze', true);
  const entry = { ...window, reason: 'added for this forecast' };
  if (list === undefined) return `${text.replace(/\s*$/u, '')}\nfreeze: ${JSON.stringify([entry])}\n`;
  if (!isSeq(list) || !list.range) return undefined;
  const [start, end] = list.range;
  const values: unknown = list.toJS(document);
  const lines = text.slice(start, end).split('\n').length - 1;
  const before = text.slice(0, start).replace(/\s*$/u, ' ');
  // A list in block style begins below its key: its lines follow the one-line list as empty lines.
  const skipped = text.slice(0, start).split('\n').length - before.split('\n').length;
  const written = JSON.stringify([...(Array.isArray(values) ? values : []), entry]);
  return `${before}${written}${'\n'.repeat(lines + skipped)}${text.slice(end)}`;
}

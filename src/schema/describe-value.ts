import { maskEmailValue } from '../model/text/mask-emails.ts';
import { escapeInvisible } from '../model/text/invisible-characters.ts';
import type { SourceNode } from './source-file.ts';

const maxShownCharacters = 40;

/** Describes a value for an error message, short and with emails masked: `the text "abc"`, `a list of 3 items`. */
export function describeValue(node: SourceNode): string {
  if (node.kind === 'map') {
    const keys = [...node.entries.keys()].slice(0, 5).map(quoted);
    return keys.length === 0 ? 'an empty block' : `a block with the keys ${keys.join(', ')}`;
  }
  if (node.kind === 'list') {
    const count = node.items.length;
    if (count === 0) return 'an empty list';
    return count === 1 ? 'a list of 1 item' : `a list of ${count} items`;
  }
  if (node.value === null) return 'null';
  if (typeof node.value === 'string') return `the text ${quoted(node.value)}`;
  return typeof node.value === 'number' ? `the number ${truncate(node.text)}` : `\`${node.text}\``;
}

/** Returns text of a file in quotes: invisible characters escaped, emails masked, cut at 40 characters. */
export function quoted(text: string): string {
  return escapeInvisible(JSON.stringify(truncate(maskEmailValue(text))));
}

function truncate(text: string): string {
  if (text.length <= maxShownCharacters) return text;
  // Cutting through a surrogate pair leaves half a character.
  return `${text.slice(0, maxShownCharacters).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

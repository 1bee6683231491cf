import { firstInvisible } from '../../model/text/invisible-characters.ts';

/** Common mistakes in an email, in the order in which to check. */
const slips: readonly (readonly [RegExp, string])[] = [
  [/^mailto:/i, 'Remove `mailto:`.'],
  [/[<>]/, 'Write the address alone, without a name and angle brackets.'],
  [/^["'`\u2018-\u201F]|["'`\u2018-\u201F]$/u, 'Remove the quotation marks around the address.'],
  [/^[;,]|[;,]$/, 'Remove the comma or semicolon.'],
  [/[;,]/, 'Write one address per entry.'],
  [/\.$/, 'Remove the dot at the end.'],
];

/**
 * Why a text is not an address, for the usual reasons. `problem` continues a sentence and names a
 * character that the reader cannot see: masked text would hide it.
 */
export function addressHint(written: string): { readonly problem: string; readonly help?: string } {
  const text = written.trim();
  const hidden = firstInvisible(text);
  if (hidden) {
    return {
      problem: `, with the invisible character \`${hidden.escaped}\` at position ${hidden.position}`,
      help: 'Delete that character: type the address again instead of pasting it.',
    };
  }
  const help = slips.find(([slip]) => slip.test(text))?.[1];
  return help === undefined ? { problem: '' } : { problem: '', help };
}

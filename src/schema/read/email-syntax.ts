import { hasPlainLocalPart, isEmail } from '../../model/email.ts';
import { firstInvisible } from '../../model/text/invisible-characters.ts';
import type { LocalProblem } from '../source-file.ts';

/**
 * Returns whether a normal text is an address, or one in which `*` matches any run of characters. Refused: a
 * pattern that no valid address can match, and one that matches every address, which is more likely a
 * typo than a wish.
 */
export function isEmailPattern(text: string): boolean {
  if (!text.includes('*')) return isEmail(text);
  return (
    patternSyntax.test(text) && /[^*@.]/.test(text) && !/\.\.|@\.|\.$/.test(text) && hasPlainLocalPart(text)
  );
}

/** The domain has a dot or a `*`, which may match one. */
const patternSyntax = /^[\p{L}\p{M}\p{N}*.!#$%&'+/=?^_`{|}~-]+@(?=[^.*]*[.*])[a-z\d.*-]+$/u;

export function patternProblem(written: string, found: string): Omit<LocalProblem, 'at'> {
  const { problem, help } = emailHint(written);
  return {
    code: 'bad-pattern',
    message: `Invalid email address or pattern: ${found}${problem}.`,
    help: help ?? 'Write for example ana@northwind.example, or "*@competitor.example" in quotes.',
  };
}

/** Common mistakes in an email, in the order in which to check. */
const commonMistakes: readonly (readonly [RegExp, string])[] = [
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
export function emailHint(written: string): { readonly problem: string; readonly help?: string } {
  const text = written.trim();
  const hidden = firstInvisible(text);
  if (hidden) {
    return {
      problem: `, with the invisible character \`${hidden.escaped}\` at position ${hidden.position}`,
      help: 'Delete that character: type the address again instead of pasting it.',
    };
  }
  const help = commonMistakes.find(([slip]) => slip.test(text))?.[1];
  return help === undefined ? { problem: '' } : { problem: '', help };
}

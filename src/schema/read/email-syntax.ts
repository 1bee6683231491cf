import { hasPlainLocalPart, isEmail } from '../../model/email.ts';
import { firstInvisible } from '../../model/text/invisible-characters.ts';
import type { LocalProblem } from '../source-file.ts';

/**
 * Returns whether a normalized text is an email, or a pattern in which `*` matches any characters. Refuses patterns
 * that match no valid email, and patterns that match every email, which are more likely a typo.
 */
export function isEmailPattern(text: string): boolean {
  if (!text.includes('*')) return isEmail(text);
  return (
    patternSyntax.test(text) && /[^*@.]/.test(text) && !/\.\.|@\.|\.$/.test(text) && hasPlainLocalPart(text)
  );
}

/** The domain must contain a dot, or a `*` that can match one. */
const patternSyntax = /^[\p{L}\p{M}\p{N}*.!#$%&'+/=?^_`{|}~-]+@(?=[^.*]*[.*])[a-z\d.*-]+$/u;

/** Returns the problem of an invalid email or pattern. `found` describes the value for the message. */
export function patternProblem(written: string, found: string): Omit<LocalProblem, 'at'> {
  const { problem, help } = emailHint(written);
  return {
    code: 'bad-pattern',
    message: `Invalid email address or pattern: ${found}${problem}.`,
    help: help ?? 'For example: ana@northwind.example, or "*@competitor.example" in quotes.',
  };
}

/** Common mistakes in an email with their help, in the order of checking. */
const commonMistakes: readonly (readonly [RegExp, string])[] = [
  [/^mailto:/i, 'Remove `mailto:`.'],
  [/[<>]/, 'Write only the address, without a name and angle brackets.'],
  [/^["'`\u2018-\u201F]|["'`\u2018-\u201F]$/u, 'Remove the quotation marks around the address.'],
  [/^[;,]|[;,]$/, 'Remove the comma or semicolon.'],
  [/[;,]/, 'Write one address per entry.'],
  [/\.$/, 'Remove the dot at the end.'],
];

/**
 * Returns why a text is not an email, for common mistakes. `problem` continues a sentence, and is empty unless the text
 * has an invisible character. `help` is absent for other mistakes.
 */
export function emailHint(written: string): { readonly problem: string; readonly help?: string } {
  const text = written.trim();
  const hidden = firstInvisible(text);
  if (hidden) {
    return {
      problem: `, with the invisible character \`${hidden.escaped}\` at position ${hidden.position}`,
      help: 'Remove that character: type the address again instead of pasting it.',
    };
  }
  const help = commonMistakes.find(([pattern]) => pattern.test(text))?.[1];
  return help === undefined ? { problem: '' } : { problem: '', help };
}

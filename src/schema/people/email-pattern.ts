import type { LocalProblem } from '../source-file.ts';
import { addressHint } from './address-hint.ts';
import { hasPlainLocalPart, isEmail } from '../read/email-syntax.ts';

/**
 * Returns whether a normal text is an address, or one in which `*` matches any run of characters. Refused: a
 * pattern that no valid address can match, and one that matches every address, which is more likely a
 * typo than a wish.
 */
export function isPattern(text: string): boolean {
  if (!text.includes('*')) return isEmail(text);
  return shape.test(text) && /[^*@.]/.test(text) && !/\.\.|@\.|\.$/.test(text) && hasPlainLocalPart(text);
}

/** The domain has a dot or a `*`, which may match one. */
const shape = /^[\p{L}\p{M}\p{N}*.!#$%&'+/=?^_`{|}~-]+@(?=[^.*]*[.*])[a-z\d.*-]+$/u;

export function patternProblem(written: string, found: string): Omit<LocalProblem, 'at'> {
  const { problem, help } = addressHint(written);
  return {
    code: 'bad-pattern',
    message: `Invalid email address or pattern: ${found}${problem}.`,
    help: help ?? 'Write for example ana@northwind.example, or "*@competitor.example" in quotes.',
  };
}

import type { LocalProblem } from '../source/scope.ts';

/**
 * Whether text is an address, or one in which `*` stands for any run of characters. A pattern that
 * names everybody is refused: it is more likely a slip than a wish.
 */
export function isPattern(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text) && /[^*@.]/.test(text);
}

export function patternProblem(found: string): Omit<LocalProblem, 'at'> {
  return {
    code: 'bad-pattern',
    message: `This is neither an e-mail address nor a pattern: ${found}.`,
    help: 'Write for example ana@northwind.example, or "*@competitor.example" in quotes.',
  };
}

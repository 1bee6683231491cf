import { describe, expect, it } from 'vitest';
import {
  parseVariants,
  variantChoices,
  withDefaultVariants,
} from '../../../src/simulator/routes/variants.ts';

describe('a variant', () => {
  it('is parsed from its name and value; numeric values become numbers', () => {
    expect(parseVariants(['noSeat=400', 'enrollmentOfNever=empty'])).toEqual({
      noSeat: 400,
      enrollmentOfNever: 'empty',
    });
  });

  it('accepts each of its values', () => {
    for (const [name, choices] of Object.entries(variantChoices)) {
      for (const choice of choices) expect(parseVariants([`${name}=${choice}`])).toEqual({ [name]: choice });
    }
  });

  it.each([
    ['noSeat', 'invalid value (none given) for noSeat'],
    ['noSeat=501', 'invalid value 501 for noSeat'],
    ['nothing=1', 'unknown variant nothing'],
    ['constructor=1', 'unknown variant constructor'],
  ])('%j is refused: %s', (text, problem) => {
    expect(() => parseVariants([text])).toThrow(problem);
  });

  it('has its default value if it is not given', () => {
    expect(withDefaultVariants({ noSeat: 400 })).toMatchObject({
      noSeat: 400,
      noInbox: 400,
      oneWorkflow: 'array',
    });
  });
});

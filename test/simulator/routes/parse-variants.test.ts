import { describe, expect, it } from 'vitest';
import {
  parseVariants,
  variantChoices,
  withDefaultVariants,
} from '../../../src/simulator/routes/variants.ts';

describe('a variant as a command line gives it', () => {
  it('is a question with one of its answers, numbers too', () => {
    expect(parseVariants(['noSeat=400', 'enrollmentOfNever=empty'])).toEqual({
      noSeat: 400,
      enrollmentOfNever: 'empty',
    });
  });

  it('can be given for every question', () => {
    for (const [name, choices] of Object.entries(variantChoices)) {
      for (const choice of choices) expect(parseVariants([`${name}=${choice}`])).toEqual({ [name]: choice });
    }
  });

  it.each([
    ['noSeat', 'invalid value (none given) for noSeat'],
    ['noSeat=500', 'invalid value 500 for noSeat'],
    ['nothing=1', 'unknown variant nothing'],
    ['constructor=1', 'unknown variant constructor'],
  ])('%j is refused: %s', (text, why) => {
    expect(() => parseVariants([text])).toThrow(why);
  });

  it('leaves the other questions with their usual answers', () => {
    expect(withDefaultVariants({ noSeat: 400 })).toMatchObject({
      noSeat: 400,
      noInbox: 400,
      oneWorkflow: 'array',
    });
  });
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearestWord } from '../../../src/model/text/did-you-mean.ts';

const known = ['members', 'absent', 'exclusive', 'since', 'sender', 'senderAlias', 'id'];

test.each([
  ['member', 'members'],
  ['mebmers', 'members'],
  ['Exclusive', 'exclusive'],
  ['sendr', 'sender'],
  ['sender_alias', 'senderAlias'],
  ['ids', 'id'],
  ['owner', undefined],
  ['', undefined],
])('the nearest word to `%s` is %s', (word, expected) => {
  expect(nearestWord(word, known)).toBe(expected);
});

test('finds a known word from itself and with one letter removed', () => {
  fc.assert(
    fc.property(fc.constantFrom('members', 'exclusive', 'activeList'), fc.nat(), (word, seed) => {
      const index = seed % word.length;
      expect(nearestWord(word, ['absent', word])).toBe(word);
      expect(nearestWord(word.slice(0, index) + word.slice(index + 1), ['absent', word])).toBe(word);
    }),
  );
});

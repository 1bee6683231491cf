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
])('%s is near to %s', (word, expected) => {
  expect(nearestWord(word, known)).toBe(expected);
});

test('a word is nearest to itself, and to itself with one slip', () => {
  fc.assert(
    fc.property(fc.constantFrom('members', 'exclusive', 'activeList'), fc.nat(), (word, at) => {
      const place = at % word.length;
      expect(nearestWord(word, ['absent', word])).toBe(word);
      expect(nearestWord(word.slice(0, place) + word.slice(place + 1), ['absent', word])).toBe(word);
    }),
  );
});

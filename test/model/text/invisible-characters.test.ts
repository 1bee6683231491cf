import { describe, expect, test } from 'vitest';
import { firstInvisible, escapeInvisible } from '../../../src/model/text/invisible-characters.ts';

describe('an invisible character', () => {
  test.each([
    ['zero-width space', 'a\u200Bb', 'a\\u200bb'],
    ['soft hyphen', 'a\u00ADb', 'a\\u00adb'],
    ['byte order mark', '\uFEFFa', '\\ufeffa'],
    ['no-break space', 'a\u00A0b', 'a\\u00a0b'],
    ['direction override', 'a\u202Eb', 'a\\u202eb'],
    ['direction isolate', 'a\u2066b', 'a\\u2066b'],
    ['Arabic letter mark', 'a\u061Cb', 'a\\u061cb'],
    ['Hangul filler', 'a\u3164b', 'a\\u3164b'],
    ['combining grapheme joiner', 'a\u034Fb', 'a\\u034fb'],
    ['line separator', 'a\u2028b', 'a\\u2028b'],
    ['control character', 'a\u0007b', 'a\\u0007b'],
    ['tag character', 'a\u{E0061}b', 'a\\u{e0061}b'],
    ['joiner outside of an emoji', 'a\u200Db', 'a\\u200db'],
    ['blank Braille pattern', 'a\u2800b', 'a\\u2800b'],
  ])('is escaped: %s', (_, text, escaped) => {
    expect(escapeInvisible(text)).toBe(escaped);
    expect(firstInvisible(text)?.position).toBe(text.startsWith('a') ? 2 : 1);
  });

  test.each([
    'Q4 \u2764\uFE0F',
    '\u{1F469}\u200D\u{1F4BB} devs',
    'Gr\u00F6\u00DFe',
    '\u65E5\u672C',
    'a b\tc\nd',
  ])('does not occur in %j', (text) => {
    expect(escapeInvisible(text)).toBe(text);
    expect(firstInvisible(text)).toBeUndefined();
  });
});

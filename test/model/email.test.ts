import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compileEmailPattern,
  emailSpellings,
  isEmail,
  normalizeEmail,
  trustEmail,
} from '../../src/model/email.ts';
import { isEmailPattern } from '../../src/schema/read/email-syntax.ts';

describe('the normal form of an address', () => {
  test.each([
    ['spaces around it', '  ana@northwind.example\t', 'ana@northwind.example'],
    ['a byte order mark and a no-break space', '\uFEFFana@northwind.example\u00A0', 'ana@northwind.example'],
    ['capitals', 'Ana.Ruiz@NORTHWIND.Example', 'ana.ruiz@northwind.example'],
    ['a decomposed local part', 'zoe\u0308@northwind.example', 'zo\u00EB@northwind.example'],
    ['an international domain', 'ana@m\u00FCnchen.example', 'ana@xn--mnchen-3ya.example'],
    ['the same domain decomposed', 'ana@MU\u0308NCHEN.example', 'ana@xn--mnchen-3ya.example'],
    ['the same domain in Punycode', 'ana@XN--MNCHEN-3YA.example', 'ana@xn--mnchen-3ya.example'],
    ['an ideographic dot', 'ana@northwind\u3002example', 'ana@northwind.example'],
    ['full-width letters in the domain', 'ana@\uFF4Eorthwind.example', 'ana@northwind.example'],
    ['a soft hyphen in the domain', 'ana@north\u00ADwind.example', 'ana@northwind.example'],
    ['a zero-width space at the end', 'ana@northwind.example\u200B', 'ana@northwind.example'],
    ['plus addresses, unchanged', 'ana+q4@northwind.example', 'ana+q4@northwind.example'],
    ['a pattern of an international domain', '*@*.M\u00FCnchen.example', '*@*.xn--mnchen-3ya.example'],
  ])('of %s', (_, written, normal) => {
    expect(normalizeEmail(written)).toBe(normal);
  });

  // `domainToASCII` would return a cut host, a decoded escape, a dropped tab or an empty text for these.
  test.each([
    'ana@\u00FC/x.example',
    'ana@\u00FC%41.example',
    'ana@\u00FC\tx.example',
    'ana@\u00FC:80',
    'ana@\u00FC?x.example',
    'ana@\u00FC#x.example',
    'ana@\u00FC\\x.example',
    'ana@\u00FC\uFF0Fx.example',
    'ana@\u00FC\uFF1Fx.example',
    'ana@\u202E\u00FC.example',
    'ana@\u00FC\u200D.example',
    '*@m\u00FC*.example',
  ])('does not change an invalid domain, and the checks refuse it: %j', (written) => {
    const normal = normalizeEmail(written);
    expect(isEmail(normal)).toBe(false);
    expect(isEmailPattern(normal)).toBe(false);
  });

  test('does not change when normalized again', () => {
    const character = fc.constantFrom(
      ...Array.from('aAzZ@@..-*\u00DC\u00FC\u0308\u00DF\u0130\u03A3\u212A\u00AD\u200B\uFF21\u3002 '),
    );
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 20 }), (text) => {
        expect(normalizeEmail(normalizeEmail(text))).toBe(normalizeEmail(text));
      }),
      { numRuns: 3000 },
    );
  });

  test('does not encode a long domain, because Punycode takes quadratic time', () => {
    const long = `ana@${'\u00FC'.repeat(300)}.example`;
    expect(normalizeEmail(long)).toBe(long);
  });

  test('has a second spelling only for an international domain', () => {
    expect(emailSpellings(trustEmail('ana@northwind.example'))).toEqual(['ana@northwind.example']);
    expect(emailSpellings(trustEmail('ana@xn--mnchen-3ya.example'))).toEqual([
      'ana@xn--mnchen-3ya.example',
      'ana@m\u00FCnchen.example',
    ]);
  });
});

describe('a pattern', () => {
  test.each([
    ['*@m\u00FCnchen.example', 'ana@xn--mnchen-3ya.example', true],
    ['*@xn--mnchen-3ya.example', 'Ana@M\u00FCnchen.example', true],
    ['*@COMPETITOR.example', 'x@competitor.example', true],
    ['*@competitor.example', 'x@sub.competitor.example', false],
    ['a?c@x.example', 'abc@x.example', false],
    ['a.c@x.example', 'abc@x.example', false],
  ])('%s matches %s: %s', (pattern, email, matches) => {
    expect(compileEmailPattern(pattern)(normalizeEmail(email))).toBe(matches);
  });
});

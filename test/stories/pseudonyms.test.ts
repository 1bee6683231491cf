import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileEmailPattern, isEmail } from '../../src/model/email.ts';
import { createPseudonyms, openPseudonyms, pseudonymKey } from '../../src/stories/snapshot/pseudonyms.ts';

const key = pseudonymKey('0123456789abcdef0123456789abcdef');
const patterns = ['*@competitor.example', '*@*.acme.example', 'info@*', '*a*@north*.example', '*@x.example'];

const address = fc
  .tuple(
    fc.constantFrom('ana', 'info', 'bo+news', 'a.b', 'sales', 'ü'),
    fc.constantFrom(
      'competitor.example',
      'eu.acme.example',
      'northwind.example',
      'x.example',
      'bücher.example',
    ),
  )
  .map(([local, domain]) => `${local}@${domain}`);

describe('a pseudonym', () => {
  const names = createPseudonyms(key, { patterns, senders: ['paul@acme.example'] });

  it('matches a pattern exactly if the address does', () => {
    fc.assert(
      fc.property(address, fc.constantFrom(...patterns), (email, pattern) => {
        expect(compileEmailPattern(names.text(pattern))(names.address(email))).toBe(
          compileEmailPattern(pattern)(email.replace('bücher', 'xn--bcher-kva')),
        );
      }),
    );
  });

  it('is a valid address under .example that keeps nothing of the address', () => {
    fc.assert(
      fc.property(address, (email) => {
        const made = names.address(email);
        expect(isEmail(made)).toBe(true);
        expect(made).toMatch(/^[\da-f]{24}(?:[g-z][\da-f]{2})*@(?:contacts|[\da-f]{16})\.example$/u);
      }),
    );
    expect(names.address('Paul@ACME.example')).toMatch(/^[\da-f]{10}@senders\.example$/u);
  });

  it('shares its domain with others only if a pattern names the domain', () => {
    const domainOf = (email: string) => names.address(email).split('@')[1];
    expect(domainOf('ana@competitor.example')).toBe(domainOf('bo@competitor.example'));
    expect(domainOf('ana@competitor.example')).not.toBe(domainOf('ana@x.example'));
    expect(domainOf('ana@northwind.example')).toBe(domainOf('ana@bücher.example'));
  });

  it('is the same after the snapshot is opened with its key, for known and other addresses', () => {
    const emails = ['ana@competitor.example', 'info@eu.acme.example', 'paul@acme.example'];
    const opened = openPseudonyms(key, { rules: names.rules, addresses: emails.map(names.address) });
    expect(emails.map((email) => opened?.address(email))).toEqual(emails.map(names.address));
    expect(opened?.senders()).toEqual(new Map([[names.address('paul@acme.example'), 'paul@acme.example']]));
    for (const pattern of patterns) expect(opened?.text(pattern)).toBe(names.text(pattern));
    expect(opened?.address('bo@northwind.example').slice(0, 24)).toBe(
      names.address('bo@northwind.example').slice(0, 24),
    );
    expect(() => opened?.text('*@other.example')).toThrow('a pattern for addresses');
    expect(() => opened?.text('other*@x.example')).toThrow('a pattern for addresses');
  });

  it('cannot be opened with another key', () => {
    const rules = { rules: names.rules, addresses: [] };
    expect(openPseudonyms(pseudonymKey('another key of many characters!!'), rules)).toBeUndefined();
  });

  it('replaces addresses within a text', () => {
    const text = names.text('Write to Ana <ana@x.example>, or @ana');
    expect(text).toBe(`Write to Ana <${names.address('ana@x.example')}>, or  at ana`);
  });
});

import { describe, expect, it } from 'vitest';
import type { SuppressEntry } from '../../../src/model/desired-state.ts';
import { makeSuppression } from '../../../src/reconciler/context/suppression.ts';
import { at } from '../builders.ts';

const email = (pattern: string, line: number): SuppressEntry => ({
  match: { email: pattern },
  source: at(line),
});
const id = (value: string, line: number): SuppressEntry => ({ match: { id: value }, source: at(line) });

describe('a suppress entry', () => {
  const entries = [
    id('1', 1),
    id('1', 2),
    email('Ana@Rival.example', 3),
    email('ana@rival.example', 4),
    email('*@Rival.example', 5),
    email('*@rival.example', 6),
    email('sales-*@*.example', 7),
    email('*@*.test', 8),
    email('*rival.com', 9),
  ];

  it.each([
    [['1'], [], 1],
    [['7', '1'], [], 1],
    [['1'], ['ana@rival.example'], 1],
    [[], ['ANA@rival.example'], 3],
    [[], ['ben@RIVAL.example'], 5],
    [[], ['ben@sub.rival.example'], undefined],
    [[], ['sales-7@acme.example'], 7],
    [[], ['sales@acme.example'], undefined],
    [[], ['x@acme.test'], 8],
    [[], ['x@arrival.com'], 9],
    [[], ['x@acme.example', 'ben@rival.example'], 5],
    [['7'], ['x@acme.example'], undefined],
    [[], [], undefined],
  ])('matches the ids %o and the emails %o by line %s', (ids, emails, line) => {
    expect(makeSuppression(entries)({ ids, emails })?.source.line).toBe(line);
  });

  it('is the first of the patterns that match', () => {
    const patterns = makeSuppression([email('a*@acme.example', 1), email('*a@acme.example', 2)]);
    expect(patterns({ ids: [], emails: ['anna@acme.example'] })?.source.line).toBe(1);
    expect(makeSuppression([])({ ids: ['1'], emails: ['a@acme.example'] })).toBeUndefined();
  });

  it('is an address before a domain, and a domain before a pattern, in any order of the file', () => {
    const suppression = makeSuppression([
      email('ben@*', 1),
      email('*@rival.example', 2),
      email('ben@rival.example', 3),
    ]);
    const lineOf = (address: string) => suppression({ ids: [], emails: [address] })?.source.line;
    expect(lineOf('ben@rival.example')).toBe(3);
    expect(lineOf('ben@rival.example.test')).toBe(1);
    expect(
      makeSuppression([email('ben@*', 1), email('*@rival.example', 2)])({
        ids: [],
        emails: ['ben@rival.example'],
      })?.source.line,
    ).toBe(2);
  });
});

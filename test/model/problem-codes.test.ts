import { describe, expect, it } from 'vitest';
import {
  diagnosticKind,
  failureKind,
  isFailureCode,
  type CheckCode,
} from '../../src/model/results/problem-codes.ts';
import schema from '../../src/schema/rollcall.schema.json' with { type: 'json' };

describe('problem codes', () => {
  it('include every code in the JSON Schema of the files', () => {
    const codes = [...JSON.stringify(schema).matchAll(/"x-code":"([^"]+)"/gu)].map(([, code = '']) => code);
    expect(codes.length).toBeGreaterThan(10);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    expect(codes.filter((code) => diagnosticKind(code as CheckCode) !== 'file')).toEqual([]);
  });

  it('have the expected kinds', () => {
    expect(diagnosticKind('limit-enroll')).toBe('limit');
    expect(diagnosticKind('scope-missing')).toBe('account');
    expect(failureKind('ledger-write')).toBe('ledger');
    expect(failureKind('bad-ledger')).toBe('input');
    expect(isFailureCode('toString')).toBe(false);
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderJson } from '../../../src/render/json/entries.ts';
import { renderPlanJson, renderReportJson } from '../../../src/render/json/plan.ts';
import { arbitraryPlan } from '../arbitrary-plan.ts';
import { bigPlan } from '../sample-plans.ts';
import { troubledReport } from '../sample-reports.ts';

/** Returns the value with the keys of every object in reverse order. */
function shuffledKeys<T>(value: T): T {
  const shuffled: T = JSON.parse(JSON.stringify(value), (_key, part: unknown) => {
    if (part === null || typeof part !== 'object' || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).toReversed());
  });
  return shuffled;
}

describe('renderJson', () => {
  it('returns JSON that parses to the same value, and ends with a line break', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = renderJson(value);
        expect(text.endsWith('\n')).toBe(true);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('leaves out undefined values, as JSON.stringify does', () => {
    expect(renderJson({ a: undefined, b: [undefined, { c: undefined }] })).toBe(
      '{\n  "b": [\n    null,\n    {}\n  ]\n}\n',
    );
    expect(renderJson(undefined)).toBe('null\n');
    expect(renderJson({ a: undefined })).toBe('{}\n');
  });
});

describe('renderPlanJson', () => {
  it('returns JSON that parses to the same plan', () => {
    fc.assert(
      fc.property(arbitraryPlan({ mask: true }), ({ plan }) => {
        expect(JSON.parse([...renderPlanJson(plan)].join(''))).toEqual(JSON.parse(JSON.stringify(plan)));
      }),
    );
  });

  it('returns the same bytes for any order of keys', () => {
    fc.assert(
      fc.property(arbitraryPlan({ mask: true }), ({ plan }) => {
        const shuffled = shuffledKeys(plan);
        expect([...renderPlanJson(shuffled)].join('')).toBe([...renderPlanJson(plan)].join(''));
      }),
    );
  });

  it('keeps a key that is missing from the published order', () => {
    const plan = { ...bigPlan(), changes: [], laterAddition: 1 };
    expect(JSON.parse([...renderPlanJson(plan)].join(''))).toMatchObject({ laterAddition: 1 });
  });

  it('puts each of 100,000 changes on one line', () => {
    const lines = [...renderPlanJson(bigPlan())].join('').split('\n');
    expect(lines.filter((line) => line.startsWith('    {"address":'))).toHaveLength(100_000);
  });
});

describe('renderReportJson', () => {
  it('returns JSON that parses to the same report, with keys in a fixed order', () => {
    expect(JSON.parse(renderReportJson(troubledReport))).toEqual(troubledReport);
    expect(renderReportJson(shuffledKeys(troubledReport))).toBe(renderReportJson(troubledReport));
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderJson } from '../../src/render/json/entries.ts';
import { renderPlanJson, renderReportJson } from '../../src/render/json/plan.ts';
import { arbitraryPlan } from './arbitrary-plan.ts';
import { bigPlan } from './sample-plans.ts';
import { troubledReport } from './sample-reports.ts';

/** The same value with the keys of every object the other way round. */
function shuffledKeys<T>(value: T): T {
  const shuffled: T = JSON.parse(JSON.stringify(value), (_key, part: unknown) => {
    if (part === null || typeof part !== 'object' || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).toReversed());
  });
  return shuffled;
}

describe('renderJson', () => {
  it('is parsed back to the same value and ends with a line break', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = renderJson(value);
        expect(text.endsWith('\n')).toBe(true);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('leaves out what is undefined, as JSON does', () => {
    expect(renderJson({ a: undefined, b: [undefined, { c: undefined }] })).toBe(
      '{\n  "b": [\n    null,\n    {}\n  ]\n}\n',
    );
    expect(renderJson(undefined)).toBe('null\n');
    expect(renderJson({ a: undefined })).toBe('{}\n');
  });
});

describe('renderPlanJson', () => {
  it('is parsed back to the same plan', () => {
    fc.assert(
      fc.property(arbitraryPlan({ mask: true }), ({ plan }) => {
        expect(JSON.parse([...renderPlanJson(plan)].join(''))).toEqual(JSON.parse(JSON.stringify(plan)));
      }),
    );
  });

  it('gives the same bytes in whatever order the keys were made', () => {
    fc.assert(
      fc.property(arbitraryPlan({ mask: true }), ({ plan }) => {
        const shuffled = shuffledKeys(plan);
        expect([...renderPlanJson(shuffled)].join('')).toBe([...renderPlanJson(plan)].join(''));
      }),
    );
  });

  it('keeps a key that nobody ordered', () => {
    const plan = { ...bigPlan(), changes: [], laterAddition: 1 };
    expect(JSON.parse([...renderPlanJson(plan)].join(''))).toMatchObject({ laterAddition: 1 });
  });

  it('puts each of 100,000 changes on one line', () => {
    const lines = [...renderPlanJson(bigPlan())].join('').split('\n');
    expect(lines.filter((line) => line.startsWith('    {"address":'))).toHaveLength(100_000);
  });
});

describe('renderReportJson', () => {
  it('is parsed back to the same report, keys in one order', () => {
    expect(JSON.parse(renderReportJson(troubledReport))).toEqual(troubledReport);
    expect(renderReportJson(shuffledKeys(troubledReport))).toBe(renderReportJson(troubledReport));
  });
});

import { describe, expect, it } from 'vitest';

import { renderPlan } from '../../../src/render/text/plan.ts';
import { renderPlanDiff } from '../../../src/render/text/plan-diff.ts';
import { renderPlanJson } from '../../../src/render/json/plan.ts';
import { dangerousPlan, emptyPlan, erroredPlan, flaggedPlan, mixedPlan, quietPlan } from '../sample-plans.ts';

const wide = { color: false, width: 120 };

describe('the text of a plan', () => {
  it.each([
    ['plan-empty', emptyPlan, wide],
    ['plan-quiet', quietPlan, wide],
    ['plan-mixed', mixedPlan, { ...wide, planFile: 'plan.json' }],
    ['plan-mixed-80', mixedPlan, { ...wide, width: 80 }],
    ['plan-mixed-60', mixedPlan, { ...wide, width: 60 }],
    ['plan-mixed-diff', mixedPlan, { ...wide, diff: true }],
    ['plan-dangerous', dangerousPlan, wide],
    ['plan-dangerous-80', dangerousPlan, { ...wide, width: 80 }],
    ['plan-errored', erroredPlan, wide],
    ['plan-narrowed', { ...mixedPlan, only: ['sequences.q4-*'], drift: [] }, wide],
    ['plan-flags', flaggedPlan, wide],
  ])('matches %s.txt', async (name, plan, options) => {
    await expect(renderPlan(plan, options)).toMatchFileSnapshot(`../golden/${name}.txt`);
  });
});

describe('the diff of a plan', () => {
  it('shows the members of each target before and after', async () => {
    await expect(renderPlanDiff(mixedPlan, wide)).toMatchFileSnapshot('../golden/plan-mixed.diff.txt');
  });

  it('is empty if no contact is enrolled or unenrolled', () => {
    expect(renderPlanDiff(quietPlan, wide)).toBe('');
  });
});

describe('the JSON of a plan', () => {
  it.each([
    ['plan-empty', emptyPlan],
    ['plan-mixed', mixedPlan],
    ['plan-dangerous', dangerousPlan],
  ])('matches %s.json', async (name, plan) => {
    await expect([...renderPlanJson(plan)].join('')).toMatchFileSnapshot(`../golden/${name}.json`);
  });
});

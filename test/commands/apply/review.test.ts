import { expect, it } from 'vitest';
import type { ApplyArgs } from '../../../src/commands/apply/apply-context.ts';
import { isReviewOfConfiguration } from '../../../src/commands/apply/review.ts';
import { mixedPlan } from '../../render/sample-plans.ts';

const args: ApplyArgs = {
  paths: [],
  only: [],
  exclude: [],
  liftedLimits: {},
  autoApprove: true,
  newLedger: false,
  full: false,
};
const unchanged = { ...mixedPlan, changes: [] };

it.each([
  ['a saved plan', args, mixedPlan, mixedPlan, true],
  ['a saved plan without changes', args, unchanged, unchanged, true],
  ['--expect', { ...args, expect: mixedPlan.planId }, undefined, mixedPlan, true],
  ['an answer on a terminal', { ...args, autoApprove: false }, undefined, mixedPlan, true],
  ['a terminal without a question', { ...args, autoApprove: false }, undefined, unchanged, false],
  ['--auto-approve', args, undefined, mixedPlan, false],
  ['a canary', { ...args, canary: 1 }, mixedPlan, mixedPlan, false],
  ['--suppressions', { ...args, suppressions: true, autoApprove: false }, undefined, mixedPlan, false],
  ['--only', args, mixedPlan, { ...mixedPlan, only: ['sequences.*'] }, false],
  ['--undo-run', args, mixedPlan, { ...mixedPlan, undoRun: 1 }, false],
] as const)('%s: counts as a review or not', (...[, given, saved, plan, counts]) => {
  expect(isReviewOfConfiguration({ args: given, saved }, plan)).toBe(counts);
});

/** Plans of 100,000 changes, saved and shown again. How they are cut is held by test/render. */
import { expect, it } from 'vitest';
import { show } from '../../src/commands/show.ts';
import { formatPlan } from '../../src/commands/apply/saved-plan.ts';
import { ExitCode } from '../../src/model/exit-code.ts';
import type { Plan } from '../../src/model/plan.ts';
import { planIdOf } from '../../src/reconciler/digests.ts';
import { renderPlan } from '../../src/render/text/plan.ts';
import { bigPlan } from '../render/sample-plans.ts';
import { surveyWorld } from '../commands/survey-world.ts';

const options = { color: false, width: 100 };

const big = bigPlan();
const savedPlan: Plan = { ...big, planId: planIdOf(big) };

it('is the same when it is shown again, short and whole', async () => {
  const plan = savedPlan;
  expect(plan.changes).toHaveLength(100_000);
  const world = await surveyWorld();
  world.files['plan.json'] = [...formatPlan(plan)].join('');
  expect(await show({ path: 'plan.json', diff: false, full: false }, world.deps)).toBe(ExitCode.done);
  const shown = world.seen.plan;
  if (!shown) throw new Error('nothing was shown');
  expect(renderPlan(shown, options)).toBe(renderPlan(plan, options));
  expect(renderPlan(shown, { ...options, full: true })).toBe(renderPlan(plan, { ...options, full: true }));
  expect(world.simulator.requests()).toEqual([]);
});

it('is written in small pieces', () => {
  const pieces = [...formatPlan(savedPlan)];
  expect(pieces.length).toBeGreaterThan(100);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(100_000);
});

it('is refused when one of its lines was changed', async () => {
  const world = await surveyWorld();
  world.files['plan.json'] = [...formatPlan(savedPlan)].join('').replace('"id":"1049999"', '"id":"1059999"');
  await expect(show({ path: 'plan.json', diff: false, full: false }, world.deps)).rejects.toMatchObject({
    exitCode: ExitCode.stalePlan,
    code: 'plan-tampered',
  });
});

/** Saved plans of 100,000 changes. test/render tests how the output shortens them. */
import { expect, it } from 'vitest';
import { show } from '../../src/commands/show.ts';
import { formatPlan } from '../../src/commands/apply/saved-plan.ts';
import { ExitCode } from '../../src/model/exit-code.ts';
import type { Plan } from '../../src/model/results/plan.ts';
import { planIdOf } from '../../src/reconciler/digests.ts';
import { renderPlan, renderPlanPieces } from '../../src/render/text/plan.ts';
import { bigPlan } from '../render/sample-plans.ts';
import { accountWorld } from '../commands/account-world.ts';

const options = { color: false, width: 100 };

const planWithoutId = bigPlan();
const savedPlan: Plan = { ...planWithoutId, planId: planIdOf(planWithoutId) };

it('is shown as it was planned, shortened and in full', async () => {
  const plan = savedPlan;
  expect(plan.changes).toHaveLength(100_000);
  const world = await accountWorld();
  world.files['plan.json'] = [...formatPlan(plan)].join('');
  expect(await show({ path: 'plan.json', diff: false, full: false }, world.deps)).toBe(ExitCode.done);
  const shown = world.seen.plan;
  if (!shown) throw new Error('show displayed no plan');
  expect(renderPlan(shown, options)).toBe(renderPlan(plan, options));
  expect(renderPlan(shown, { ...options, full: true })).toBe(renderPlan(plan, { ...options, full: true }));
  expect(world.simulator.requests()).toEqual([]);
});

it('is written in small pieces', () => {
  const pieces = [...formatPlan(savedPlan)];
  expect(pieces.length).toBeGreaterThan(100);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(100_000);
});

it('is printed in full in small pieces of whole lines', () => {
  const pieces = [...renderPlanPieces(savedPlan, { ...options, full: true })];
  expect(pieces.length).toBeGreaterThan(90);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(200_000);
  expect(pieces.every((piece) => piece.endsWith('\n'))).toBe(true);
});

it('is refused after one of its changes was edited', async () => {
  const world = await accountWorld();
  world.files['plan.json'] = [...formatPlan(savedPlan)].join('').replace('"id":"1049999"', '"id":"1059999"');
  await expect(show({ path: 'plan.json', diff: false, full: false }, world.deps)).rejects.toMatchObject({
    exitCode: ExitCode.stalePlan,
    code: 'plan-tampered',
  });
});

import { expect, test } from 'vitest';
import { renderDriftHtml } from '../../../src/render/html/drift.ts';
import { renderDriftMarkdown } from '../../../src/render/markdown/drift.ts';
import { renderDrift } from '../../../src/render/text/drift.ts';
import { driftPlan, emptyPlan } from '../sample-plans.ts';

const [counted, listed] = [true, false].map((counts) =>
  driftPlan.drift.filter((one) => one.counts === counts),
);
const { drift: none } = emptyPlan;

test.each([
  [0, none, 'No drift. Nothing has been applied yet.'],
  [0, listed, 'No drift. Nothing has been applied yet.'],
  [3, none, 'No drift. HubSpot matches the last apply (run 3).'],
  [3, listed, 'No drift since run 3.'],
  [3, counted, 'Drift: 2 differences since run 3'],
])('after run %s, the headline claims only what is known: %#', (ledgerRun, drift = none, headline) => {
  const plan = { ...emptyPlan, ledgerRun, drift };
  const options = { strict: false };
  expect(renderDrift(plan, { ...options, color: false, width: 120 }).split('\n')[0]).toBe(headline);
  expect(renderDriftMarkdown(plan, options)).toContain(`**${headline}**`);
  expect(renderDriftHtml(plan, options)).toContain(headline);
});

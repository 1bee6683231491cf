import { expect, test } from 'vitest';
import type { Drift } from '../../../src/model/results/plan.ts';
import { renderDriftHtml } from '../../../src/render/html/drift.ts';
import { renderDriftJson } from '../../../src/render/json/plan.ts';
import { renderDriftMarkdown } from '../../../src/render/markdown/drift.ts';
import { renderDrift } from '../../../src/render/text/drift.ts';
import { driftView } from '../../../src/render/view/drift-view.ts';
import { driftPlan, emptyPlan } from '../sample-plans.ts';

const counted = driftPlan.drift.filter(({ counts }) => counts);
const ended = driftPlan.drift.filter(({ kind }) => kind === 'ended-unexplained');
const listed = [...ended, ...ended];
const none: readonly Drift[] = [];
const unmanaged = counted
  .filter(({ kind }) => kind === 'unmanaged')
  .map((one) => ({ ...one, counts: false }));

test.each([
  [0, none, 'No drift. Nothing has been applied yet.'],
  [0, listed, 'No drift. Nothing has been applied yet.'],
  [3, none, 'No drift. HubSpot matches the last apply (run 3).'],
  [3, listed, 'No drift since run 3.'],
  [3, unmanaged, 'No drift since run 3.'],
  [3, counted, 'Drift: 3 differences since run 3'],
])('after run %s, the headline claims only what is known: %#', (ledgerRun, drift, headline) => {
  const plan = { ...emptyPlan, ledgerRun, drift };
  const options = { strict: false };
  expect(renderDrift(plan, { ...options, color: false, width: 120 }).split('\n')[0]).toBe(headline);
  expect(renderDriftMarkdown(plan, options)).toContain(`**${headline}**`);
  expect(renderDriftHtml(plan, options)).toContain(headline);
});

const creation = { code: 'creation-unknown', severity: 'warning', message: '', help: '' } as const;
test.each([
  [{ ...emptyPlan, ledgerRun: 3, summary: { ...emptyPlan.summary, unknown: 2 } }, '2 outcomes are'],
  [{ ...emptyPlan, ledgerRun: 3, drift: listed, diagnostics: [creation] }, '1 outcome is'],
])('the headline names what is unknown instead of a match with HubSpot: %#', (plan, unknown) => {
  const headline = `No drift found since run 3, but ${unknown} unknown: rollcall plan`;
  const options = { strict: false };
  expect(renderDrift(plan, { ...options, color: false, width: 120 }).split('\n')[0]).toBe(headline);
  expect(renderDriftMarkdown(plan, options)).toContain(`**${headline}**`);
  expect(JSON.parse(renderDriftJson(plan, options))).toMatchObject({
    drifted: false,
    unknown: Number(unknown[0]),
  });
  const page = renderDriftHtml(plan, options);
  expect(page).toContain(headline);
  expect(page).toContain('<strong>No drift found</strong>');
});

const titles: readonly (readonly [readonly Drift[], string])[] = [
  [unmanaged, 'Not counted: 1 member enrolled by someone else (--strict counts it)'],
  [listed, 'Not counted: 2 enrollments that ended without a visible cause (--strict counts them)'],
  [[...unmanaged, ...listed], 'Not counted: 3 differences (--strict counts them)'],
];

test.each(titles)('what is only listed has a title: %#', (drift, title) => {
  expect(driftView({ ...emptyPlan, ledgerRun: 3, drift }, { strict: false }).listedTitle).toBe(title);
});

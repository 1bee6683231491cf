import { describe, expect, it } from 'vitest';
import { renderPlanHtml } from '../../../../src/render/html/plan.ts';
import { renderPlanMarkdown } from '../../../../src/render/markdown/plan.ts';
import { renderPlan } from '../../../../src/render/text/plan.ts';
import { nextSteps } from '../../../../src/render/view/plan/next-steps.ts';
import { bigPlan, flaggedPlan, mixedPlan } from '../../sample-plans.ts';

const formats = {
  text: (plan: typeof mixedPlan) => renderPlan(plan, { color: false, width: 1_000 }),
  // Markdown escapes the characters of a glob.
  markdown: (plan: typeof mixedPlan) => renderPlanMarkdown(plan, {}).replaceAll('\\', ''),
  html: (plan: typeof mixedPlan) => renderPlanHtml(plan, {}).replaceAll('&#39;', "'"),
};

describe.each(Object.entries(formats))('a plan as %s', (_, render) => {
  it.each([
    '--undo-run 3',
    "--only 'sequences.q4-*' --only 'workflows.*'",
    "--exclude 'sequences.renewals'",
    'Limits lifted for this plan: enroll 50 → 60 (--max-enroll 60), unenroll 25% → 40 (--max-unenroll 40), reenroll 0 → 2 (--max-reenroll 2), perSenderPerDay 200 → 300 (--max-sender-day 300).',
    'Dialect: guide',
  ])('shows %s', (flag) => {
    expect(render(flaggedPlan)).toContain(flag);
    expect(render(mixedPlan)).not.toContain(flag);
  });

  it('shows the lifted limits of a plan that it truncates', () => {
    expect(render({ ...bigPlan(), liftedLimits: { enroll: 9_999 } })).toContain('--max-enroll 9999');
  });
});

// A comment names no command: the merge applies the plan.
it.each(['text', 'html'] as const)('the command that applies a plan as %s has its flags', (format) => {
  expect(formats[format](flaggedPlan)).toContain(
    "rollcall apply plan.json --undo-run 3 --only 'sequences.q4-*' --only 'workflows.*' --exclude 'sequences.renewals' --max-enroll 60 --max-unenroll 40 --max-reenroll 2 --max-sender-day 300 --dialect guide",
  );
});

it('quotes the name of a file and a glob for a shell', () => {
  const next = nextSteps(
    { ...mixedPlan, only: ["a'b; touch x"] },
    { planFile: 'plan 1; touch x.json', files: ['my file.yaml', 'b.yaml'] },
  );
  expect(next[0]?.how).toBe(String.raw`rollcall apply 'plan 1; touch x.json' --only 'a'\''b; touch x'`);
  expect(nextSteps(mixedPlan, { files: ['$(touch x).yaml', 'b.yaml'] })[0]?.how).toBe(
    "rollcall plan '$(touch x).yaml' b.yaml --out plan.json",
  );
});

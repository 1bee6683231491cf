import { describe, expect, it } from 'vitest';
import type { EndedAs, Plan, Unchanged } from '../../../../src/model/results/plan.ts';
import { impactOf, unchangedCounts } from '../../../../src/render/view/plan/impact.ts';
import { planState } from '../../../../src/render/view/plan/plan-state.ts';
import { enroll, onboarding, samplePlan, unchanged, unenroll } from '../../sample-plans.ts';

const email = 'a•••@northwind.example';
const inSequence = (id: number) => enroll(String(id), email, { line: id });
const inWorkflow = (id: number) => enroll(String(id), email, { line: id, target: onboarding });
const planWith = (emailed: readonly number[], starters: readonly number[], more: Partial<Plan> = {}): Plan =>
  samplePlan({ changes: [...emailed.map(inSequence), ...starters.map(inWorkflow)], ...more });

describe('the people who start a workflow', () => {
  const note = 'start a workflow (emails that it sends are not counted)';

  it.each([
    ['all of those who get emails', planWith([1, 2], [1, 2]), 'These 2 people will also'],
    ['the only one who gets emails', planWith([1], [1]), 'This person will also'],
    ['some of them', planWith([1, 2, 3], [2, 3]), '2 of these 3 people will also'],
    ['some of them, and others', planWith([1, 2, 3], [3, 4, 5]), '1 of these 3 people and 2 others will'],
    ['all of them, and another', planWith([1, 2], [1, 2, 3]), 'These 2 people and 1 other will'],
    ['none of them', planWith([1, 2], [3, 4]), '2 other people will'],
    ['one other person', planWith([1, 2], [3]), '1 other person will'],
    ['people of a plan without emails', planWith([], [1, 2]), '2 people will'],
  ])('are %s', (_case, plan, expected) => {
    expect(impactOf(plan).others).toEqual([`${expected} ${note}`]);
  });

  it('are a condition in a plan that cannot be applied', () => {
    const { others } = impactOf(planWith([1], [1], { applyable: false }));
    expect(others).toEqual([`This person would also ${note}`]);
  });
});

describe('the verdict of a plan', () => {
  const verdict = (changes: Plan['changes']): string => planState(samplePlan({ changes })).verdict;
  const removal = (id: number) => unenroll(String(id), email, { line: id });
  const fromWorkflow = (id: number) => unenroll(String(id), email, { line: id, target: onboarding });
  const again = enroll('9', email, { line: 9, reenroll: true });

  it.each([
    ['people once', [1, 2, 3].map(inSequence), '3 to enroll'],
    ['once each', [inSequence(1), removal(2)], '1 to enroll, 1 to unenroll'],
    ['one person twice', [inSequence(1), inWorkflow(1)], '2 enrollments of 1 person'],
    ['the same people twice', [inSequence(1), inWorkflow(1), inSequence(2)], '3 enrollments of 2 people'],
    [
      'and a removal',
      [inSequence(1), inWorkflow(1), again, removal(2)],
      '3 enrollments of 2 people (1 of them again), 1 unenrollment',
    ],
    [
      'a removal of one person from two targets',
      [inSequence(1), removal(2), fromWorkflow(2)],
      '1 enrollment, 2 unenrollments of 1 person',
    ],
  ])('counts enrollments and people: %s', (_case, changes, expected) => {
    expect(verdict(changes)).toBe(expected);
  });
});

it('names what cannot be undone', () => {
  const text = (changes: Plan['changes']): string => impactOf(samplePlan({ changes })).irreversible;
  expect(text([])).toBe('');
  expect(text([inSequence(1)])).toBe('Sent emails cannot be undone.');
  expect(text([unenroll('1', email, { line: 1 })])).toBe('Unenrollments cannot be undone.');
  expect(text([inSequence(1), inWorkflow(1), unenroll('2', email, { line: 1 })])).toBe(
    'Sent emails, workflow actions and unenrollments cannot be undone.',
  );
});

describe('the counts of unchanged contacts', () => {
  const ended = (endedAs?: EndedAs): Unchanged =>
    unchanged('ended', ['1', email], { line: 1, reason: 'finished', ...(endedAs ? { endedAs } : {}) });
  const counts = (...entries: readonly Unchanged[]): string =>
    unchangedCounts(samplePlan({ unchanged: entries }));

  it('group ended enrollments by how they ended, most frequent first', () => {
    const entries = (
      ['unenrolled', 'bounced', 'finished', 'opted-out', 'unexplained', 'finished'] as const
    ).map(ended);
    expect(counts(...entries)).toBe(
      '6 ended (3 ended before the last step, 2 finished, 1 unenrolled by rollcall)',
    );
  });

  it('do not group those of a plan of an earlier version, which does not contain how they ended', () => {
    expect(counts(ended('finished'), ended())).toBe('2 ended');
  });
});

import { expect, test } from 'vitest';
import { approvalQuestion } from '../../src/commands/apply.ts';
import { enroll, unenroll } from '../render/sample-plans.ts';

const removal = unenroll('1044', 'o•••@contoso.example', { line: 20 });
const enrollments = ['1', '2', '3'].map((id) => enroll(id, 'a•••@northwind.example', { line: 23 }));

test.each([
  [[removal], undefined, 'Apply 1 change to account 77? Type "yes" to apply: '],
  [
    [removal, ...enrollments],
    undefined,
    '3 emails leave today. Sent emails cannot be undone.\nApply 4 changes to account 77? Type "yes" to apply: ',
  ],
  [
    [removal, ...enrollments],
    1,
    'The canary leaves 2 enrollments for later.\n1 email leaves today. Sent emails cannot be undone.\nApply 2 changes to account 77? Type "yes" to apply: ',
  ],
  [
    enrollments,
    2,
    'The canary leaves 1 enrollment for later.\n2 emails leave today. Sent emails cannot be undone.\nApply 2 changes to account 77? Type "yes" to apply: ',
  ],
  [
    enrollments,
    9,
    '3 emails leave today. Sent emails cannot be undone.\nApply 3 changes to account 77? Type "yes" to apply: ',
  ],
])('the approval question counts only what this run can send: %#', (changes, canary, question) => {
  expect(approvalQuestion(changes, { portalId: 77, canary })).toBe(question);
});

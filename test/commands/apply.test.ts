import { expect, test } from 'vitest';
import { approvalQuestion } from '../../src/commands/apply.ts';
import { enroll, unenroll } from '../render/sample-plans.ts';

const removal = unenroll('1044', 'o•••@contoso.example', { line: 20 });
const enrollments = ['1', '2', '3'].map((id) => enroll(id, 'a•••@northwind.example', { line: 23 }));

test.each([
  [
    [removal],
    undefined,
    'Apply this 1 change? 0 of them start email or automation for a contact. Only "yes" applies: ',
  ],
  [
    [removal, ...enrollments],
    undefined,
    'Apply these 4 changes? 3 of them start email or automation for a contact. Only "yes" applies: ',
  ],
  [
    [removal, ...enrollments],
    1,
    'Apply these 2 changes? 1 of them starts email or automation for a contact. The canary leaves 2 enrollments for later. Only "yes" applies: ',
  ],
  [
    enrollments,
    2,
    'Apply these 2 changes? 2 of them start email or automation for a contact. The canary leaves 1 enrollment for later. Only "yes" applies: ',
  ],
  [
    enrollments,
    9,
    'Apply these 3 changes? 3 of them start email or automation for a contact. Only "yes" applies: ',
  ],
])('the approval question counts only what this run can send: %#', (changes, canary, question) => {
  expect(approvalQuestion(changes, canary)).toBe(question);
});

import type { Change } from '../model/plan.ts';

/** Returns the question before an apply. It counts what this run can send: a canary stops before the rest. */
export function approvalQuestion(changes: readonly Change[], canary?: number): string {
  const enrollments = changes.filter((change) => change.action === 'enroll').length;
  const first = Math.min(enrollments, canary ?? enrollments);
  const later = enrollments - first;
  const sent = changes.length - later;
  return [
    `Apply ${sent === 1 ? 'this 1 change' : `these ${sent} changes`}?`,
    first === 1 ? '1 of them starts' : `${first} of them start`,
    'email or automation for a contact.',
    ...(later === 0 ? [] : [`The canary leaves ${later} enrollment${later === 1 ? '' : 's'} for later.`]),
    'Only "yes" applies: ',
  ].join(' ');
}

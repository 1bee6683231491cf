import { canonicalJson } from '../model/digest.ts';
import { actionChanges } from './action-changes.ts';
import { code } from './action-text.ts';
import { changedPaths } from './raw-changes.ts';
import type { Enrollment, WorkflowDefinition } from '../model/definition.ts';

interface Change {
  readonly at: string;
  readonly text: string;
}

/** Returns the differences between two workflows, in the order of the file. */
export function workflowChanges(before: WorkflowDefinition, after: WorkflowDefinition): readonly Change[] {
  return [
    ...nameChanges(before.name, after.name),
    ...enrollmentChanges(before.enrollment, after.enrollment),
    ...switchChanges('reEnroll', 're-enrollment turned', before.reEnroll, after.reEnroll),
    ...switchChanges(
      'unenrollUnmatched',
      'unenrollment of contacts that no longer meet the criteria turned',
      before.unenrollUnmatched,
      after.unenrollUnmatched,
    ),
    ...listChanges('suppressionLists', 'suppression list', before.suppressionLists, after.suppressionLists),
    ...unenrollFromChanges(before.unenrollFrom, after.unenrollFrom),
    ...actionChanges(before.actions, after.actions),
    ...rawChanges(before.raw, after.raw, 'raw'),
  ];
}

export function nameChanges(before: string, after: string): readonly Change[] {
  return before === after ? [] : [{ at: 'name', text: `name: ${code(before)} → ${code(after)}` }];
}

/** Returns a sentence for each part that rollcall does not know and that differs. */
export function rawChanges(
  before: WorkflowDefinition['raw'],
  after: WorkflowDefinition['raw'],
  path: string,
): readonly Change[] {
  return changedPaths(before, after, path).map((at) => ({
    at,
    text: `a part that rollcall does not know changed: ${at.replace(/^raw\./u, '')}`,
  }));
}

function enrollmentChanges(before: Enrollment, after: Enrollment): readonly Change[] {
  if (canonicalJson(before) === canonicalJson(after)) return [];
  if (before.trigger === 'raw' && after.trigger === 'raw')
    return rawChanges(before.raw, after.raw, 'enrollment');
  return [{ at: 'enrollment', text: `enrollment: ${triggerText(before)} → ${triggerText(after)}` }];
}

export function triggerText(enrollment: Enrollment): string {
  if (enrollment.trigger === 'manual') return 'manual';
  if (enrollment.trigger === 'list') return `members of list ${enrollment.list}`;
  const { type } = enrollment.raw;
  return `criteria that rollcall does not know${typeof type === 'string' ? ` (${type})` : ''}`;
}

function switchChanges(at: string, text: string, ...values: readonly [boolean, boolean]): readonly Change[] {
  return values[0] === values[1] ? [] : [{ at, text: `${text} ${values[1] ? 'on' : 'off'}` }];
}

function listChanges(
  at: string,
  noun: string,
  ...lists: readonly [readonly string[], readonly string[]]
): readonly Change[] {
  const [before, after] = lists;
  return [
    ...before.filter((id) => !after.includes(id)).map((id) => ({ at, text: `${noun} ${id} removed` })),
    ...after.filter((id) => !before.includes(id)).map((id) => ({ at, text: `${noun} ${id} added` })),
  ];
}

function unenrollFromChanges(
  before: WorkflowDefinition['unenrollFrom'],
  after: WorkflowDefinition['unenrollFrom'],
): readonly Change[] {
  const at = 'unenrollFrom';
  if (before !== 'all' && after !== 'all') {
    return [
      ...after
        .filter((id) => !before.includes(id))
        .map((id) => ({ at, text: `now unenrolls contacts from workflow ${id}` })),
      ...before
        .filter((id) => !after.includes(id))
        .map((id) => ({ at, text: `no longer unenrolls contacts from workflow ${id}` })),
    ];
  }
  if (before === after) return [];
  const of = (value: WorkflowDefinition['unenrollFrom']): string =>
    value === 'all' ? 'all other workflows' : value.length === 0 ? 'no other workflow' : value.join(', ');
  return [{ at, text: `unenrolls contacts from: ${of(before)} → ${of(after)}` }];
}

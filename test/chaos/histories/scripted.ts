/** Short histories, written by hand: each plays one way in which a contact was emailed or kept by mistake. */
import {
  apply,
  applySaved,
  applyWith,
  ban,
  edit,
  flag,
  hand,
  historyOf,
  lose,
  member,
  noMember,
  on,
  save,
  undo,
  unlisted,
  untilOver,
  wait,
} from './builders.ts';
import type { History } from './history.ts';
import { definitionHistories } from './scripted-definitions.ts';
import { fileHistories } from './scripted-files.ts';
import { foundHistories } from './scripted-found.ts';
import { ledgerHistories } from './scripted-ledger.ts';
import { termHistories } from './scripted-terms.ts';

const toEnrollment = { route: 'POST /automation/sequences/*', handled: true, nth: 1 } as const;
const alreadyEnrolled = {
  status: 'error',
  message: 'Contact is already enrolled in a sequence: SequenceError.ALREADY_ENROLLED',
  category: 'VALIDATION_ERROR',
};

/** One of two members is removed from the files. Then their contacts are merged. */
const mergedAfterRemoval = [
  edit(member(0), member(1)),
  apply,
  edit(noMember(1)),
  apply,
  hand({ what: 'merge', who: 0, other: 1 }),
];

export const scripted: Readonly<Record<string, History>> = {
  ...ledgerHistories,
  ...fileHistories,
  ...foundHistories,
  ...termHistories,
  ...definitionHistories,
  '1: a saved plan, applied as it is': historyOf(['q4'], [edit(member(0)), save, applySaved]),
  '1: a saved plan whose change was copied for another contact': historyOf(
    ['q4'],
    [edit(member(2)), apply, edit(member(0)), save, { do: 'tamper', how: 'copy', who: 1 }, applySaved],
  ),
  '1: a saved plan whose change names another contact': historyOf(
    ['q4'],
    [edit(member(2)), apply, edit(member(0)), save, { do: 'tamper', how: 'contact', who: 1 }, applySaved],
  ),
  '1: a saved plan whose change was copied for a suppressed contact': historyOf(
    ['q4'],
    [
      edit(member(2)),
      apply,
      edit(member(0), ban(1)),
      save,
      { do: 'tamper', how: 'copy', who: 1 },
      applySaved,
    ],
  ),
  '2: removal from a workflow without an active list': historyOf(
    ['onboarding'],
    [edit(member(0), member(1), ...unlisted), apply, wait(1), edit(noMember(1))],
  ),
  '2: suppression in a workflow without an active list': historyOf(
    ['onboarding'],
    [edit(member(0), member(1), ...unlisted), apply, wait(1), edit(noMember(1), ban(1)), apply],
  ),
  '2: undo in a workflow without an active list': historyOf(
    ['onboarding'],
    [edit(member(0), member(1), ...unlisted), apply, wait(1), edit(noMember(1)), undo()],
  ),
  '2: only an ever list': historyOf(
    ['onboarding'],
    [edit(member(0), member(1), flag('activeList')), apply, wait(1), edit(noMember(1))],
  ),
  '2: through a list': historyOf(
    ['newsletter'],
    [edit(member(0), member(1), flag('via'), ...unlisted), apply, wait(1), edit(noMember(1))],
  ),
  '2: in the guide dialect': historyOf(
    ['onboarding'],
    [edit(member(0), member(1), ...unlisted), apply, wait(1), edit(noMember(1))],
    { dialect: 'guide' },
  ),
  '2: a dropped workflow without an active list': historyOf(
    ['onboarding', 'q4'],
    [edit(member(0), ...unlisted), apply, wait(1), edit(on('drop'))],
  ),
  '3: undo after the target left the file': historyOf(
    ['q4', 'renewal'],
    [edit(member(0)), apply, edit(on('drop')), undo()],
  ),
  '4: deleted and created again, declared by address': historyOf(
    ['q4'],
    [edit(member(0)), apply, hand({ what: 'recreate', who: 0 }), apply],
  ),
  '4: deleted and created again, declared by id': historyOf(
    ['q4'],
    [
      edit(member(0)),
      apply,
      hand({ what: 'recreate', who: 0 }),
      edit(noMember(0), member(0, { as: 'id' })),
      apply,
    ],
  ),
  '4: deleted and created again, declared by a list': historyOf(
    ['q4'],
    [
      hand({ what: 'join', who: 0 }),
      edit({ edit: 'list', target: 0 }),
      apply,
      hand({ what: 'recreate', who: 0 }),
      hand({ what: 'join', who: 0 }),
      apply,
    ],
  ),
  '4: the address moves to another contact': historyOf(
    ['q4'],
    [edit(member(0)), apply, untilOver, hand({ what: 'move-email', who: 0, other: 1 }), apply],
  ),
  '5: the `replaces` line deleted after it was applied': historyOf(
    ['q4'],
    [edit(member(0)), apply, untilOver, edit(on('replace')), apply, edit(on('unreplace')), apply],
  ),
  '5: rolled back to the first id': historyOf(
    ['onboarding'],
    [
      edit(member(0), member(1), ...unlisted),
      apply,
      untilOver,
      edit(on('replace')),
      apply,
      edit(member(2)),
      apply,
      untilOver,
      edit(on('replace')),
      apply,
    ],
  ),
  '5: reverted to the first id, without `replaces`': historyOf(
    ['q4'],
    [
      edit(member(0)),
      apply,
      edit(on('replace')),
      apply,
      edit(member(1)),
      apply,
      untilOver,
      edit(on('replace'), on('unreplace')),
      apply,
    ],
  ),
  '6: the ledger was lost': historyOf(
    ['onboarding'],
    [edit(member(0), member(1), ...unlisted), apply, untilOver, lose, apply],
  ),
  '15: an empty success to a removal': historyOf(
    ['q4'],
    [
      edit(member(0)),
      apply,
      edit(noMember(0)),
      applyWith({ faults: [{ route: 'DELETE *', kind: 'empty', times: 1 }] }),
    ],
    { dialect: 'guide' },
  ),
  '15: an empty list to an enrollment by v2': historyOf(
    ['onboarding'],
    [
      edit(member(0)),
      applyWith({ faults: [{ route: 'POST /automation/v2/*', kind: 'status', status: 200, body: [] }] }),
      wait(1),
      apply,
    ],
  ),
  '15: a page with status 403 to an enrollment that took effect': historyOf(
    ['q4'],
    [edit(member(0)), applyWith({ faults: [{ ...toEnrollment, kind: 'html', status: 403 }] })],
  ),
  '15: a page with status 429 to an enrollment that took effect': historyOf(
    ['q4'],
    [edit(member(0)), applyWith({ faults: [{ ...toEnrollment, kind: 'html', status: 429 }] })],
  ),
  '15: "already enrolled" to an enrollment that took effect': historyOf(
    ['q4'],
    [
      edit(member(0)),
      applyWith({ faults: [{ ...toEnrollment, kind: 'status', status: 400, body: alreadyEnrolled }] }),
    ],
  ),
  '18: suppressed in a target that left the file': historyOf(
    ['q4', 'renewal'],
    [edit(member(0)), apply, edit(on('drop'), ban(0)), apply],
  ),
  '18: suppressed in a replaced target': historyOf(
    ['q4'],
    [edit(member(0)), apply, edit(on('replace'), ban(0)), apply],
  ),
  '19: paused, then applied': historyOf(
    ['q4'],
    [edit(member(1)), apply, edit(member(0)), { do: 'pause' }, apply, { do: 'resume' }, apply],
  ),
  '21: after a merge, in a workflow': historyOf(
    ['onboarding'],
    [...mergedAfterRemoval, edit(noMember(0), ban(0)), apply],
  ),
  '21: after a merge, in a sequence': historyOf(
    ['q4'],
    [...mergedAfterRemoval, edit(noMember(0), ban(0)), apply],
  ),
  '21: undo after a merge': historyOf(['onboarding'], [...mergedAfterRemoval, undo(1)]),
  '22: undo while properties lag': historyOf(['q4'], [edit(member(0)), apply, undo()], { lag: true }),
  '22: suppression while properties lag': historyOf(
    ['q4'],
    [edit(member(0)), apply, edit(on('empty'), ban(0)), apply],
    { lag: true },
  ),
  '22: removal while properties lag': historyOf(['q4'], [edit(member(0)), apply, edit(noMember(0)), apply], {
    lag: true,
  }),
  '23: undo of enrollments in a replaced target': historyOf(
    ['q4'],
    [edit(member(0)), apply, edit(on('replace')), undo()],
  ),
  '23: a declared contact of a replaced target': historyOf(
    ['q4'],
    [edit(member(0)), apply, edit(on('replace')), apply],
  ),
};

/** Short histories of what the files say about senders, days and the end of a target. */
import type { Fault } from '../../../src/simulator/server/fault.ts';
import { writes } from '../menu.ts';
import { apply, applySaved, applyWith, edit, flag, hand, historyOf, member, save, wait } from './builders.ts';
import type { Edit, History } from './history.ts';

const frozen: Edit = { edit: 'freeze', days: 0, length: 2 };
const allowed = applyWith({ allowArchive: true });
/** No request that writes arrives. */
const lost = writes.map((route): Fault => ({ route, kind: 'reset', handled: false, times: 1 }));

export const fileHistories: Readonly<Record<string, History>> = {
  'files: a sender alias, and a line with a sender of its own': historyOf(
    ['q4'],
    [edit(flag('alias'), member(0), member(1), { edit: 'sender', target: 0, who: 1 }), apply],
  ),
  'files: a freeze window, and after it': historyOf(
    ['q4', 'onboarding'],
    [edit(member(0), member(1, { target: 1 }), frozen), apply, wait(4), apply],
  ),
  'files: a saved plan, applied in a freeze window': historyOf(
    ['q4'],
    [edit(member(0), { edit: 'freeze', days: 1, length: 2 }), save, wait(0.8), applySaved],
  ),
  'files: `since` in the future': historyOf(
    ['q4'],
    [edit(member(0), { edit: 'since', target: 0, who: 0, days: 7 }), apply, wait(8), apply],
  ),
  'files: a workflow retired with `archive`, and one without': historyOf(
    ['onboarding', 'newsletter'],
    [
      edit(member(0), member(1, { target: 1 })),
      apply,
      wait(1),
      edit(flag('archive'), flag('retired', 1)),
      apply,
      allowed,
      wait(1),
      apply,
      allowed,
    ],
  ),
  'files: a workflow retired with `archive` just after an enrollment': historyOf(
    ['onboarding'],
    [edit(member(0)), apply, edit(flag('archive')), allowed],
    { lag: true },
  ),
  'files: strangers in an exclusive target': historyOf(
    ['q4'],
    [edit(member(1), flag('exclusive')), apply, hand({ what: 'enroll', who: 0, slot: 'q4' })],
  ),
  'past: enrolled by someone else after the end': historyOf(
    ['blast'],
    [edit(member(0)), apply, wait(20), hand({ what: 'enroll', who: 0, slot: 'blast' })],
  ),
  'lag: undo whose requests are lost': historyOf(
    ['q4'],
    [edit(member(0)), apply, { do: 'undo', back: 0, faults: lost }],
    { lag: true },
  ),
};

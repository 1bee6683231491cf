/** Short histories of ledgers that are copied and put back. */
import {
  apply,
  applySaved,
  backup,
  copy,
  edit,
  historyOf,
  member,
  restore,
  save,
  unlisted,
  untilOver,
} from './builders.ts';
import type { History } from './history.ts';

export const ledgerHistories: Readonly<Record<string, History>> = {
  'ledger: a saved plan, applied after `ledger copy`': historyOf(
    ['q4'],
    [edit(member(1)), apply, edit(member(0)), save, copy, applySaved],
  ),
  'ledger: copied while paused': historyOf(
    ['q4'],
    [edit(member(0)), apply, { do: 'pause' }, copy, edit(member(1)), apply, { do: 'resume' }, apply],
  ),
  'ledger: copied, and used at both places': historyOf(['q4'], [edit(member(0)), apply, untilOver, copy]),
  'ledger: a backup put back, and the gap marked': historyOf(
    ['onboarding'],
    [edit(member(0), ...unlisted), apply, backup, edit(member(1)), apply, untilOver, restore, apply],
  ),
  'ledger: a backup put back after a copy': historyOf(
    ['q4'],
    [edit(member(0)), apply, backup, copy, edit(member(1)), apply, restore, apply],
  ),
};

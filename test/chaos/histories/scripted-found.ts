/** Short forms of histories that the chaos found. */
import type { Person } from '../case.ts';
import {
  apply,
  ban,
  edit,
  flag,
  hand,
  historyOf,
  lose,
  member,
  on,
  undo,
  untilOver,
  wait,
} from './builders.ts';
import type { History } from './history.ts';

const plain: Person = { kind: 'plain', past: [] };
const lag = { lag: true };

export const foundHistories: Readonly<Record<string, History>> = {
  'found: someone else enrolled in a workflow, which ended after a later `since`': historyOf(
    ['onboarding'],
    [edit(member(0)), apply, edit({ edit: 'since', target: 0, who: 0, days: 1 }), untilOver],
    { people: [{ kind: 'plain', past: ['in-onboarding'] }, plain] },
  ),
  'found: a ledger lost before HubSpot shows the enrollment': historyOf(
    ['blast'],
    [edit(member(0)), apply, lose, apply],
    lag,
  ),
  'found: a new ledger counts its runs from 1': historyOf(
    ['q4'],
    [edit(member(0), member(1)), apply, lose, apply],
    lag,
  ),
  'found: a new ledger counts the day of a sender anew': historyOf(
    ['q4'],
    [edit(member(0), { edit: 'sender-limit', perDay: 1 }), apply, lose, edit(member(1)), apply],
  ),
  'found: an email moved from a contact that someone else enrolled': historyOf(
    ['renewal'],
    [edit(member(0)), apply, untilOver, hand({ what: 'move-email', who: 0, other: 1 })],
    { people: [{ kind: 'plain', past: ['in-renewal'] }, plain] },
  ),
  'found: suppressed, and active in the workflow that this one replaces': historyOf(
    ['onboarding'],
    [edit(member(0)), apply, edit(on('replace'), ban(0)), wait(1)],
    { dialect: 'guide', ...lag },
  ),
  'found: in a sequence whose end HubSpot does not show yet': historyOf(
    ['blast', 'q4'],
    [edit(member(0), member(0, { target: 1 })), apply],
    lag,
  ),
  'found: an email moved to a suppressed contact': historyOf(
    ['renewal'],
    [
      edit(member(0), member(1)),
      apply,
      hand({ what: 'move-email', who: 0, other: 1 }),
      edit(ban(1)),
      apply,
      wait(0.125),
    ],
    { schedule: 7, ...lag },
  ),
  'found: a removal of a contact whose sequence had just finished': historyOf(
    ['blast'],
    [edit(member(0)), apply, undo()],
    lag,
  ),
  'found: an opt-out, and a merge with a contact that bounced': historyOf(
    ['renewal'],
    [edit(member(0)), apply, untilOver, hand({ what: 'merge', who: 0, other: 1 })],
    {
      people: [
        { kind: 'plain', past: [], reaction: 'opt-out' },
        { kind: 'bounced', past: [] },
      ],
    },
  ),
  'found: opted out while active, and unenrolled later': historyOf(
    ['q4'],
    [edit(member(0)), apply, edit(ban(0)), apply, lose],
    { people: [{ kind: 'opted-out', past: ['in-q4'] }, plain] },
  ),
  'found: an undone run pauses its target, which has another id by now': historyOf(
    ['q4'],
    [edit(member(0)), apply, edit(on('replace'), member(1)), undo()],
  ),
  'found: a merge with a contact that someone else enrolled, just after the end of ours': historyOf(
    ['onboarding'],
    [
      edit(member(1, { as: 'id' })),
      apply,
      edit(on('replace')),
      apply,
      hand({ what: 'opt-out', who: 1 }),
      hand({ what: 'merge', who: 0, other: 1 }),
    ],
    { people: [{ kind: 'plain', past: ['in-onboarding'] }, plain], ...lag },
  ),
  'found: declared, suppressed and enrolled by someone else in an exclusive target': historyOf(
    ['q4'],
    [edit(member(0), flag('exclusive')), apply, edit(ban(0))],
    { people: [{ kind: 'plain', past: ['in-q4'] }, plain] },
  ),
  'found: a removal that HubSpot took and does not show yet': historyOf(
    ['q4'],
    [edit(member(0)), apply, wait(0.25), edit(ban(0)), apply, edit({ edit: 'revert' })],
    lag,
  ),
  'found: an orphan in a replaced sequence, after the lag': historyOf(
    ['q4'],
    [edit(member(0)), apply, edit(on('omit')), edit(on('replace')), wait(0.5), apply],
  ),
  'found: undo without a route, in a workflow that another one replaced': historyOf(
    ['onboarding'],
    [edit(member(1)), apply, edit(on('replace')), edit({ edit: 'dialect' }), undo()],
    { people: [plain, plain] },
  ),
  'found: undo in a sequence that left the files, after an early end': historyOf(
    ['q4'],
    [edit(member(1)), apply, hand({ what: 'reply', who: 1 }), wait(1), edit(on('drop')), undo()],
    { people: [plain, plain] },
  ),
  'found: merged, deleted and created again': historyOf(
    ['q4'],
    [
      edit(member(1), member(0)),
      apply,
      hand({ what: 'merge', who: 0, other: 1 }),
      hand({ what: 'recreate', who: 1 }),
      apply,
    ],
    { people: [{ kind: 'bounced', past: [] }, plain] },
  ),
  'found: a plan from the files that is the saved plan': historyOf(
    ['q4'],
    [edit(member(0)), apply, { do: 'save' }, { do: 'apply', limited: true }, { do: 'apply-saved' }],
    { people: [{ kind: 'blocked-domain', past: [] }, plain] },
  ),
  'found: a suppressed email that moved to another contact': historyOf(
    ['q4'],
    [
      edit(member(1), member(0)),
      apply,
      hand({ what: 'move-email', who: 1, other: 0 }),
      edit(ban(1), { edit: 'no-member', target: 0, who: 0 }),
      hand({ what: 'delete', who: 0 }),
      apply,
    ],
    { people: [plain, plain] },
  ),
  'found: merged into a contact that is then deleted': historyOf(
    ['q4'],
    [
      edit(member(1), member(0)),
      apply,
      hand({ what: 'merge', who: 1, other: 0 }),
      edit({ edit: 'no-member', target: 0, who: 0 }),
      hand({ what: 'delete', who: 0 }),
      apply,
    ],
    { people: [plain, plain] },
  ),
  'found: a removal that the lag hides, and a route that is then taken away': historyOf(
    ['q4'],
    [
      edit(member(1)),
      apply,
      edit(ban(1)),
      wait(24),
      apply,
      edit({ edit: 'route', target: 0, route: 'none' }),
      apply,
    ],
    { people: [plain, plain], ...lag },
  ),
  'found: a merge after a sequence that finished in the second of its beginning': historyOf(
    ['blast'],
    [edit(member(0)), apply, hand({ what: 'merge', who: 1, other: 0 }), wait(0.25)],
    { people: [plain, { kind: 'plain', past: ['in-renewal'] }] },
  ),
};

/** Histories about what workflows and sequences do: created once, edited by people, pulled and accepted. */
import {
  apply,
  applyWith,
  copy,
  edit,
  flag,
  hand,
  historyOf,
  lose,
  member,
  on,
  save,
  applySaved,
  wait,
} from './builders.ts';
import type { Edit, History, Step } from './history.ts';

const lost = {
  faults: [{ route: 'POST /automation/v4/flows', kind: 'drop', times: 1, handled: true }],
} as const;
const idLine: Edit = { edit: 'id', target: 0 };
const turnOn = hand({ what: 'enable-target', slot: 'welcome' });
const pull = (target = 0): Step => ({ do: 'pull', target });
const accept: Step = { do: 'accept' };

const edited = (slot: 'onboarding' | 'newsletter' | 'q4' | 'welcome', how?: string): Step =>
  hand({ what: 'edit-target', slot, ...(how === undefined ? {} : { with: how }) });

export const definitionHistories: Readonly<Record<string, History>> = {
  'definitions: created, turned on, and a user enrolled': historyOf(
    ['welcome'],
    [
      edit(member(0)),
      apply,
      apply,
      edit(idLine),
      apply,
      turnOn,
      apply,
      wait(1),
      edited('welcome', 'delay:1=5d'),
      edit(member(1)),
      apply,
      pull(),
      apply,
    ],
  ),
  'definitions: created without a response': historyOf(
    ['welcome'],
    [applyWith(lost), apply, edit(idLine), turnOn, edit(member(0)), apply],
  ),
  'definitions: created without a response, and no list shows it': historyOf(
    ['welcome'],
    [applyWith(lost), apply, apply, wait(1), apply],
    { lag: true },
  ),
  'definitions: two workflows, one each run': historyOf(
    ['welcome', 'farewell'],
    [applyWith({ limited: true }), apply, apply],
  ),
  'definitions: created, deleted by hand, and a user creates another one': historyOf(
    ['welcome'],
    [
      apply,
      hand({ what: 'delete-target', slot: 'welcome' }),
      apply,
      hand({ what: 'namesake', slot: 'welcome' }),
      apply,
      lose,
      apply,
    ],
  ),
  'definitions: created, deleted by hand, and created again': historyOf(
    ['welcome'],
    [apply, wait(20), hand({ what: 'delete-target', slot: 'welcome' }), apply, wait(20), apply],
  ),
  'definitions: created without a response, found, and deleted by hand': historyOf(
    ['welcome'],
    [applyWith(lost), apply, hand({ what: 'delete-target', slot: 'welcome' }), wait(20), apply],
  ),
  'definitions: a user was there before': historyOf(
    ['welcome'],
    [hand({ what: 'namesake', slot: 'welcome' }), apply, edit(idLine), apply],
  ),
  'definitions: a lost response, and a user creates another one': historyOf(
    ['welcome'],
    [
      applyWith({
        incident: { kind: 'crash', at: { call: 'writer.createWorkflow', nth: 1, edge: 'after' } },
      }),
      hand({ what: 'namesake', slot: 'welcome' }),
      apply,
    ],
  ),
  'definitions: a crash before the request': historyOf(
    ['welcome'],
    [
      applyWith({
        incident: { kind: 'crash', at: { call: 'writer.createWorkflow', nth: 1, edge: 'before' } },
      }),
      apply,
    ],
  ),
  'definitions: a request on its way when the process ends': historyOf(
    ['welcome'],
    [applyWith({ incident: { kind: 'late', nth: 1 } }), apply, copy, apply],
  ),
  'definitions: a saved plan creates': historyOf(['welcome'], [save, applySaved, applySaved]),
  'definitions: edited after the plan was made': historyOf(
    ['onboarding', 'q4'],
    [
      edit(member(0)),
      save,
      edited('onboarding', 'delay:2=3d'),
      applySaved,
      save,
      applySaved,
      edit(member(1)),
      save,
      edited('onboarding', 'delay:2=7d'),
      applySaved,
      apply,
    ],
  ),
  'definitions: edits of a workflow, one by one': historyOf(
    ['onboarding'],
    [
      edit(member(0)),
      apply,
      edited('onboarding'),
      edited('onboarding', 'delay:2=3d'),
      edit(member(1)),
      edited('onboarding', 'unsuppress=620'),
      edited('onboarding', 'suppress=614'),
      edited('onboarding', 're-enroll=off'),
      edited('onboarding', 'add-delay=12h'),
      edited('onboarding', 'name=Onboarding renamed'),
      edited('onboarding', 'set:lifecyclestage=customer'),
      edited('onboarding', 'remove:4'),
      accept,
      edited('onboarding', 'delay:2=7d'),
      edit(member(2)),
      apply,
    ],
  ),
  'definitions: a pulled file is the review': historyOf(
    ['onboarding'],
    [
      edit(member(0)),
      pull(),
      apply,
      edited('onboarding'),
      edited('onboarding', 'delay:2=3d'),
      edit(member(1)),
      apply,
      accept,
      edit(member(2)),
      edited('onboarding', 'delay:2=7d'),
      edited('onboarding', 'delay:2=3d'),
      pull(),
      edited('onboarding', 'name=Onboarding renamed'),
      edit({ edit: 'unpull', target: 0 }),
      edit(on('rename')),
    ],
  ),
  'definitions: edits of a sequence': historyOf(
    ['q4'],
    [
      edit(member(0)),
      apply,
      edited('q4', 'delay:2=5d'),
      edit(member(1)),
      edited('q4', 'name=Q4 renamed'),
      pull(),
      edited('q4', 'delay:4=6d'),
      accept,
      apply,
    ],
  ),
  'definitions: the file of a workflow is edited before and after its creation': historyOf(
    ['welcome'],
    [
      edit({ edit: 'define', target: 0, days: 3 }),
      apply,
      edit({ edit: 'define', target: 0, days: 4 }),
      edit(idLine, flag('onLeave')),
      turnOn,
      edit(member(0)),
      apply,
    ],
  ),
};

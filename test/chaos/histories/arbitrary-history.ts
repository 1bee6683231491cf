/** Random histories. Steps are mostly edits and applies; everything else happens between them. */
import * as fc from 'fast-check';
import { person, variants } from '../arbitrary-case.ts';
import { faults, incident } from '../arbitrary-trouble.ts';
import type { Incident, TargetKey } from '../case.ts';
import { weighted } from '../weighted.ts';
import { createTrouble, definitionEdit, definitionStep } from './arbitrary-definitions.ts';
import { change, refusalStatuses, term } from './arbitrary-terms.ts';
import type { Edit, Flag, Hand, History, Step, Tampering, Trouble } from './history.ts';

const size = 6;
const mostSteps = 14;
const slots: readonly TargetKey[] = [
  'q4',
  'onboarding',
  'renewal',
  'blast',
  'newsletter',
  'q4b',
  'onboardingB',
];

export function arbitraryHistory(): fc.Arbitrary<History> {
  return fc.oneof(anyHistory(), dripHistory(), definitionHistory());
}

function anyHistory(): fc.Arbitrary<History> {
  const first = fc.array(member(), { minLength: 1, maxLength: 4 });
  const terms = fc.array(term(fc.nat(2)), { maxLength: 3 });
  const edits = fc.tuple(first, fc.array(flag(), { maxLength: 3 }), terms).map((all) => all.flat());
  return historyWith(fc.constantFrom(...slots.slice(0, 5)), edits, step());
}

/** Everyone is a member of one target with a pace, a rotation or conditions, and days pass. */
function dripHistory(): fc.Arbitrary<History> {
  const how = fc.constantFrom('email', 'email', 'id', 'audience', 'csv');
  const everyone = fc
    .tuple(...Array.from({ length: size }, () => how))
    .map((all) => all.map((as, who): Edit => ({ edit: 'member', target: 0, who, as })));
  const terms = fc.array(term(fc.constant(0)), { minLength: 1, maxLength: 4 });
  const edits = fc.tuple(everyone, terms).map((all) => all.flat());
  return historyWith(fc.constantFrom('q4', 'q4', 'renewal', 'blast', 'onboarding'), edits, dripStep());
}

/** The files define workflows, people edit what is there, and other things happen between. */
function definitionHistory(): fc.Arbitrary<History> {
  const edits = fc.array(member(), { minLength: 1, maxLength: 4 });
  const targets = fc.constantFrom<TargetKey[]>(
    'welcome',
    'welcome',
    'farewell',
    'onboarding',
    'newsletter',
    'q4',
  );
  const hand = definitionEdit();
  const steps = fc.oneof(
    { weight: 10, arbitrary: definitionStep() },
    { weight: 4, arbitrary: hand },
    { weight: 4, arbitrary: createTrouble() },
    { weight: 3, arbitrary: applyStep() },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('edit'), edits: fc.tuple(member()) }) },
    { weight: 4, arbitrary: step() },
  );
  return fc.tuple(historyWith(targets, edits, steps), createTrouble()).map(([history, first]) => ({
    ...history,
    steps: history.steps.map((one, index) => (index === 1 ? first : one)),
  }));
}

function dripStep(): fc.Arbitrary<Step> {
  const hand = change(fc.nat(size - 1)).map((one): Step => ({ do: 'hand', hand: one }));
  const edits = fc.tuple(fc.oneof(term(fc.constant(0)), edit()));
  return fc.oneof(
    { weight: 6, arbitrary: applyStep() },
    {
      weight: 5,
      arbitrary: fc.record({ do: fc.constant('wait'), minutes: fc.constantFrom(60, 600, 1440, 1440) }),
    },
    { weight: 6, arbitrary: hand },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('edit'), edits }) },
    { weight: 4, arbitrary: step() },
  );
}

function historyWith(
  target: fc.Arbitrary<TargetKey>,
  edits: fc.Arbitrary<readonly Edit[]>,
  step: fc.Arbitrary<Step>,
): fc.Arbitrary<History> {
  return fc
    .record({
      dialect: weighted<'documented' | 'guide'>([2, 'documented'], [1, 'guide']),
      lag: weighted([2, false], [1, true]),
      schedule: fc.nat(1_000_000),
      people: fc.array(person(), { minLength: size, maxLength: size }),
      variants: fc.tuple(variants(), refusalStatuses()).map(([others, own]) => ({ ...others, ...own })),
      targets: fc.uniqueArray(target, { minLength: 1, maxLength: 3 }),
      edits,
      steps: fc.array(step, { minLength: 3, maxLength: mostSteps }),
    })
    .map(({ edits: first, steps, ...rest }) => ({
      ...rest,
      steps: [{ do: 'edit', edits: first }, { do: 'apply' }, ...steps],
    }));
}

function step(): fc.Arbitrary<Step> {
  const edits = fc.array(edit(), { minLength: 1, maxLength: 3 });
  return fc.oneof(
    { weight: 10, arbitrary: fc.record({ do: fc.constant('edit'), edits }) },
    { weight: 7, arbitrary: applyStep() },
    { weight: 5, arbitrary: fc.record({ do: fc.constant('hand'), hand: hand() }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('wait'),
        minutes: fc.constantFrom(1, 5, 20, 60, 24 * 60, 4 * 24 * 60, 20 * 24 * 60, 40 * 24 * 60),
      }),
    },
    { weight: 2, arbitrary: fc.constant({ do: 'save' }) },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('tamper'),
        how: fc.constantFrom<Tampering[]>('contact', 'copy', 'sender', 'unsigned'),
        who: fc.nat(size - 1),
      }),
    },
    { weight: 2, arbitrary: trouble().map((one): Step => ({ do: 'apply-saved', ...one })) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(weighted([3, 0], [1, 1], [1, 2]), trouble())
        .map(([back, one]): Step => ({ do: 'undo', back, ...one })),
    },
    { weight: 1, arbitrary: trouble().map((one): Step => ({ do: 'suppressions', ...one })) },
    { weight: 1, arbitrary: definitionEdit() },
    {
      weight: 2,
      arbitrary: fc.record(
        { do: fc.constantFrom('pause', 'resume', 'resume'), target: fc.nat(2) },
        { requiredKeys: ['do'] },
      ),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('forget'), who: fc.nat(size - 1) }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('retry'), target: fc.nat(2), who: fc.nat(size - 1) }),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom<Step[]>({ do: 'backup' }, { do: 'restore' }, { do: 'lose' }, { do: 'copy' }),
    },
  );
}

function applyStep(): fc.Arbitrary<Step> {
  return trouble().map((one): Step => ({ do: 'apply', ...one }));
}

/** Half of all commands run undisturbed. */
function trouble(): fc.Arbitrary<Trouble> {
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant({}) },
    {
      weight: 1,
      arbitrary: fc.record(
        {
          faults: faults(),
          incident: incident().filter(isOfOneProcess),
          patient: fc.boolean(),
          canary: fc.integer({ min: 1, max: 3 }),
          limited: weighted([3, false], [1, true]),
          allowArchive: weighted([1, false], [2, true]),
        },
        { requiredKeys: [] },
      ),
    },
  );
}

/** While a process sleeps, nothing else happens in a history. */
function isOfOneProcess({ kind }: Incident): boolean {
  return kind !== 'stall';
}

function member(): fc.Arbitrary<Edit> {
  return fc.record({
    edit: fc.constant('member'),
    target: fc.nat(2),
    who: fc.nat(size - 1),
    as: fc.constantFrom('email', 'email', 'id', 'audience', 'csv', 'csv-id'),
  });
}

function flag(): fc.Arbitrary<Edit> {
  const flags: readonly Flag[] = [
    'exclusive',
    'retired',
    'archive',
    'alias',
    'activeList',
    'everList',
    'via',
    'vouched',
    'onLeave',
  ];
  return fc.record({ edit: fc.constant('flag'), target: fc.nat(2), flag: fc.constantFrom(...flags) });
}

function edit(): fc.Arbitrary<Edit> {
  const target = fc.nat(2);
  const who = fc.nat(size - 1);
  return fc.oneof(
    { weight: 5, arbitrary: member() },
    { weight: 6, arbitrary: fc.record({ edit: fc.constant('no-member'), target, who }) },
    {
      weight: 2,
      arbitrary: fc.record({ edit: fc.constant('since'), target, who, days: fc.constantFrom(0, 0, 1, 7) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ edit: fc.constant('target-since'), target, days: fc.constantFrom(-30, 0, 1) }),
    },
    { weight: 1, arbitrary: fc.record({ edit: fc.constant('sender'), target, who }) },
    {
      weight: 1,
      arbitrary: fc.record({
        edit: fc.constant('freeze'),
        days: fc.constantFrom(-1, 0, 0, 1, 7),
        length: fc.constantFrom(0, 2, 14),
      }),
    },
    { weight: 1, arbitrary: fc.record({ edit: fc.constant('list'), target }) },
    { weight: 2, arbitrary: fc.record({ edit: fc.constant('absent'), target, who }) },
    {
      weight: 3,
      arbitrary: fc.record({
        edit: fc.constant('ban'),
        how: fc.constantFrom('email', 'email', 'id', 'domain'),
        who,
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        edit: fc.constantFrom('drop', 'rename', 'replace', 'replace', 'unreplace', 'omit', 'empty'),
        target,
      }),
    },
    { weight: 2, arbitrary: fc.record({ edit: fc.constant('add'), slot: fc.constantFrom(...slots) }) },
    { weight: 3, arbitrary: flag() },
    { weight: 5, arbitrary: term(fc.nat(2)) },
    {
      weight: 1,
      arbitrary: fc.record({
        edit: fc.constant('route'),
        target,
        route: fc.constantFrom('workflow', 'property', 'none'),
      }),
    },
    { weight: 3, arbitrary: fc.record({ edit: fc.constantFrom('split', 'dialect', 'revert', 'revert') }) },
  );
}

function hand(): fc.Arbitrary<Hand> {
  const who = fc.nat(size - 1);
  const slot = fc.constantFrom(...slots);
  return fc.oneof(
    {
      weight: 2,
      arbitrary: fc.record({ what: fc.constantFrom('reply', 'opt-out', 'bounce', 'meeting'), who }),
    },
    { weight: 4, arbitrary: fc.record({ what: fc.constantFrom('enroll', 'unenroll'), who, slot }) },
    {
      weight: 1,
      arbitrary: fc.record({ what: fc.constantFrom('edit-target', 'disable-target', 'delete-target'), slot }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        what: fc.constantFrom('delete', 'recreate', 'recreate', 'new-email', 'join', 'leave'),
        who,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ what: fc.constantFrom('merge', 'move-email'), who, other: who }),
    },
    { weight: 8, arbitrary: change(who) },
  );
}

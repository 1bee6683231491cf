import { describe, expect, it } from 'vitest';
import type { Cap, DesiredEntry, DesiredTarget } from '../../../src/model/desired-state.ts';
import type { LedgerEntry } from '../../../src/model/ledger/ledger-view.ts';
import type { ObservedContact } from '../../../src/model/observed-state.ts';
import { makePlan } from '../../../src/reconciler/make-plan.ts';
import type { PlanInput } from '../../../src/reconciler/plan-input.ts';
import {
  act,
  at,
  contact,
  limits,
  member,
  observedTarget,
  planInput,
  running,
  workflow,
} from '../builders.ts';

/** How many contacts of a workflow are in each case. */
interface Population {
  /** Declared, and never enrolled. */
  readonly enroll?: number;
  /** Declared with a later `since`, and enrolled before it. */
  readonly reenroll?: number;
  /** Enrolled by rollcall, and no longer declared. */
  readonly unenroll?: number;
  /** Declared, and enrolled by rollcall. */
  readonly stay?: number;
  /** Enrolled by someone else, and not declared. */
  readonly unmanaged?: number;
}

interface World {
  readonly members: DesiredEntry[];
  readonly contacts: ObservedContact[];
  readonly entries: LedgerEntry[];
}

/** Returns the contacts of one workflow. Their ids begin at `first`. */
function populate(id: string, population: Population, first: number): World {
  const world: World = { members: [], contacts: [], entries: [] };
  const inFlow = { kind: 'workflow', targetId: id } as const;
  let next = first;
  const each = (count = 0, add: (who: number) => void): void => {
    for (let index = 0; index < count; index += 1) {
      add(next);
      next += 1;
    }
  };
  const isActive = (who: number): ObservedContact => contact(who, { enrollments: [running(inFlow)] });
  const record = (who: number): LedgerEntry => act({ ...inFlow, contactId: String(who) });
  each(population.enroll, (who) => {
    world.members.push(member(who));
    world.contacts.push(contact(who));
  });
  each(population.reenroll, (who) => {
    world.members.push(member(who, { since: '2026-11-16' }));
    world.contacts.push(contact(who));
    world.entries.push(record(who));
  });
  each(population.unenroll, (who) => {
    world.contacts.push(isActive(who));
    world.entries.push(record(who));
  });
  each(population.stay, (who) => {
    world.members.push(member(who));
    world.contacts.push(isActive(who));
    world.entries.push(record(who));
  });
  each(population.unmanaged, (who) => world.contacts.push(isActive(who)));
  return world;
}

type Parts = Partial<Extract<DesiredTarget, { kind: 'workflow' }>>;
type Limits = Parameters<typeof limits>[0];

function input(
  targets: readonly (Population & { readonly parts?: Parts })[],
  fileLimits: Limits,
  liftedLimits?: PlanInput['liftedLimits'],
): PlanInput {
  const worlds = targets.map((population, index) => populate(`90${index}`, population, 100 * (index + 1)));
  return planInput({
    desired: {
      limits: limits(fileLimits),
      targets: targets.map(({ parts }, index) =>
        workflow({ key: `w${index}`, id: `90${index}`, members: worlds[index]?.members ?? [], ...parts }),
      ),
    },
    contacts: worlds.flatMap(({ contacts }) => contacts),
    entries: worlds.flatMap(({ entries }) => entries),
    input: liftedLimits ? { liftedLimits } : {},
  });
}

/** Returns the message and the line of each refusal. */
function refusals(planned: PlanInput): readonly (readonly [string, number?])[] {
  return makePlan(planned)
    .diagnostics.filter(({ code }) => code.startsWith('limit-'))
    .map(({ message, source }) => (source ? [message, source.line] : [message]));
}

const open = { enroll: { count: 999 }, unenroll: { count: 999 }, reenroll: { count: 999 } };

describe('a percentage of a target with another id before', () => {
  /** Workflow 901 `replaces: 900`; rollcall enrolled 20 contacts in 900, and they are active there. */
  function replaced(removed: number): PlanInput {
    const before = populate('900', { stay: 20 - removed, unenroll: removed }, 100);
    const { members } = before;
    return planInput({
      desired: {
        limits: limits({ ...open, unenroll: { percent: 25 } }),
        targets: [workflow({ key: 'w', id: '901', replaces: '900', members })],
      },
      contacts: before.contacts,
      entries: before.entries,
      observed: {
        targets: ['900', '901'].map((id) => observedTarget({ kind: 'workflow', id })),
      },
    });
  }

  it('counts the members under the earlier id', () => {
    expect(makePlan(replaced(5)).changes).toHaveLength(5);
    expect(refusals(replaced(5))).toEqual([]);
    expect(refusals(replaced(6))).toEqual([
      [
        'The plan has 6 removals in workflows.w, where rollcall enrolled 20 of the active members; `limits.unenroll` is 25%, at most 5 (default).',
      ],
    ]);
  });
});

describe('a limit in the file', () => {
  it.each([
    ['enroll', { enroll: 1 }, 'The plan has 1 enrollment; `limits.enroll` is 0'],
    ['enroll', { enroll: 2 }, 'The plan has 2 enrollments; `limits.enroll` is 0'],
    ['unenroll', { unenroll: 1 }, 'The plan has 1 removal; `limits.unenroll` is 0'],
    ['unenroll', { unenroll: 2, stay: 9 }, 'The plan has 2 removals; `limits.unenroll` is 0'],
    ['reenroll', { reenroll: 1, enroll: 3 }, 'The plan has 1 re-enrollment; `limits.reenroll` is 0'],
    ['reenroll', { reenroll: 2 }, 'The plan has 2 re-enrollments; `limits.reenroll` is 0'],
  ] as const)(
    'on %s refuses %o and names the line or that it is the default',
    (kind, population, message) => {
      const cap = { ...open, [kind]: { count: 0 } };
      expect(refusals(input([population], cap))).toEqual([[`${message} (default).`]]);
      expect(refusals(input([population], { ...cap, at: { [kind]: at(3) } }))).toEqual([[`${message}.`, 3]]);
    },
  );

  it('counts a re-enrollment as an enrollment too', () => {
    expect(
      refusals(input([{ enroll: 1, reenroll: 2 }], { ...open, enroll: { count: 2 }, at: { enroll: at(3) } })),
    ).toEqual([['The plan has 3 enrollments; `limits.enroll` is 2.', 3]]);
  });

  it('counts the changes of all targets, and nothing that a plan keeps', () => {
    const targets = [
      { enroll: 1, stay: 4, unmanaged: 3 },
      { enroll: 2, stay: 1 },
    ];
    expect(refusals(input(targets, { ...open, enroll: { count: 3 } }))).toEqual([]);
    expect(refusals(input(targets, { ...open, enroll: { count: 2 }, at: { enroll: at(3) } }))).toEqual([
      ['The plan has 3 enrollments; `limits.enroll` is 2.', 3],
    ]);
  });

  it('does not count removals of suppressed contacts or deletions of workflows', () => {
    const base = input([{ unenroll: 3 }, { parts: { retired: 'archive' } }], {
      ...open,
      unenroll: { count: 1 },
    });
    const suppress = [101, 102].map((id) => ({ match: { id: String(id) }, source: at(5) }));
    const observed = {
      ...base.observed,
      targets: new Map([
        ...base.observed.targets,
        ['workflow:901', observedTarget({ kind: 'workflow', id: '901', active: new Set() })],
      ] as const),
    };
    const plan = makePlan({ ...base, observed, desired: { ...base.desired, suppress } });
    expect(plan).toMatchObject({ applyable: true, summary: { unenroll: 3, archive: 1 }, diagnostics: [] });
  });

  it('has a diagnostic for each kind, with the flags and the numbers that allow the changes', () => {
    const none = { enroll: { count: 0 }, unenroll: { count: 0 }, reenroll: { count: 0 } };
    const plan = makePlan(input([{ enroll: 3, reenroll: 1, unenroll: 2 }], none));
    expect(plan).toMatchObject({ applyable: false, errored: false });
    expect(plan.diagnostics.map(({ code, severity, help }) => [code, severity, help])).toEqual([
      [
        'limit-enroll',
        'error',
        'Review these changes. To allow them, raise `limits.enroll` in the file; or, outside CI, add --max-enroll 4 to the command for one run.',
      ],
      [
        'limit-unenroll',
        'error',
        'Review these changes. To allow them, raise `limits.unenroll` in the file; or, outside CI, add --max-unenroll 2 to the command for one run.',
      ],
      [
        'limit-reenroll',
        'error',
        'Review these changes. To allow them, raise `limits.reenroll` in the file; or, outside CI, add --max-reenroll 1 to the command for one run.',
      ],
    ]);
  });
});

describe('a percentage limit', () => {
  const percent: Cap = { percent: 25 };
  const text = (changes: string, members: number, cap: string): string =>
    `The plan has ${changes} in workflows.w0, where rollcall enrolled ${members} of the active members; ${cap}.`;

  it.each([
    // Fewer than ten members count as ten.
    ['enroll', { enroll: 2 }, undefined],
    ['enroll', { enroll: 3 }, text('3 enrollments', 0, '`limits.enroll` is 25%, at most 2')],
    ['enroll', { enroll: 3, stay: 4 }, text('3 enrollments', 4, '`limits.enroll` is 25%, at most 2')],
    ['enroll', { enroll: 3, stay: 12 }, undefined],
    ['enroll', { enroll: 4, stay: 12 }, text('4 enrollments', 12, '`limits.enroll` is 25%, at most 3')],
    // Contacts that someone else enrolled are not members.
    ['enroll', { enroll: 3, unmanaged: 20 }, text('3 enrollments', 0, '`limits.enroll` is 25%, at most 2')],
    ['reenroll', { reenroll: 2 }, undefined],
    ['reenroll', { reenroll: 3 }, text('3 re-enrollments', 0, '`limits.reenroll` is 25%, at most 2')],
    // Fewer than ten members have no limit on removals.
    ['unenroll', { unenroll: 3, stay: 6 }, undefined],
    ['unenroll', { unenroll: 2, stay: 8 }, undefined],
    ['unenroll', { unenroll: 3, stay: 7 }, text('3 removals', 10, '`limits.unenroll` is 25%, at most 2')],
    ['unenroll', { unenroll: 3, stay: 9 }, undefined],
    [
      'unenroll',
      { unmanaged: 10, parts: { exclusive: true } },
      text('10 removals', 0, '`limits.unenroll` is 25%, at most 0'),
    ],
    ['unenroll', { unmanaged: 9, parts: { exclusive: true } }, undefined],
  ] as const)('on %s of a target with %o', (kind, population, message) => {
    const cap = { ...open, [kind]: percent, at: { [kind]: at(3) } };
    expect(refusals(input([population], cap))).toEqual(message === undefined ? [] : [[message, 3]]);
  });

  it('applies to each target, and the flag allows the sum of all changes', () => {
    const plan = makePlan(
      input(
        [
          { unenroll: 3, stay: 7 },
          { unenroll: 1, stay: 9 },
          { unenroll: 4, stay: 6 },
        ],
        {
          ...open,
          unenroll: percent,
        },
      ),
    );
    expect(plan.diagnostics.map(({ message }) => message)).toEqual([
      'The plan has 3 removals in workflows.w0, where rollcall enrolled 10 of the active members; `limits.unenroll` is 25%, at most 2 (default).',
      'The plan has 4 removals in workflows.w2, where rollcall enrolled 10 of the active members; `limits.unenroll` is 25%, at most 2 (default).',
    ]);
    expect(plan.diagnostics.every(({ help }) => help.includes('--max-unenroll 8 '))).toBe(true);
  });
});

describe('a limit of a target', () => {
  it.each([
    ['a higher count than the percentage of the file', { count: 6 }, { percent: 25 }, []],
    [
      'a lower count than the percentage of the file',
      { count: 1 },
      { percent: 100 },
      [['The plan has 6 removals in workflows.w0; its `limits.unenroll` is 1.', 25]],
    ],
    [
      'a percentage, where the file has a count',
      { percent: 50 },
      { count: 3 },
      [
        [
          'The plan has 6 removals in workflows.w0, where rollcall enrolled 10 of the active members; `limits.unenroll` is 50%, at most 5.',
          25,
        ],
      ],
    ],
    ['a percentage that allows more than the count of the file', { percent: 60 }, { count: 3 }, []],
  ] as const)('replaces that of the file: %s', (...[, own, ofFile, expected]) => {
    const parts = { limits: { unenroll: own, at: { unenroll: at(25) } } };
    const targets = [{ unenroll: 6, stay: 4, parts }, { unenroll: 2 }];
    const planned = input(targets, { ...open, unenroll: ofFile, at: { unenroll: at(3) } });
    expect(refusals(planned)).toEqual(expected);
  });

  it('of another kind does not replace that of the file', () => {
    const parts = { limits: { unenroll: { count: 9 }, at: { unenroll: at(25) } } };
    const planned = input([{ enroll: 2, parts }], { ...open, enroll: { count: 1 }, at: { enroll: at(3) } });
    expect(refusals(planned)).toEqual([['The plan has 2 enrollments; `limits.enroll` is 1.', 3]]);
  });
});

describe('a limit on the command line', () => {
  const parts = { limits: { unenroll: { count: 1 }, at: { unenroll: at(25) } } };
  const targets = [{ unenroll: 3, parts }, { unenroll: 2 }];
  const file = { ...open, unenroll: { count: 1 }, at: { unenroll: at(3) } };

  it('replaces those of the file and of the targets', () => {
    expect(refusals(input(targets, file, { unenroll: 5 }))).toEqual([]);
    expect(refusals(input(targets, file, { unenroll: 4 }))).toEqual([
      ['The plan has 5 removals; --max-unenroll allows 4.'],
    ]);
  });

  it('may be lower than that of the file', () => {
    expect(refusals(input([{ enroll: 1 }], open, { enroll: 0 }))).toEqual([
      ['The plan has 1 enrollment; --max-enroll allows 0.'],
    ]);
  });

  it('does not replace the limit on another kind', () => {
    expect(refusals(input([{ unenroll: 2 }], file, { enroll: 5 }))).toEqual([
      ['The plan has 2 removals; `limits.unenroll` is 1.', 3],
    ]);
  });
});

describe('the numbers of a refused limit', () => {
  const limitsOf = (planned: PlanInput) => makePlan(planned).diagnostics.map(({ limit }) => limit);

  it('name the limit of a target, with the percentage and the members', () => {
    expect(limitsOf(input([{ unenroll: 3, stay: 7 }], { ...open, unenroll: { percent: 25 } }))).toStrictEqual(
      [
        {
          name: 'unenroll',
          target: 'workflows.w0',
          planned: 3,
          allowed: 2,
          share: { percent: 25, members: 10 },
          flagged: false,
          flag: '--max-unenroll 3',
        },
      ],
    );
    const parts = { limits: { unenroll: { count: 1 }, at: { unenroll: at(25) } } };
    expect(limitsOf(input([{ unenroll: 3, parts }], open))).toStrictEqual([
      {
        name: 'unenroll',
        target: 'workflows.w0',
        planned: 3,
        allowed: 1,
        flagged: false,
        flag: '--max-unenroll 3',
      },
    ]);
  });

  it('show whether the command line set the limit', () => {
    const planned = input([{ enroll: 2 }], { ...open, enroll: { count: 1 } });
    const refused = { name: 'enroll', planned: 2, allowed: 1, flag: '--max-enroll 2' };
    expect(limitsOf(planned)).toStrictEqual([{ ...refused, flagged: false }]);
    expect(limitsOf({ ...planned, liftedLimits: { enroll: 1 } })).toStrictEqual([
      { ...refused, flagged: true },
    ]);
  });
});

describe('an unattended apply', () => {
  const today = (count: number, planned: PlanInput): PlanInput => ({
    ...planned,
    unattended: true,
    ledger: { ...planned.ledger, enrolledToday: new Map([['workflow:900', count]]) },
  });

  it('counts earlier enrollments of the day against a number', () => {
    const of = (count: number) =>
      today(count, input([{ enroll: 2, stay: 3 }], { ...open, enroll: { count: 5 } }));
    expect(refusals(of(3))).toEqual([]);
    expect(refusals(of(4))).toEqual([
      ['The plan has 2 enrollments (after 4 earlier today); `limits.enroll` is 5 (default).'],
    ]);
    expect(refusals({ ...of(4), unattended: false })).toEqual([]);
  });

  it('counts those of a target with its own limit against that one only', () => {
    const own = { limits: { enroll: { count: 3 }, at: { enroll: at(25) } } };
    const planned = input([{ enroll: 2, parts: own }, { enroll: 2 }], { ...open, enroll: { count: 5 } });
    const of = (inFirst: number, inSecond: number): PlanInput => ({
      ...planned,
      unattended: true,
      ledger: {
        ...planned.ledger,
        enrolledToday: new Map([
          ['workflow:900', inFirst],
          ['workflow:901', inSecond],
        ]),
      },
    });
    expect(refusals(of(1, 3))).toEqual([]);
    expect(refusals(of(2, 3))).toEqual([
      ['The plan has 2 enrollments (after 2 earlier today) in workflows.w0; its `limits.enroll` is 3.', 25],
    ]);
    expect(refusals(of(1, 4))).toEqual([
      ['The plan has 2 enrollments (after 4 earlier today); `limits.enroll` is 5 (default).'],
    ]);
  });

  it('does not let them raise a percentage', () => {
    // 20 were active before today: half of them may be enrolled, and 10 were.
    const of = (enroll: number) =>
      today(10, input([{ enroll, stay: 30 }], { ...open, enroll: { percent: 50 } }));
    expect(refusals(of(0))).toEqual([]);
    expect(refusals(of(1))).toHaveLength(1);
  });
});

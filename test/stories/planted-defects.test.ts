/** Defects of rollcall, put back on purpose: a story without an expectation about them has to find each of them. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type * as Apply from '../../src/commands/apply.ts';
import type * as Pipeline from '../../src/commands/pipeline.ts';
import type * as RecordIntent from '../../src/executor/record-intent.ts';
import type * as Report from '../../src/executor/make-report.ts';
import type * as Executor from '../../src/executor/apply.ts';
import type * as Writer from '../../src/hubspot/write/writer.ts';
import type { AccountWriter } from '../../src/model/account.ts';
import type { Plan } from '../../src/model/results/plan.ts';
import type { StoryFailure } from '../../src/model/results/story-result.ts';
import { overlayFiles } from '../../src/stories/overlay-files.ts';
import type * as MakePlan from '../../src/reconciler/make-plan.ts';
import type * as Undeclared from '../../src/reconciler/rules/undeclared.ts';
import { noRejudging } from '../chaos/histories/no-rejudging.ts';
import { swap } from '../chaos/histories/row-plant.ts';

type Swap = ReturnType<typeof swap>;

const sequence = `version: 1
portal: simulated
sequences:
  drip:
    id: 5510021
    sender: maria@acme.example
    members: [ana@northwind.example, bo@northwind.example, liam@fabrikam.example]
`;

/** The unenroll route of this workflow is known, and the simulator enrolls a contact in it again. */
const workflow = `version: 1
portal: simulated
workflows:
  onboarding:
    id: 900100
    activeList: 553
    everList: 554
    members: [ana@northwind.example, bo@northwind.example]
`;

const applied = 'steps: [{ apply: reviewed }]\n';

/** Wraps each writer of an account. */
function writing(wrap: (writer: AccountWriter) => Partial<AccountWriter>): Swap {
  return swap<typeof Writer>('hubspot/write/writer.ts', ({ openWriter }) => ({
    openWriter: (...args) => {
      const writer = openWriter(...args);
      return { ...writer, ...wrap(writer) };
    },
  }));
}

const proved = async () => ({ outcome: 'proved' as const, at: '2026-11-02T09:00:00.000Z' });

const twice = writing((writer) => ({
  async enroll(command) {
    await writer.enroll(command);
    await writer.unenroll({ ...command });
    return writer.enroll(command);
  },
}));

const withoutIntent = swap<typeof RecordIntent>('executor/record-intent.ts', () => ({
  recordIntent: async () => 1,
}));

const planThatWrites = swap<typeof Pipeline>('commands/pipeline.ts', ({ planReadOnly }) => ({
  planReadOnly: async (args, deps, saving) => {
    const made = await planReadOnly(args, deps, saving);
    const [contact] = made?.input.observed.contacts.values() ?? [];
    if (made && contact && 'openWriter' in deps) {
      const { openWriter } = deps as unknown as Pick<Parameters<typeof Apply.apply>[1], 'openWriter'>;
      const { writer } = await openWriter(made.input.desired);
      await writer.enroll({ kind: 'workflow', targetId: '900100', contact });
    }
    return made;
  },
}));

const noTurnComes = swap<typeof Executor>('executor/apply.ts', () => ({
  applyChanges: async ({ changes }) => ({
    outcomes: changes.map(({ address, action }) => ({
      address,
      action,
      status: 'not-attempted' as const,
      reason: 'the pace is used up',
      waitsFor: 'pace' as const,
    })),
  }),
}));

const lostOutcome = swap<typeof Report>('executor/make-report.ts', ({ makeReport }) => ({
  makeReport: (...args) => {
    const report = makeReport(...args);
    return { ...report, outcomes: report.outcomes.slice(1) };
  },
}));

const limitless = swap<typeof MakePlan>('reconciler/make-plan.ts', ({ makePlan }) => ({
  makePlan: (input) => {
    const none = { count: 1000 };
    const limits = {
      ...input.desired.limits,
      enroll: none,
      unenroll: none,
      reenroll: none,
      perSenderPerDay: 1000,
    };
    const { recipients: _all, ...open } = limits;
    return makePlan({ ...input, desired: { ...input.desired, limits: open } });
  },
}));

const oneStopsAll = swap<typeof Executor>('executor/apply.ts', ({ applyChanges }) => ({
  applyChanges: async (...args) => {
    const [request] = args;
    const [first, ...others] = request.changes;
    const result = await applyChanges({ ...request, changes: first ? [first] : [] }, args[1]);
    const stopped = others.map(({ address, action }) => ({
      address,
      action,
      status: 'failed' as const,
      reason: 'another contact failed',
    }));
    return { ...result, outcomes: [...result.outcomes, ...stopped] };
  },
}));

const differing = swap<typeof MakePlan>('reconciler/make-plan.ts', ({ makePlan }) => {
  let count = 0;
  return {
    makePlan: (input): Plan => {
      count += 1;
      const plan = makePlan(input);
      const unchanged = plan.unchanged.map((one) => ({ ...one, reason: `${one.reason} ${count}` }));
      return { ...plan, unchanged };
    },
  };
});

const refusedAfterSending = swap<typeof Apply>('commands/apply.ts', ({ apply }) => ({
  apply: async (args, deps) => {
    await apply(args, { ...deps, view: { ...deps.view, report: () => undefined } });
    // The class of the modules that were loaded again.
    const { Failure } = await import('../../src/model/failure.ts');
    throw new Failure({ code: 'bad-ledger', message: 'The ledger cannot be read.', help: '' });
  },
}));

const removesOthers = swap<typeof Undeclared>('reconciler/rules/undeclared.ts', ({ exclusive }) => ({
  exclusive: {
    ...exclusive,
    judge: (member) => {
      const desired = { ...member.target.desired, exclusive: true };
      return exclusive.judge({ ...member, target: { ...member.target, desired } });
    },
  },
}));

const claimed = writing(() => ({ enroll: proved }));

interface Planted {
  readonly swaps: readonly Swap[];
  readonly invariant: number;
  readonly file: string;
  readonly story?: string;
  readonly actual: RegExp;
}

const plants: Readonly<Record<string, Planted>> = {
  'an enrollment that is sent, removed and sent again': {
    swaps: [twice],
    invariant: 1,
    file: workflow,
    actual: /^a•••@northwind\.example: 2 enrollments in workflow 900100$/u,
  },
  'a request without an intent': {
    swaps: [withoutIntent],
    invariant: 2,
    file: sequence,
    actual: /^a•••@northwind\.example: enroll, sequence 5510021, was sent without one$/u,
  },
  'a plan that writes': {
    swaps: [planThatWrites],
    invariant: 2,
    file: sequence,
    actual: /^POST \S+\/workflows\/45001\/enrollments/u,
  },
  'an apply that leaves everything to a turn that never comes': {
    swaps: [noTurnComes],
    invariant: 3,
    file: sequence,
    actual: /^it still has 3: enroll sequences\.drip\/1041, /u,
  },
  'an outcome that is not listed': {
    swaps: [lostOutcome],
    invariant: 4,
    file: sequence,
    actual: /^3 planned, 3 counted, 2 listed$/u,
  },
  'more enrollments than a sender may begin': {
    swaps: [limitless, noRejudging],
    invariant: 5,
    file: sequence.replace('sequences:', 'limits: { perSenderPerDay: 2 }\nsequences:'),
    actual: /^maria@acme\.example: 3 on 2026-11-02$/u,
  },
  'more enrollments than an apply may begin': {
    swaps: [limitless],
    invariant: 5,
    file: sequence.replace('sequences:', 'limits: { enroll: 2 }\nsequences:'),
    story: 'steps: [{ apply: reviewed }, { expect: { exit: 5 } }]\n',
    actual: /^3 enrollments$/u,
  },
  'an enrollment of a contact outside of the recipients': {
    swaps: [limitless, noRejudging],
    invariant: 5,
    file: sequence.replace('sequences:', 'limits: { recipients: ["*@northwind.example"] }\nsequences:'),
    actual: /^l•••@fabrikam\.example was enrolled$/u,
  },
  'more removals than a target allows': {
    swaps: [limitless],
    invariant: 5,
    file: workflow.replace('workflows:', 'limits: { unenroll: 0 }\nworkflows:'),
    story: `steps:
  - apply: reviewed
  - advance: 1h
  - edit: { file: enrollments.yaml, replace: ", bo@northwind.example", with: "" }
  - apply: reviewed
  - expect: { exit: 5 }
`,
    actual: /^1 removal$/u,
  },
  'a refused contact that stops the others': {
    swaps: [oneStopsAll],
    invariant: 6,
    file: sequence,
    story: `given:
  contacts: [{ email: ana@northwind.example, bounced: true }]
steps:
  - apply: reviewed
`,
    actual: /another contact failed$/u,
  },
  'two plans of one state that differ': {
    swaps: [differing],
    invariant: 7,
    file: sequence,
    actual: /^two plans differ$/u,
  },
  'an apply that sends, and is refused': {
    swaps: [refusedAfterSending],
    invariant: 8,
    file: sequence,
    actual: /^3 write requests; The ledger cannot be read\.$/u,
  },
  'a removal of a contact that someone else enrolled': {
    swaps: [removesOthers],
    invariant: 9,
    file: workflow.replace(', bo@northwind.example', ''),
    story: `steps:
  - enroll: { contact: bo@northwind.example, in: onboarding }
  - apply: reviewed
`,
    actual: /^b•••@northwind\.example was unenrolled from workflows\.onboarding/u,
  },
  'an enrollment that is called done, and was never sent': {
    swaps: [claimed],
    invariant: 10,
    file: sequence,
    actual: /^a•••@northwind\.example: 0 enrollments of sequences\.drip/u,
  },
};

let swapped: readonly string[] = [];

function plant(swaps: readonly Swap[]): void {
  vi.resetModules();
  swapped = swaps.map(({ module }) => module);
  for (const { module, exports } of swaps) {
    vi.doMock(`../../src/${module}`, async (importOriginal) => {
      const original = await importOriginal<Record<string, unknown>>();
      return { ...original, ...exports(original) };
    });
  }
}

afterEach(() => {
  for (const module of swapped) vi.doUnmock(`../../src/${module}`);
  vi.resetModules();
  swapped = [];
});

/** Plays a story, and returns what it found. */
async function failuresOf(file: string, story: string): Promise<readonly StoryFailure[]> {
  const files = overlayFiles();
  files.set('enrollments.yaml', file);
  files.set('one.story.yaml', story);
  const { runStory } = await import('../../src/stories/test/run-story.ts');
  return (await runStory('one.story.yaml', files)).failures;
}

describe('a story that expects no more than how an apply ends', () => {
  it.each(Object.entries(plants))(
    'finds %s',
    async (_name, { swaps, invariant, file, story = applied, actual }) => {
      expect(await failuresOf(file, story)).toEqual([]);
      plant(swaps);
      const failures = await failuresOf(file, story);
      const own = failures.filter((one) => one.invariant === invariant);
      const found = own.find((one) => actual.test(one.actual));
      expect(found?.source.file, JSON.stringify(failures, undefined, 1)).toBe('one.story.yaml');
    },
  );

  it('has a planted defect for each invariant', () => {
    const planted = new Set(Object.values(plants).map(({ invariant }) => invariant));
    expect([...planted].toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});

describe('a rehearsal', () => {
  it('warns of a broken invariant, before everything else', async () => {
    plant([limitless, noRejudging]);
    const files = overlayFiles();
    files.set(
      'enrollments.yaml',
      sequence.replace('sequences:', 'limits: { perSenderPerDay: 2 }\nsequences:'),
    );
    const { rehearse } = await import('../../src/stories/rehearsal/rehearse.ts');
    const { defaultAccount } = await import('../../src/simulator/seed/default-account.ts');
    const result = await rehearse({
      paths: [],
      files,
      days: 2,
      at: '08:00',
      settings: { seed: 1, replyRate: 0, optOutRate: 0, apart: 14, without: [], freeze: [] },
      openAccount: async () => ({ account: defaultAccount(), from: { kind: 'simulated' } }),
    });
    const [first] = 'rehearsal' in result ? result.rehearsal.warnings : [];
    expect(first).toMatchObject({
      code: 'invariant-broken',
      message:
        'rollcall breaks its invariant 5: expected at most 2 enrollments of a sender on a day; found maria@acme.example: 3 on 2026-11-02',
      days: ['2026-11-02'],
    });
  });
});

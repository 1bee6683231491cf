import { describe, expect, it } from 'vitest';
import type { WorkflowDefinition } from '../../../src/model/definition.ts';
import type { DesiredCreation, DesiredState } from '../../../src/model/desired-state.ts';
import type { Creation } from '../../../src/model/ledger/ledger-view.ts';
import type { Namesake, ObservedState } from '../../../src/model/observed-state.ts';
import { makePlan } from '../../../src/reconciler/make-plan.ts';
import type { PlanInput } from '../../../src/reconciler/plan-input.ts';
import { at, limits, now, planInput, workflow } from '../builders.ts';

const definition: WorkflowDefinition = {
  kind: 'workflow',
  name: 'Welcome',
  enrollment: { trigger: 'manual' },
  reEnroll: false,
  unenrollUnmatched: false,
  suppressionLists: [],
  unenrollFrom: [],
  actions: [{ id: '1', does: 'delay', minutes: 2880, raw: {} }],
  raw: {},
};

const creation = (key: string, members = 0): DesiredCreation => ({
  key,
  definition: `${key}.yaml`,
  members,
  source: at(4),
});

/** The only request of an earlier run, before `now`. */
const sent: Creation = { intent: 7, run: 3, key: 'welcome', at: '2026-11-19T09:00:00.000Z' };

function planOf({
  creations = [creation('welcome')],
  namesakes = [],
  known = [],
  created,
  adopted = [],
  desired = {},
  input = {},
}: {
  readonly creations?: readonly DesiredCreation[];
  readonly namesakes?: readonly Namesake[];
  readonly known?: readonly Creation[];
  readonly created?: ObservedState['created'];
  readonly adopted?: PlanInput['ledger']['targets'];
  readonly desired?: Partial<DesiredState>;
  readonly input?: Partial<PlanInput>;
} = {}) {
  const definitions = new Map(
    creations.map(({ key, definition: path }) => [
      path,
      path === 'welcome.yaml' ? definition : { ...definition, name: key },
    ]),
  );
  const { changes, diagnostics, complete } = makePlan(
    planInput({
      desired: { creations, definitions, ...desired },
      observed: { namesakes, ...(created ? { created } : {}) },
      ledger: { creations: known, targets: adopted },
      input,
    }),
  );
  return {
    complete,
    changes: changes.map(({ action, address }) => `${action} ${address}`),
    problems: diagnostics.map(({ severity, code }) => `${severity} ${code}`),
    texts: diagnostics.map(({ message, help }) => `${message} ${help}`).join('\n'),
  };
}

const namesake = (id: string, createdAt = now): Namesake => ({
  id,
  name: 'Welcome',
  createdAt,
  enabled: false,
});

describe('a workflow with a definition and without an id', () => {
  it('is created', () => {
    expect(planOf()).toMatchObject({ changes: ['create-workflow workflows.welcome'], problems: [] });
  });

  it('is described without addresses', () => {
    const notes: WorkflowDefinition = {
      ...definition,
      actions: [{ id: '1', does: 'set-property', property: 'note', value: 'ana@northwind.example', raw: {} }],
    };
    const desired = {
      creations: [creation('welcome')],
      definitions: new Map([['welcome.yaml', notes]]),
    };
    const text = JSON.stringify(makePlan(planInput({ desired, observed: { namesakes: [] } })).changes);
    expect(text).toContain('set `note` to `a•••@northwind.example`');
    expect(text).not.toContain('ana@');
  });

  it('is refused if a workflow of the account has its name, with the id', () => {
    const { changes, problems, texts } = planOf({ namesakes: [namesake('55')] });
    expect([changes, problems]).toEqual([[], ['error workflow-name-taken']]);
    expect(texts).toContain('`id: 55`');
    expect(planOf({ namesakes: [namesake('55'), namesake('56')] }).texts).toContain('2 workflows');
  });

  it('is refused if another new workflow of the files has its name', () => {
    const twins = [creation('welcome'), { ...creation('hello'), definition: 'welcome.yaml' }];
    const lifted = { liftedLimits: { create: 2 } };
    const { changes, problems, texts } = planOf({ creations: twins, input: lifted });
    expect([changes, problems]).toEqual([[], ['error workflow-name-taken']]);
    expect(texts).toContain('workflows.hello and workflows.welcome');
    // The name still has to identify the workflow whose response was lost.
    for (const key of ['welcome', 'hello'])
      expect(planOf({ creations: twins, known: [{ ...sent, key }], input: lifted })).toMatchObject({
        changes: [],
        problems: expect.arrayContaining(['warning creation-unknown', 'error workflow-name-taken']),
      });
    expect(planOf({ creations: twins, known: [{ ...sent, id: '55' }], input: lifted }).problems).toEqual([
      'warning workflow-created',
    ]);
  });

  it('is not created again: the plan has the id', () => {
    const { changes, problems, texts } = planOf({
      known: [{ ...sent, id: '55' }],
      namesakes: [namesake('55')],
    });
    expect([changes, problems]).toEqual([[], ['warning workflow-created']]);
    expect(texts).toContain('add `id: 55` to workflows.welcome');
  });

  it.each<[string, Partial<Creation>, string]>([
    ['created by rollcall', {}, 'It was deleted: HubSpot does not have it any more.'],
    [
      'found after a lost response',
      { isReadBack: true },
      'rollcall found one new workflow of its name: 55. It was',
    ],
    ['created a moment ago', { at: now }, 'or HubSpot does not show it yet'],
  ])('is reported as deleted if HubSpot does not show it: %s', (_, known, text) => {
    const plan = planOf({ known: [{ ...sent, id: '55', ...known }], created: new Map() });
    expect(plan).toMatchObject({
      changes: [],
      problems: ['warning created-workflow-deleted'],
      complete: false,
    });
    expect(plan.texts).toContain(text);
    expect(plan.texts).toContain('rollcall resolve workflows.welcome --not-created');
  });

  it('is compared with its file until the files have its id', () => {
    const edited: WorkflowDefinition = {
      ...definition,
      actions: [{ id: '1', does: 'delay', minutes: 7200, raw: {} }],
    };
    const known = [{ ...sent, id: '55' }];
    const same = planOf({ known, created: new Map([['55', { enabled: true, definition }]]) });
    expect(same).toMatchObject({ problems: ['warning workflow-created'], complete: true });
    expect(same.texts).toContain('where it is turned on, and add `id: 55`');
    const plan = planOf({ known, created: new Map([['55', { enabled: false, definition: edited }]]) });
    expect(plan).toMatchObject({
      problems: ['warning workflow-created', 'warning created-workflow-differs'],
      complete: false,
    });
    expect(plan.texts).toContain(
      'Workflow 55 of workflows.welcome differs from welcome.yaml: delay 1: 2 days → 5 days.',
    );
  });

  it('is found by the name that was sent, also if the file has another one since', () => {
    const known = [{ ...sent, name: 'Former' }];
    const former = { ...namesake('55', sent.at), name: 'Former ' };
    expect(planOf({ known, namesakes: [former] }).problems).toEqual(['warning workflow-created']);
    expect(planOf({ known, namesakes: [namesake('55', sent.at)] }).texts).toContain('with the name "Former"');
  });

  it('is refused if a workflow of the account has its name, but for spaces and the form of accents', () => {
    const accent = (name: string): WorkflowDefinition => ({ ...definition, name });
    const desired = { definitions: new Map([['welcome.yaml', accent('Caf\u00E9')]]) };
    const taken = { ...namesake('55'), name: ' Cafe\u0301' };
    expect(planOf({ desired, namesakes: [taken] }).problems).toEqual(['error workflow-name-taken']);
  });

  it('is found by name and time after a lost response', () => {
    expect(planOf({ known: [sent], namesakes: [namesake('55', sent.at)] })).toMatchObject({
      changes: [],
      problems: ['warning workflow-created'],
    });
  });

  it.each([
    ['no workflow', []],
    ['an older workflow', [namesake('55', '2026-11-19T08:59:59.999Z')]],
    ['two workflows', [namesake('55'), namesake('56')]],
    ['a workflow without a time', [{ id: '55', name: 'Welcome', enabled: false }]],
  ])('stays unknown after a lost response if the account shows %s', (_, namesakes) => {
    const { changes, problems, texts } = planOf({ known: [sent], namesakes });
    expect([changes, problems]).toEqual([[], ['warning creation-unknown']]);
    expect(texts).toContain('rollcall resolve workflows.welcome --not-created');
  });

  it('is compared with its file, too, if only its name and time show it', () => {
    const edited = { ...namesake('55'), definition: { ...definition, name: 'Fifth' } };
    const { problems, texts } = planOf({
      known: [{ ...sent, name: 'Welcome' }],
      namesakes: [{ ...edited, name: 'Welcome' }],
    });
    expect(problems).toEqual(['warning workflow-created', 'warning created-workflow-differs']);
    expect(texts).toContain('Workflow 55 of workflows.welcome differs from welcome.yaml');
  });

  it('makes its members wait', () => {
    expect(planOf({ creations: [creation('welcome', 2)] })).toMatchObject({
      changes: ['create-workflow workflows.welcome'],
      problems: ['warning members-wait-for-workflow'],
    });
  });

  it('makes its members wait for the id of the workflow that exists', () => {
    const creations = [creation('welcome', 2)];
    const { texts } = planOf({ creations, known: [{ ...sent, id: '55' }] });
    expect(texts).toContain('Turn on workflow 55 in HubSpot, and add `id: 55`.');
    expect(texts).not.toContain('Create the workflow with an apply');
    const created = new Map([['55', { enabled: true, definition }]]);
    expect(planOf({ creations, known: [{ ...sent, id: '55' }], created }).texts).toContain(' Add `id: 55`.');
  });

  it('is left for review by an unattended apply', () => {
    expect(planOf({ input: { unattended: true } })).toMatchObject({
      changes: [],
      problems: ['warning creations-need-review'],
    });
  });

  it('is selected by --only and --exclude', () => {
    const creations = [creation('welcome'), creation('spring', 1)];
    const only = planOf({ creations, input: { only: ['workflows.welcome'] } });
    expect(only).toMatchObject({ changes: ['create-workflow workflows.welcome'], problems: [] });
    const others = planOf({ creations, input: { exclude: ['workflows.spring'] } });
    expect(others).toMatchObject({ changes: ['create-workflow workflows.welcome'], problems: [] });
    const known = planOf({ known: [{ ...sent, id: '55' }], input: { only: ['workflows.welcome'] } });
    expect(known.problems).toEqual(['warning workflow-created']);
  });
});

describe('a key that was renamed after a request', () => {
  const renamed: Creation = { ...sent, key: 'drip', name: 'Welcome' };

  it('does not create the workflow again while the result is unknown', () => {
    const { changes, problems, texts } = planOf({ known: [renamed] });
    expect([changes, problems]).toEqual([[], ['error workflow-name-taken', 'warning creation-undeclared']]);
    expect(texts).toContain('rollcall resolve workflows.drip --not-created');
  });

  it('does not create it again before HubSpot lists it', () => {
    const recent = { ...renamed, id: '55', at: '2026-11-20T11:50:00.000Z' };
    const { changes, problems, texts } = planOf({ known: [recent], created: new Map() });
    expect([changes, problems]).toEqual([[], ['error workflow-name-taken', 'warning creation-undeclared']]);
    expect(texts).toContain('add `id: 55` to workflows.welcome');
    // HubSpot lists a workflow within the lag, so this one was deleted.
    expect(planOf({ known: [{ ...recent, at: sent.at }], created: new Map() })).toMatchObject({
      changes: ['create-workflow workflows.welcome'],
      problems: [],
    });
  });

  it('blocks a name that the ledger does not store only for other such names', () => {
    const { name: _unstored, ...secret } = renamed;
    expect(planOf({ known: [secret] }).problems).toEqual(['warning creation-undeclared']);
    const definitions = new Map([['welcome.yaml', { ...definition, name: 'For ana@northwind.example' }]]);
    expect(planOf({ known: [secret], desired: { definitions } }).problems).toEqual([
      'error workflow-name-taken',
      'warning creation-undeclared',
    ]);
  });

  it('is reported with the id of the workflow, also if its name differs from that of the new one', () => {
    const created = new Map([['55', { enabled: false, definition }]]);
    const known = [{ ...renamed, name: 'Drip', id: '55' }];
    const { changes, problems, texts } = planOf({ known, created });
    expect([changes, problems]).toEqual([
      ['create-workflow workflows.welcome'],
      ['warning creation-undeclared'],
    ]);
    expect(texts).toContain('Run 3 created workflow 55 for workflows.drip');
    const adopted = { kind: 'workflow', id: '55', key: 'drip', status: 'ready' } as const;
    expect(planOf({ known, created, adopted: [adopted] }).problems).toEqual([]);
    const { problems: others } = planOf({ known, created, input: { exclude: ['workflows.drip'] } });
    expect(others).not.toContain('warning creation-undeclared');
  });
});

describe('a created workflow under another id or key', () => {
  const known = [{ ...sent, id: '55' }];

  it('is named if its key has another id, until an apply has used that one', () => {
    const given = { creations: [], known, desired: { targets: [workflow({ key: 'welcome', id: '900' })] } };
    const { problems, texts } = planOf(given);
    expect(problems).toContain('warning creation-undeclared');
    expect(texts).toContain(
      'Run 3 created workflow 55 for workflows.welcome, but its `id` in these files is 900.',
    );
    const adopted = [{ kind: 'workflow', id: '900', key: 'welcome', status: 'ready' }] as const;
    expect(planOf({ ...given, adopted }).problems).not.toContain('warning creation-undeclared');
    const right = { targets: [workflow({ key: 'welcome', id: '55' })] };
    expect(planOf({ ...given, desired: right }).problems).not.toContain('warning creation-undeclared');
  });

  it('is not asked for again if another key has its id', () => {
    const { texts } = planOf({ known, desired: { targets: [workflow({ key: 'onboarding', id: '55' })] } });
    expect(texts).toContain('workflows.onboarding has the id 55.');
    expect(texts).not.toContain('add `id: 55`');
  });
});

describe('the limit of new workflows', () => {
  const creations = [creation('welcome'), creation('spring')];

  it.each<[string, Parameters<typeof planOf>[0], readonly string[]]>([
    ['is 1 by default', {}, ['error limit-create']],
    ['is `limits.create`', { desired: { limits: limits({ create: 2 }) } }, []],
    ['may be 0', { desired: { limits: limits({ create: 0 }) } }, ['error limit-create']],
    ['is lifted by --max-create', { input: { liftedLimits: { create: 2 } } }, []],
    [
      'is lowered by --max-create',
      { desired: { limits: limits({ create: 9 }) }, input: { liftedLimits: { create: 1 } } },
      ['error limit-create'],
    ],
  ])('%s', (_, given, problems) => {
    expect(planOf({ creations, ...given }).problems).toEqual(problems);
  });

  it('counts only what the plan creates', () => {
    expect(planOf({ creations, known: [{ ...sent, id: '55' }] })).toMatchObject({
      changes: ['create-workflow workflows.spring'],
      problems: ['warning workflow-created'],
    });
  });
});

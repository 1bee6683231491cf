import { describe, expect, it } from 'vitest';
import type { SuppressEntry } from '../../../src/model/desired-state.ts';
import type { PlanInput } from '../../../src/reconciler/plan-input.ts';
import {
  makePlanningContext,
  observedUnderId,
  type PlannedTarget,
} from '../../../src/reconciler/context/planning-context.ts';
import {
  act,
  at,
  contact,
  member,
  observedTarget,
  planInput,
  running,
  sequence,
  workflow,
} from '../builders.ts';

const planningOf = (...parts: Parameters<typeof planInput>) => makePlanningContext(planInput(...parts));
const keysOf = (targets: readonly (PlannedTarget | undefined)[]) =>
  targets.map((target) => target?.desired.key);

describe('the targets of a plan', () => {
  const planning = planningOf({
    desired: { targets: [sequence(), workflow()] },
    contacts: [contact(1, { enrollments: [running()] })],
    entries: [
      act(),
      act({ targetId: '610' }),
      act({ targetId: '620' }),
      act({ targetId: '500', kind: 'workflow' }),
    ],
  });

  it('are in file order, followed by the targets that left the files', () => {
    const all = [...planning.targets, ...planning.formerTargets];
    expect(all.map(({ name, order, isFormer }) => [name, order, isFormer])).toEqual([
      ['sequence:500', 0, undefined],
      ['workflow:900', 1, undefined],
      ['sequence:610', 2, true],
      ['sequence:620', 3, true],
      ['workflow:500', 4, true],
    ]);
  });

  it('belong to an id of their own kind', () => {
    expect(keysOf([planning.targetOf({ kind: 'sequence', id: '500' })])).toEqual(['q4']);
    expect(planning.targetOf({ kind: 'workflow', id: '500' })?.isFormer).toBe(true);
    expect(planning.targetOf({ kind: 'workflow', id: '610' })).toBeUndefined();
  });

  it('rely on the bulk read: no contact was read again', () => {
    expect(planning.isReread('1')).toBe(false);
  });
});

describe('targets that share a history', () => {
  const [old, gone, current] = ['400', '450', '500'].map((id) => observedTarget({ kind: 'sequence', id }));
  const targets = [
    sequence({ key: 'other', id: '700' }),
    sequence({ key: 'q4', id: '500', replaces: '450' }),
    sequence({ key: 'classic', id: '400', replaces: '450' }),
    workflow({ id: '450', key: 'flow' }),
  ];
  const planning = planningOf({
    desired: { targets },
    observed: { targets: [old, gone, current].filter((one) => one !== undefined) },
  });
  const named = (key: string) => planning.targets.find(({ desired }) => desired.key === key)!;

  it('have the same ids in both directions', () => {
    for (const key of ['q4', 'classic']) {
      expect([...named(key).ids].toSorted()).toEqual(['400', '450', '500']);
    }
    expect([...named('flow').ids]).toEqual(['450']);
  });

  it('are joined to the other targets of the files, not to themselves or to another kind', () => {
    expect(keysOf(planning.joinedTargets(named('q4')))).toEqual(['classic']);
    expect(keysOf(planning.joinedTargets(named('classic')))).toEqual(['q4']);
    expect(planning.joinedTargets(named('other'))).toEqual([]);
    expect(planning.joinedTargets(named('flow'))).toEqual([]);
  });

  it('leave an id that no target of the files has to the first of them', () => {
    expect(planning.targetOf({ kind: 'sequence', id: '450' })?.desired.key).toBe('q4');
    expect([...planning.withOwnIds(named('q4')).ids].toSorted()).toEqual(['450', '500']);
    expect([...planning.withOwnIds(named('classic')).ids]).toEqual(['400']);
  });

  it('are used as they are if all of their ids are their own', () => {
    const alone = planningOf({ desired: { targets: [sequence({ replaces: '450' })] } });
    const [target] = alone.targets;
    expect(alone.withOwnIds(target!)).toBe(target);
    expect(planning.withOwnIds(named('other'))).toBe(named('other'));
  });

  it('have the data of the account for each id', () => {
    expect(observedUnderId(planning, named('q4'), '500')).toBe(current);
    expect(observedUnderId(planning, named('q4'), '450')).toBe(gone);
    expect(observedUnderId(planning, named('q4'), '400')).toBe(old);
    expect(observedUnderId(planning, named('q4'), '700')).toBeUndefined();
  });
});

describe('the former holders of declared emails', () => {
  const asked: string[] = [];
  const planning = planningOf({
    desired: {
      targets: [sequence({ members: [member('p1@northwind.example'), member('x@y.example'), member(2)] })],
    },
    contacts: [contact(1), contact(2)],
    ledger: {
      contactsOf: (email) => {
        asked.push(email);
        return ['1', '7', '8'];
      },
    },
  });
  const [target] = planning.targets;

  it('are the other contacts of an email that a contact has now', () => {
    expect(planning.formerHolders(target!)).toEqual(
      new Map([
        ['7', '1'],
        ['8', '1'],
      ]),
    );
  });

  it('are read from the ledger once for each target', () => {
    expect(planning.formerHolders(target!)).toBe(planning.formerHolders(target!));
    expect(asked).toEqual(['p1@northwind.example']);
  });
});

describe('the suppression by a former email', () => {
  const ana: SuppressEntry = { match: { email: 'ana@acme.example' }, source: at(5) };
  const ben: SuppressEntry = { match: { email: 'ben@acme.example' }, source: at(6) };
  const suppressionOf = (suppress: readonly SuppressEntry[], ids: readonly string[]) =>
    planningOf({
      desired: { suppress },
      ledger: { contactsOf: (email) => (email.startsWith('ben') ? ['2'] : ['1', '3']) },
    }).formerSuppression(ids);

  it.each<readonly [string, readonly string[], SuppressEntry | undefined]>([
    ['the contact', ['1'], ana],
    ['a merged id of the contact', ['9', '3'], ana],
    ['two ids with an entry each: the first id decides', ['2', '1'], ben],
    ['no id of the contact', ['8', '9'], undefined],
    ['no ids', [], undefined],
  ])('applies if the ledger has the email for %s', (_case, ids, expected) => {
    expect(suppressionOf([ana, ben], ids)).toBe(expected);
  });

  it('applies only to entries with one full email', () => {
    const pattern: SuppressEntry = { match: { email: '*@acme.example' }, source: at(7) };
    const id: SuppressEntry = { match: { id: '4' }, source: at(8) };
    expect(suppressionOf([pattern, id], ['1', '2', '3'])).toBeUndefined();
  });
});

describe('the address filter', () => {
  const addresses = ['sequences.q4/1', 'sequences.q4/2', 'sequences.q3/1', 'workflows.onboarding/1'];
  const selected = (input: Partial<PlanInput>) => addresses.filter(planningOf({ input }).selects);

  it.each([
    ['nothing is given', {}, addresses],
    ['one of several globs matches', { only: ['sequences.q3', '*/2'] }, ['sequences.q4/2', 'sequences.q3/1']],
    [
      'no glob excludes it',
      { exclude: ['sequences.q3', '*/2'] },
      ['sequences.q4/1', 'workflows.onboarding/1'],
    ],
    ['exclude takes precedence', { only: ['sequences.q4'], exclude: ['*/2'] }, ['sequences.q4/1']],
    [
      'a reviewed plan has it',
      {
        only: ['sequences.*'],
        reviewed: { addresses: new Set([addresses[0]!, addresses[3]!]), keys: new Set<string>() },
      },
      ['sequences.q4/1'],
    ],
  ])('includes an address if %s', (_case, input, expected) => {
    expect(selected(input)).toEqual(expected);
  });
});

describe('pooled text', () => {
  it('is the text', () => {
    const { pooledText } = planningOf({});
    expect(['a', 'b', 'a'].map((text) => pooledText(text))).toEqual(['a', 'b', 'a']);
  });
});

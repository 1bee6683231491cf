import { describe, expect, it } from 'vitest';
import {
  openSimulatedAccount,
  type SimulatedAccount,
  toSeed,
} from '../../../src/simulator/account/account.ts';
import type { SeedFlow } from '../../../src/simulator/account/account-seed.ts';
import { advance } from '../../../src/simulator/account/clock.ts';
import { applyManualAction } from '../../../src/simulator/account/manual-action.ts';
import {
  addFlow,
  day,
  endsOf,
  enroll,
  openDefaultAccount,
  property,
  runtime,
  set,
  wait,
} from './workflow-fixture.ts';

const edit = (account: SimulatedAccount, { id }: Pick<SeedFlow, 'id'>, text: string): void =>
  applyManualAction(account, { what: 'edit-target', who: id, with: text });

const idsOf = ({ definition }: SeedFlow): readonly string[] =>
  definition.actions.map(({ actionId }) => actionId);

describe('an edit of a workflow', () => {
  it('makes a revision, keeps the earlier one, and changes the update time', () => {
    const account = openDefaultAccount();
    const flow = addFlow(account, [wait(2), set('company', 'Drip')]);
    advance(account, day);
    const texts = [
      'delay:1=5d',
      'set:jobtitle=Lead=er',
      'add-delay=2h',
      'add-action={"actionTypeId":"0-4","fields":{"content_id":"8"}}',
      're-enroll=on',
      'suppress=620',
      'name=Drip: two',
      'remove:2=',
      'unsuppress=620',
    ];
    for (const text of texts) {
      edit(account, flow, text);
      advance(account, day);
    }
    applyManualAction(account, { what: 'disable-target', who: flow.id });
    applyManualAction(account, { what: 'enable-target', who: flow.id });
    expect(flow.definition).toMatchObject({
      name: 'Drip: two',
      isEnabled: true,
      revisionId: '12',
      updatedAt: account.head.now,
      enrollmentCriteria: { type: 'MANUAL', shouldReEnroll: true },
      suppressionListIds: [],
      startActionId: '1',
      actions: [
        { actionId: '1', fields: { delta: '7200', time_unit: 'MINUTES' }, connection: { nextActionId: '3' } },
        {
          actionId: '3',
          actionTypeId: '0-5',
          fields: { property_name: 'jobtitle', value: { staticValue: 'Lead=er' } },
        },
        { actionId: '4', actionTypeId: '0-1', fields: { delta: '120' } },
        { actionId: '5', actionTypeId: '0-4', fields: { content_id: '8' } },
      ],
    });
    expect(flow.definition.actions.at(-1)).not.toHaveProperty('connection');
    const kept = flow.revisions ?? [];
    expect(kept.map(({ revisionId }) => revisionId)).toEqual(
      Array.from({ length: 11 }, (_none, at) => String(at + 1)),
    );
    expect(kept[0]).toMatchObject({
      name: 'Drip',
      actions: [{ fields: { delta: '2880' } }, { actionId: '2' }],
    });
    expect(new Set(kept.slice(0, 10).map(({ updatedAt }) => updatedAt)).size).toBe(10);
    const saved = openSimulatedAccount(structuredClone(toSeed(account)), runtime);
    expect(saved.flows.get(flow.id)).toEqual(flow);
  });

  it.each([
    ['delay:1=5d', 5, 'a longer delay'],
    ['delay:1=1d', 2, 'a shorter delay that is over'],
    ['remove:1=', 2, 'a deleted delay'],
  ])('%s changes when a contact that has waited 2 of 3 days continues: day %i', (text, days) => {
    const account = openDefaultAccount();
    const flow = addFlow(account, [wait(3), set('company', 'Next'), wait(1)]);
    enroll(account, '1041', flow);
    advance(account, 2 * day);
    edit(account, flow, text);
    expect(property(account, '1041', 'company') === 'Next').toBe(days === 2);
    advance(account, (days - 2) * day);
    expect(property(account, '1041', 'company')).toBe('Next');
    expect(endsOf(account, '1041', flow)).toEqual(['active']);
    advance(account, day);
    expect(endsOf(account, '1041', flow)).toHaveLength(1);
    expect(endsOf(account, '1041', flow)[0]).toMatch(/^finished/u);
  });

  it('ends the enrollment of a contact whose remaining actions are deleted', () => {
    const account = openDefaultAccount();
    const flow = addFlow(account, [wait(3)]);
    enroll(account, '1041', flow);
    edit(account, flow, 'remove:1=');
    expect(idsOf(flow)).toEqual([]);
    expect(flow.definition).not.toHaveProperty('startActionId');
    expect(endsOf(account, '1041', flow)).toEqual(['finished 2026-11-02']);
    edit(account, flow, 'set:company=Again');
    expect(flow.definition.startActionId).toBe('1');
  });

  it('runs an appended action for a contact that waits before it', () => {
    const account = openDefaultAccount();
    const flow = addFlow(account, [wait(3)]);
    enroll(account, '1041', flow);
    edit(account, flow, 'set:company=Appended');
    advance(account, 3 * day);
    expect(property(account, '1041', 'company')).toBe('Appended');
  });

  it('unenrolls the members of an added suppression list', () => {
    const account = openDefaultAccount();
    const flow = addFlow(account, [wait(3)]);
    enroll(account, '1041', flow);
    enroll(account, '1042', flow);
    applyManualAction(account, { what: 'join-list', who: '1041', with: '611' });
    edit(account, flow, 'suppress=611');
    expect(endsOf(account, '1041', flow)).toEqual(['suppressed 2026-11-02']);
    expect(endsOf(account, '1042', flow)).toEqual(['active']);
    edit(account, flow, 'unsuppress=611');
    expect(endsOf(account, '1041', flow)).toHaveLength(1);
  });

  it('does not turn on a workflow with a delay until a time of day', () => {
    const account = openDefaultAccount();
    const timed = { actionTypeId: '0-1', fields: { delta: '1440', time_unit: 'MINUTES', time_of_day: {} } };
    const flow = addFlow(account, [timed], { isEnabled: false });
    expect(() => applyManualAction(account, { what: 'enable-target', who: flow.id })).toThrow(
      /changes needed in action 1/u,
    );
    expect(flow.definition).toMatchObject({ isEnabled: false, revisionId: '1' });
    edit(account, flow, 'remove:1=');
    applyManualAction(account, { what: 'enable-target', who: flow.id });
    expect(flow.definition.isEnabled).toBe(true);
  });

  it.each([
    ['5d', /Invalid edit "5d": unknown edit/u],
    ['delay:2=5d', /the delays of the workflow are 1\./u],
    ['delay:1=soon', /pass a number of minutes/u],
    ['delay:1=90s', /pass a number of minutes/u],
    ['remove:9=', /the actions of the workflow are 1, 2\./u],
    ['set:no_such=1', /no such property/u],
    ['add-action={}', /"actionTypeId" as JSON/u],
    ['add-action={', /"actionTypeId" as JSON/u],
    ['re-enroll=yes', /on or off/u],
    ['suppress=9', /no such list/u],
    ['unsuppress=620', /suppresses no list/u],
  ])('is refused: %s', (text, problem) => {
    const account = openDefaultAccount();
    const flow = addFlow(account, [wait(1), set('company', 'x')]);
    expect(() => edit(account, flow, text)).toThrow(problem);
    expect(flow.definition.revisionId).toBe('1');
  });
});

describe('an edit of a sequence', () => {
  const sequence = { id: '5510021' };

  it('changes the delay of a step, and when its contacts get it', () => {
    const account = openDefaultAccount();
    applyManualAction(account, { what: 'enroll', who: '1041', target: sequence.id });
    const stepsDone = (): number | undefined => account.enrollmentsOf.get('1041')?.[0]?.stepsDone;
    advance(account, 2 * day);
    expect(stepsDone()).toBe(1);
    edit(account, sequence, 'delay:2=4d');
    advance(account, day);
    expect(stepsDone()).toBe(1);
    edit(account, sequence, 'delay:2=3d');
    expect(stepsDone()).toBe(2);
    expect(account.sequences.get(sequence.id)).toMatchObject({
      updatedAt: account.head.now,
      name: 'Q4 outbound',
    });
    edit(account, sequence, 'name=Q1 outbound');
    expect(account.sequences.get(sequence.id)?.name).toBe('Q1 outbound');
  });

  it.each([
    ['suppress=620', /only the edits name and delay:N/u],
    ['delay:9=1d', /has 5 steps/u],
  ])('is refused: %s', (text, problem) => {
    expect(() => edit(openDefaultAccount(), sequence, text)).toThrow(problem);
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openSimulatedAccount, toSeed } from '../../../src/simulator/account/account.ts';
import { advance } from '../../../src/simulator/account/clock.ts';
import { applyManualAction } from '../../../src/simulator/account/manual-action.ts';
import {
  addFlow,
  day,
  endsOf,
  enroll,
  onList,
  openDefaultAccount,
  property,
  runtime,
  set,
  type Step,
  wait,
} from './workflow-fixture.ts';

const inList = (account: ReturnType<typeof openDefaultAccount>, list: string, id: string): boolean =>
  account.members.get(list)?.has(id) === true;
const list = (actionTypeId: string, listId: string): Step => ({ actionTypeId, fields: { listId } });
const add = (listId: string): Step => list('0-63809083', listId);
const remove = (listId: string): Step => list('0-63863438', listId);
const sequence = (fields: object): Step => ({
  actionTypeId: '0-46510720',
  fields: { sequenceId: '5510021', ...fields },
});
const leaveSequence: Step = { actionTypeId: '0-4702372', fields: {} };
const email: Step = { actionTypeId: '0-4', fields: { content_id: '1' } };
const sequencesOf = (account: ReturnType<typeof openDefaultAccount>, id: string): readonly unknown[] =>
  (account.enrollmentsOf.get(id) ?? []).filter(({ kind }) => kind === 'sequence');

describe('the clock', () => {
  it('runs the actions of a workflow at the end of each delay, then ends the enrollment', () => {
    const account = openDefaultAccount();
    const flow = addFlow(account, [
      email,
      wait(2),
      set('lifecyclestage', 'lead'),
      wait(3),
      set('company', 'Later'),
    ]);
    enroll(account, '1041', flow);
    advance(account, 2 * day - 1000);
    expect(property(account, '1041', 'lifecyclestage')).not.toBe('lead');
    advance(account, 1000);
    expect(property(account, '1041', 'lifecyclestage')).toBe('lead');
    expect(endsOf(account, '1041', flow)).toEqual(['active']);
    advance(account, 3 * day);
    expect(property(account, '1041', 'company')).toBe('Later');
    expect(endsOf(account, '1041', flow)).toEqual(['finished 2026-11-07']);
  });

  it('knows each unit of a delay', () => {
    const account = openDefaultAccount();
    const units = { MINUTES: 2880, HOURS: 48, DAYS: 2 };
    const flows = Object.entries(units).map(([unit, delta]) =>
      addFlow(account, [{ actionTypeId: '0-1', fields: { delta, time_unit: unit } }]),
    );
    for (const flow of flows) enroll(account, '1041', flow);
    advance(account, 2 * day - 1000);
    for (const flow of flows) expect(endsOf(account, '1041', flow)).toEqual(['active']);
    advance(account, 1000);
    for (const flow of flows) expect(endsOf(account, '1041', flow)).toEqual(['finished 2026-11-04']);
  });

  it('runs what stands before the first delay at once', () => {
    const account = openDefaultAccount();
    const flow = addFlow(account, [set('company', 'First'), add('611'), wait(1), remove('611')]);
    enroll(account, '1041', flow);
    expect(property(account, '1041', 'company')).toBe('First');
    expect(inList(account, '611', '1041')).toBe(true);
    advance(account, day);
    expect(inList(account, '611', '1041')).toBe(false);
  });

  it('enrolls in a sequence with the user of the action or the owner of the contact, and unenrolls', () => {
    const account = openDefaultAccount();
    const flow = addFlow(account, [sequence({ userId: '7001' }), wait(1), leaveSequence]);
    const ofOwner = addFlow(account, [sequence({ senderType: 'CONTACT_OWNER' })]);
    enroll(account, '1041', flow);
    expect(sequencesOf(account, '1041')).toMatchObject([{ userId: '7001', stepsDone: 1 }]);
    advance(account, day);
    expect(sequencesOf(account, '1041')).toMatchObject([{ endReason: 'unenrolled' }]);
    const contact = account.contacts.get('1042');
    if (contact) contact.properties['hubspot_owner_id'] = account.owners[0]?.id ?? '';
    enroll(account, '1042', ofOwner);
    expect(sequencesOf(account, '1042')).toMatchObject([{ userId: account.owners[0]?.userId }]);
  });

  it('continues after an action that the account refuses: unknown properties, lists, sequences, types', () => {
    const account = openDefaultAccount();
    const flow = addFlow(account, [
      set('no_such_property', 'x'),
      set('hs_email_optout', 'true'),
      set('email', 'other@northwind.example'),
      add('9'),
      // List 553 is dynamic.
      add('553'),
      sequence({ sequenceId: '1', userId: '7001' }),
      sequence({ userId: '1' }),
      leaveSequence,
      { actionTypeId: '1-179507819', fields: {} },
      set('company', 'Done'),
    ]);
    enroll(account, '1041', flow);
    expect(account.contacts.get('1041')).toMatchObject({
      email: 'ana@northwind.example',
      properties: { company: 'Done' },
    });
    expect(property(account, '1041', 'no_such_property')).toBeUndefined();
    expect(sequencesOf(account, '1041')).toEqual([]);
    expect(endsOf(account, '1041', flow)).toEqual(['finished 2026-11-02']);
  });

  it('skips the actions of a workflow that is turned off, and keeps its delays', () => {
    const account = openDefaultAccount();
    const flow = addFlow(account, [wait(1), set('company', 'Off'), wait(1), set('jobtitle', 'On')]);
    enroll(account, '1041', flow);
    flow.definition.isEnabled = false;
    advance(account, day);
    flow.definition.isEnabled = true;
    advance(account, day);
    expect(property(account, '1041', 'company')).not.toBe('Off');
    expect(property(account, '1041', 'jobtitle')).toBe('On');
    expect(endsOf(account, '1041', flow)).toEqual(['finished 2026-11-04']);
  });

  it('goes around in a loop with a delay, and leaves one without a delay after one pass', () => {
    const account = openDefaultAccount();
    const back = { connection: { edgeType: 'GOTO', nextActionId: '1' } };
    const endless = addFlow(account, [wait(1), { ...add('611'), ...back }]);
    const sudden = addFlow(account, [set('company', 'Once'), { ...email, ...back }]);
    enroll(account, '1041', endless);
    enroll(account, '1041', sudden);
    expect(property(account, '1041', 'company')).toBe('Once');
    expect(endsOf(account, '1041', sudden)).toEqual(['finished 2026-11-02']);
    for (let round = 0; round < 3; round += 1) {
      advance(account, day);
      expect(inList(account, '611', '1041')).toBe(true);
      applyManualAction(account, { what: 'leave-list', who: '1041', with: '611' });
    }
    advance(account, 400 * day);
    expect(endsOf(account, '1041', endless)).toEqual(['active']);
  });

  it('leads through a branch along its default connection, without one along the first branch', () => {
    const account = openDefaultAccount();
    const to = (nextActionId: string): object => ({ edgeType: 'STANDARD', nextActionId });
    const branch = (parts: object): Step => ({ type: 'LIST_BRANCH', ...parts, connection: undefined });
    const first = { listBranches: [{ branchName: 'A', connection: to('2') }] };
    const steps = [set('company', 'first'), { ...set('company', 'default'), connection: {} }];
    const both = addFlow(account, [
      branch({ ...first, defaultBranch: to('3') }),
      { ...steps[0], connection: {} },
      ...steps.slice(1),
    ]);
    const one = addFlow(account, [branch(first), { ...steps[0], connection: {} }, ...steps.slice(1)]);
    enroll(account, '1041', both);
    expect(property(account, '1041', 'company')).toBe('default');
    enroll(account, '1041', one);
    expect(property(account, '1041', 'company')).toBe('first');
  });

  it('runs the actions of a workflow without connections in the order of the list', () => {
    const account = openDefaultAccount();
    const flow = addFlow(account, [], {
      actions: [wait(1), set('company', 'Second')].map((step, index) => ({
        actionId: String(index + 7),
        ...step,
      })),
    });
    enroll(account, '1041', flow);
    advance(account, day);
    expect(property(account, '1041', 'company')).toBe('Second');
  });

  it('lets workflows start each other through lists and properties', () => {
    const account = openDefaultAccount();
    const fed = addFlow(account, [set('leave_sequence', 'yes')], { enrollmentCriteria: onList('614') });
    const feeding = addFlow(account, [wait(1), add('614')]);
    enroll(account, '1041', feeding);
    advance(account, day);
    expect(endsOf(account, '1041', fed)).toEqual(['finished 2026-11-03']);
    expect(endsOf(account, '1041', { id: '900600' })).toEqual(['finished 2026-11-03']);
  });

  it('stops two workflows that start each other without a delay', () => {
    const account = openDefaultAccount();
    const enrollmentCriteria = onList('614', { shouldReEnroll: true });
    const flows = [0, 1].map(() => addFlow(account, [remove('614'), add('614')], { enrollmentCriteria }));
    applyManualAction(account, { what: 'join-list', who: '1041', with: '614' });
    for (const flow of flows) expect(endsOf(account, '1041', flow)).toContain('finished 2026-11-02');
  });

  it('ends the run of a contact that one of the actions unenrolls', () => {
    const account = openDefaultAccount();
    const settings = { unEnrollObjectsNotMeetingCriteria: true };
    const flow = addFlow(account, [wait(1), remove('614'), set('company', 'Too late')], {
      enrollmentCriteria: onList('614', settings),
    });
    applyManualAction(account, { what: 'join-list', who: '1041', with: '614' });
    advance(account, day);
    expect(endsOf(account, '1041', flow)).toEqual(['criteria-not-met 2026-11-03']);
    expect(property(account, '1041', 'company')).not.toBe('Too late');
  });

  it('drops the contacts of a workflow that is deleted during a delay', () => {
    const account = openDefaultAccount();
    const flow = addFlow(account, [wait(1), set('company', 'Too late')]);
    enroll(account, '1041', flow);
    applyManualAction(account, { what: 'delete-target', who: flow.id });
    advance(account, 3 * day);
    expect(endsOf(account, '1041', flow)).toEqual(['target-deleted 2026-11-02']);
    expect(property(account, '1041', 'company')).not.toBe('Too late');
  });

  it('continues the actions of a contact that is merged during a delay', () => {
    const account = openDefaultAccount();
    const flow = addFlow(account, [wait(1), set('company', 'Merged')]);
    enroll(account, '1041', flow);
    applyManualAction(account, { what: 'merge-contacts', who: '1042', with: '1041' });
    advance(account, day);
    expect(property(account, account.mergedInto.get('1041') ?? '', 'company')).toBe('Merged');
  });
});

describe('a list as the trigger of a workflow', () => {
  const join = (
    account: ReturnType<typeof openDefaultAccount>,
    what: 'join-list' | 'leave-list' = 'join-list',
  ): void => applyManualAction(account, { what, who: '1041', with: '614' });

  it.each([
    [false, 1],
    [true, 2],
  ])('enrolls again only with the setting: %s', (shouldReEnroll, times) => {
    const account = openDefaultAccount();
    const flow = addFlow(account, [wait(1)], { enrollmentCriteria: onList('614', { shouldReEnroll }) });
    for (let round = 0; round < 2; round += 1) {
      join(account);
      advance(account, 2 * day);
      join(account, 'leave-list');
    }
    expect(endsOf(account, '1041', flow)).toHaveLength(times);
  });

  it('is blocked by a suppression list, which also unenrolls', () => {
    const account = openDefaultAccount();
    const flow = addFlow(account, [wait(5)], {
      enrollmentCriteria: onList('614', { shouldReEnroll: true }),
      suppressionListIds: ['620'],
    });
    join(account);
    applyManualAction(account, { what: 'join-list', who: '1041', with: '620' });
    expect(endsOf(account, '1041', flow)).toEqual(['suppressed 2026-11-02']);
    join(account, 'leave-list');
    join(account);
    expect(endsOf(account, '1041', flow)).toHaveLength(1);
  });
});

describe('an enrollment from a file without its position', () => {
  it('has done the actions before the delay that it waits in', () => {
    const seed = toSeed(openDefaultAccount());
    const account = openSimulatedAccount(structuredClone(seed), runtime);
    const flow = addFlow(account, [
      set('jobtitle', 'Done before'),
      wait(2),
      set('company', 'Second'),
      wait(3),
      email,
    ]);
    enroll(account, '1041', flow);
    advance(account, day);
    const saved = structuredClone(toSeed(account));
    for (const enrollment of saved.enrollments) delete enrollment.position;
    for (const contact of saved.contacts) delete contact.properties['jobtitle'];
    const reopened = openSimulatedAccount(saved, runtime);
    advance(reopened, day);
    expect(property(reopened, '1041', 'company')).toBe('Second');
    expect(property(reopened, '1041', 'jobtitle')).toBeUndefined();
    advance(reopened, 3 * day);
    expect(endsOf(reopened, '1041', flow)).toEqual(['finished 2026-11-07']);
  });
});

describe('time', () => {
  const ids = ['1041', '1042', '1043'];
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.integer({ min: 0, max: 5 }).map(wait),
    fc
      .constantFrom('company', 'jobtitle')
      .chain((name) => fc.constantFrom('a', 'b').map((value) => set(name, value))),
    fc.constantFrom(add('611'), remove('611'), add('614'), remove('614'), leaveSequence, email),
    fc.constant(sequence({ userId: '7001' })),
  );
  const goto = fc.option(fc.integer({ min: 1, max: 6 }));
  const flow = fc.record({
    steps: fc.array(step, { maxLength: 6 }),
    loop: goto,
    trigger: fc.constantFrom(
      undefined,
      onList('611', { shouldReEnroll: true }),
      onList('614', { unEnrollObjectsNotMeetingCriteria: true }),
    ),
    exits: fc.boolean(),
  });

  it('has the same effect in one advance and in many, with and without saving in between', () => {
    const hours = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(flow, { minLength: 1, maxLength: 3 }), hours, (flows, steps) => {
        const open = (): ReturnType<typeof openDefaultAccount> => {
          const account = openDefaultAccount();
          const added = flows.map(({ steps: actions, loop, trigger, exits }) => {
            const last = actions.at(-1);
            const looped =
              last && loop !== null && loop <= actions.length
                ? [
                    ...actions.slice(0, -1),
                    { ...last, connection: { edgeType: 'GOTO', nextActionId: String(loop) } },
                  ]
                : actions;
            return addFlow(account, looped, {
              ...(trigger && { enrollmentCriteria: trigger }),
              ...(exits && { unEnrollmentSetting: { type: 'ALL' } }),
            });
          });
          for (const id of ids) for (const one of added) tryToEnroll(account, id, one.id);
          return account;
        };
        const once = open();
        let stepwise = open();
        advance(once, steps.reduce((sum, some) => sum + some, 0) * 3_600_000);
        for (const some of steps) {
          advance(stepwise, some * 3_600_000);
          stepwise = openSimulatedAccount(structuredClone(toSeed(stepwise)), runtime);
        }
        expect(toSeed(stepwise)).toEqual(toSeed(once));
      }),
      { numRuns: 150 },
    );
  });
});

function tryToEnroll(account: ReturnType<typeof openDefaultAccount>, who: string, target: string): void {
  try {
    applyManualAction(account, { what: 'enroll', who, target });
  } catch {
    // A workflow with a trigger may have enrolled the contact already.
  }
}

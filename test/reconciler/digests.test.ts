import { describe, expect, it } from 'vitest';
import { trustEmail } from '../../src/model/email.ts';
import type { ObservedState, ObservedTarget } from '../../src/model/observed-state.ts';
import type { Plan } from '../../src/model/results/plan.ts';
import { digestObserved, planIdOf, sealedDigest } from '../../src/reconciler/digests.ts';
import { makePlan } from '../../src/reconciler/make-plan.ts';
import {
  contact,
  endedEnrollment,
  maria,
  member,
  observedState,
  observedTarget,
  paul,
  planInput,
  running,
  sequence,
} from './builders.ts';

const [anaMail, oldMail] = [trustEmail('ana@northwind.example'), trustEmail('old@northwind.example')];
const ana = contact(1, {
  email: anaMail,
  emails: [anaMail, oldMail],
  mergedIds: ['7', '8'],
  enrollments: [running(), endedEnrollment()],
});
const onboarding = observedTarget({
  kind: 'workflow',
  id: '900',
  hazards: [
    { code: 'via-narrowed', severity: 'error', message: 'first', help: 'fix' },
    { code: 'via-narrowed', severity: 'error', message: 'second', help: 'fix' },
  ],
  active: new Set(['1', '2']),
  onViaList: new Set(['3', '4']),
  suppressed: new Map([
    ['5', '620'],
    ['6', '621'],
  ]),
  everEnrolled: new Map([
    ['1', '2026-10-10T00:00:00.000Z'],
    ['2', undefined],
  ]),
});
const lists = new Map([
  ['482', { id: '482', name: 'Prospects', members: ['1', '2'] }],
  ['483', { id: '483', name: 'Others', members: ['3'] }],
]);
const state = observedState([ana, contact(2)], { lists, targets: [onboarding] });

/** Returns the state with another workflow. */
function withTarget(parts: Partial<ObservedTarget>): ObservedState {
  return { ...state, targets: new Map([['workflow:900', { ...onboarding, ...parts }]]) };
}

/** Returns the state with another first contact. */
function withAna(parts: Partial<typeof ana>): ObservedState {
  return { ...state, contacts: new Map(state.contacts).set('1', { ...ana, ...parts }) };
}

const reversed = <Key, Value>(map: ReadonlyMap<Key, Value>): ReadonlyMap<Key, Value> =>
  new Map([...map].toReversed());

describe('the digest of the account', () => {
  it('is the same in every version and on every machine: plans and their ids contain it', () => {
    expect(digestObserved(state)).toBe('16f40f136af0ca7ba7dca2be4a598aae174187dcc57292f0d9c23d8bbe7d1053');
  });

  it.each<[what: string, same: ObservedState]>([
    ['contacts', { ...state, contacts: reversed(state.contacts) }],
    ['names of contacts', { ...state, aliases: reversed(state.aliases) }],
    ['lists', { ...state, lists: reversed(lists) }],
    [
      'members of a list',
      { ...state, lists: new Map(lists).set('482', { id: '482', name: 'Prospects', members: ['2', '1'] }) },
    ],
    ['senders', { ...state, senders: reversed(state.senders) }],
    ['emails of a contact', withAna({ emails: [oldMail, anaMail] })],
    ['merged ids', withAna({ mergedIds: ['8', '7'] })],
    ['enrollments', withAna({ enrollments: [endedEnrollment(), running()] })],
    ['hazards', withTarget({ hazards: onboarding.hazards.toReversed() })],
    ['active members', withTarget({ active: new Set(['2', '1']) })],
    ['members of the list that feeds a workflow', withTarget({ onViaList: new Set(['4', '3']) })],
    ['suppressed contacts', withTarget({ suppressed: reversed(onboarding.suppressed ?? new Map()) })],
    ['former members', withTarget({ everEnrolled: reversed(onboarding.everEnrolled ?? new Map()) })],
  ])('does not depend on the order of %s', (_what, same) => {
    expect(digestObserved(same)).toBe(digestObserved(state));
  });

  it('does not depend on the time of reading', () => {
    expect(digestObserved({ ...state, observedAt: '2026-12-24T00:00:00.000Z' })).toBe(digestObserved(state));
  });

  it.each<[what: string, other: ObservedState]>([
    ['the account', { ...state, account: { ...state.account, timeZone: 'UTC' } }],
    ['a contact', withAna({ optedOut: true })],
    ['an email of a contact', withAna({ emails: [anaMail] })],
    ['a merged id', withAna({ mergedIds: ['7'] })],
    ['an enrollment', withAna({ enrollments: [running()] })],
    [
      'the members of a list',
      { ...state, lists: new Map(lists).set('482', { id: '482', name: 'Prospects', members: ['1'] }) },
    ],
    [
      'the name of a list',
      { ...state, lists: new Map(lists).set('482', { id: '482', name: 'Leads', members: ['1', '2'] }) },
    ],
    [
      'a sender',
      { ...state, senders: new Map(state.senders).set(maria.email, { ...maria, userId: '7009' }) },
    ],
    ['the senders', { ...state, senders: new Map([[paul.email, paul]]) }],
    ['the status of a target', withTarget({ status: 'disabled' })],
    ['a hazard', withTarget({ hazards: onboarding.hazards.slice(1) })],
    ['the active members', withTarget({ active: new Set(['1']) })],
    ['the members of the list that feeds a workflow', withTarget({ onViaList: new Set(['3']) })],
    [
      'a suppressed contact',
      withTarget({
        suppressed: new Map([
          ['5', '621'],
          ['6', '621'],
        ]),
      }),
    ],
    [
      'the first enrollment of a former member',
      withTarget({
        everEnrolled: new Map([
          ['1', undefined],
          ['2', undefined],
        ]),
      }),
    ],
    [
      'a name that no contact shows',
      { ...state, aliases: new Map(state.aliases).set('gone@northwind.example', '1') },
    ],
    ['a name of a contact that was not read', { ...state, aliases: new Map(state.aliases).set('77', '9') }],
    ['the contact of a name', { ...state, aliases: new Map(state.aliases).set('7', '2') }],
  ])('changes with %s', (_what, other) => {
    expect(digestObserved(other)).not.toBe(digestObserved(state));
  });

  it.each(['1', anaMail, oldMail, '7'])('does not repeat the name %s, which its contact shows', (alias) => {
    const aliases = new Map(state.aliases);
    aliases.delete(alias);
    expect(digestObserved({ ...state, aliases })).toBe(digestObserved(state));
  });

  it('differs between a workflow without a list and one with an empty list', () => {
    const { active: _, onViaList: _list, suppressed: _on, everEnrolled: _ever, ...plain } = onboarding;
    const unread: ObservedState = { ...state, targets: new Map([['workflow:900', plain]]) };
    for (const parts of [
      { active: new Set<string>() },
      { onViaList: new Set<string>() },
      { suppressed: new Map<string, string>() },
      { everEnrolled: new Map<string, undefined>() },
    ])
      expect(
        digestObserved({ ...state, targets: new Map([['workflow:900', { ...plain, ...parts }]]) }),
      ).not.toBe(digestObserved(unread));
  });
});

describe('the id of a plan', () => {
  const plan = makePlan(
    planInput({
      desired: { targets: [sequence({ members: [member(1), member(9)] })] },
      contacts: [contact(1)],
    }),
  );

  it('is sixteen hexadecimal digits, also for a plan that carries one already', () => {
    expect(planIdOf(plan)).toMatch(/^[0-9a-f]{16}$/u);
    expect(planIdOf(plan)).toBe(plan.planId);
    const { planId: _, ...unnamed } = plan;
    expect(planIdOf(unnamed)).toBe(plan.planId);
  });

  it.each<[what: string, parts: Partial<Plan>]>([
    ['the time', { createdAt: '2030-01-01T00:00:00.000Z', expiresAt: '2030-01-02T00:00:00.000Z' }],
    ['the seal', { seal: 'f'.repeat(64) }],
    ['the context', { context: { uiDomain: 'app.hubspot.com', timeZone: 'UTC', senders: [] } }],
    ['the ledger', { ledgerId: 'another' }],
    ['an earlier id', { planId: 'another' }],
  ])('does not depend on %s', (_what, parts) => {
    expect(planIdOf({ ...plan, ...parts })).toBe(plan.planId);
  });

  it.each<[what: string, parts: Partial<Plan>]>([
    ['a change', { changes: [] }],
    ['an entry without a change', { unchanged: [] }],
    [
      'drift',
      { drift: [{ address: 'sequences.q4', kind: 'target-edited', message: 'm', help: 'h', counts: true }] },
    ],
    ['a flag', { only: ['sequences.q4'] }],
    ['the account', { portalId: 1 }],
    ['lists that are not lists', { changes: 'none' as never }],
  ])('changes with %s', (_what, parts) => {
    expect(planIdOf({ ...plan, ...parts })).not.toBe(plan.planId);
  });

  it('does not confuse an entry that moves to another list', () => {
    const [change] = plan.changes;
    const asList = { ...plan, changes: [], unchanged: [change as never, ...plan.unchanged] };
    expect(planIdOf(asList)).not.toBe(planIdOf({ ...plan, changes: [] }));
  });

  it('is not the digest that the ledger seals, which covers every byte', () => {
    const sealed = sealedDigest(plan);
    expect(sealed).toMatch(/^[0-9a-f]{64}$/u);
    for (const parts of [
      { createdAt: '2030-01-01T00:00:00.000Z' },
      { planId: 'x' },
      { changes: [] },
      { drift: [] as never, unchanged: [] },
    ])
      expect(sealedDigest({ ...plan, ...parts })).not.toBe(sealed);
    expect(sealedDigest({ ...plan, seal: 'x' } as Plan)).toBe(sealed);
  });
});

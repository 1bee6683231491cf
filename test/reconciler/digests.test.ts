import { describe, expect, it } from 'vitest';
import { digest } from '../../src/model/digest.ts';
import { trustEmail } from '../../src/model/email.ts';
import type { ObservedContact, ObservedState, ObservedTarget } from '../../src/model/observed-state.ts';
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

const [first, second] = [trustEmail('ana@northwind.example'), trustEmail('ana@contoso.example')];
const ana = contact(1, {
  email: first,
  emails: [first, second],
  mergedIds: ['8', '7'],
  enrollments: [running(), endedEnrollment({ targetId: '501' })],
});
const hazard = { code: 'via-reenrolls', severity: 'warning', message: 'm', help: 'h' } as const;
const hazards = [hazard, { ...hazard, code: 'via-may-not-enroll' } as const];
const ever = '2026-10-02T09:00:00.000Z';
const onboarding = observedTarget({
  kind: 'workflow',
  id: '900',
  hazards,
  active: new Set(['2', '1']),
  onViaList: new Set(['4', '3']),
  suppressed: new Map([
    ['6', '621'],
    ['5', '620'],
  ]),
  everEnrolled: new Map([
    ['2', ever],
    ['1', undefined],
  ]),
});
const q4 = observedTarget({ kind: 'sequence', id: '500' });
const leads = { id: '482', name: 'Leads', members: ['2', '1'] };

const bob = contact(2, { enrollments: [running()] });

const base = observedState([ana, bob], {
  targets: [onboarding, q4],
  lists: new Map([['482', leads]]),
});

function withContact(parts: Partial<ObservedContact>): ObservedState {
  return { ...base, contacts: new Map([...base.contacts, ['1', { ...ana, ...parts }]]) };
}

function withTarget(parts: Partial<ObservedTarget>): ObservedState {
  return { ...base, targets: new Map([...base.targets, ['workflow:900', { ...onboarding, ...parts }]]) };
}

const withList = (parts: Partial<typeof leads>): ObservedState => ({
  ...base,
  lists: new Map([['482', { ...leads, ...parts }]]),
});

describe('the digest of the observed state', () => {
  it('is the SHA-256 of the facts as canonical JSON, so that it stays the same across versions', () => {
    const state = { ...base, aliases: new Map([...base.aliases, ['old@northwind.example', '1']]) };
    const { active: _active, everEnrolled: _ever, suppressed: _, onViaList: _via, ...rest } = onboarding;
    expect(digestObserved(state)).toBe(
      digest([
        base.account,
        [
          [
            '1',
            {
              ...ana,
              emails: [second, first],
              mergedIds: ['7', '8'],
              enrollments: ana.enrollments.map(digest).toSorted(),
            },
          ],
          ['2', bob],
        ],
        [['old@northwind.example', '1']],
        [['482', { ...leads, members: ['1', '2'] }]],
        [
          ['91', maria],
          ['92', paul],
          [maria.email, maria],
          [paul.email, paul],
        ],
        [
          ['sequence:500', q4],
          [
            'workflow:900',
            {
              ...rest,
              hazards: hazards.map(digest).toSorted(),
              active: ['1', '2'],
              onViaList: ['3', '4'],
              refused: ['5 620', '6 621'],
              ever: ['1 ', `2 ${ever}`],
            },
          ],
        ],
      ]),
    );
  });

  it.each<[string, ObservedState]>([
    ['the account', { ...base, account: { ...base.account, timeZone: 'UTC' } }],
    ['a contact that no longer exists', { ...base, contacts: new Map([['1', ana]]) }],
    ['the primary email', withContact({ email: second })],
    ['the emails', withContact({ emails: [first] })],
    ['the merged ids', withContact({ mergedIds: ['8'] })],
    ['an opt-out', withContact({ optedOut: true })],
    ['a bounce', withContact({ bounced: true })],
    ['a quarantine', withContact({ quarantined: true })],
    ['the owner', withContact({ ownerId: '91' })],
    ['an enrollment', withContact({ enrollments: [running()] })],
    ['the time of an enrollment', withContact({ enrollments: [running({ enrolledAt: ever })] })],
    ['the workflows read', withContact({ workflowsRead: ['900'] })],
    ['the number of sequence enrollments', withContact({ sequenceCount: 1 })],
    ['an unreadable contact', withContact({ unreadable: 'two states' })],
    [
      'an email that now belongs to a contact',
      { ...base, aliases: new Map([...base.aliases, ['x@a.example', '1']]) },
    ],
    ['an id of an unread contact', { ...base, aliases: new Map([...base.aliases, ['77', '78']]) }],
    ['a list', { ...base, lists: new Map() }],
    ['the id of a list', withList({ id: '483' })],
    ['the name of a list', withList({ name: 'All leads' })],
    ['the members of a list', withList({ members: ['1'] })],
    [
      'the user id of a sender',
      { ...base, senders: new Map([...base.senders, ['91', { ...maria, userId: '1' }]]) },
    ],
    ['a target', { ...base, targets: new Map([['workflow:900', onboarding]]) }],
    ['the status of a target', withTarget({ status: 'disabled' })],
    ['the reason for a status', withTarget({ why: 'w' })],
    ['the name of a target', withTarget({ name: 'Onboarding' })],
    ['the emails of a target', withTarget({ emails: [0] })],
    ['the revision of a target', withTarget({ revision: '2' })],
    ['the hazards of a target', withTarget({ hazards: [hazard] })],
    ['the unenroll route of a target', withTarget({ unenrollRoute: false })],
    ['the active contacts', withTarget({ active: new Set(['1']) })],
    ['the members of the `via` list', withTarget({ onViaList: new Set(['3']) })],
    ['the suppressed contacts', withTarget({ suppressed: new Map([['5', '620']]) })],
    [
      'the list that suppresses a contact',
      withTarget({
        suppressed: new Map([
          ['6', '621'],
          ['5', '621'],
        ]),
      }),
    ],
    ['the contacts ever enrolled', withTarget({ everEnrolled: new Map([['2', ever]]) })],
    [
      'the first enrollment of a contact',
      withTarget({
        everEnrolled: new Map([
          ['2', ever],
          ['1', ever],
        ]),
      }),
    ],
  ])('changes with %s', (_fact, state) => {
    expect(digestObserved(state)).not.toBe(digestObserved(base));
  });

  it.each<[string, ObservedState]>([
    ['the time of reading', { ...base, observedAt: '2026-11-21T12:00:00.000Z' }],
    ['warnings for the whole account', { ...base, notices: [] }],
    [
      'similar contacts',
      { ...base, similarContacts: new Map([[trustEmail('x@a.example'), { id: '1', email: first }]]) },
    ],
    ['requested names that the contact itself shows', { ...base, aliases: new Map() }],
    ['the order of the contacts', { ...base, contacts: new Map([...base.contacts].toReversed()) }],
    ['the order of the senders', { ...base, senders: new Map([...base.senders].toReversed()) }],
    ['the order of the targets', { ...base, targets: new Map([...base.targets].toReversed()) }],
    ['the order of the emails', withContact({ emails: [second, first] })],
    ['the order of the merged ids', withContact({ mergedIds: ['7', '8'] })],
    ['the order of the enrollments', withContact({ enrollments: ana.enrollments.toReversed() })],
    ['the order of list members', withList({ members: ['1', '2'] })],
    ['the order of hazards', withTarget({ hazards: hazards.toReversed() })],
    ['the order of active contacts', withTarget({ active: new Set(['1', '2']) })],
    ['the order of the `via` list', withTarget({ onViaList: new Set(['3', '4']) })],
    [
      'the order of suppressed contacts',
      withTarget({ suppressed: new Map([...(onboarding.suppressed ?? [])].toReversed()) }),
    ],
    [
      'the order of contacts ever enrolled',
      withTarget({ everEnrolled: new Map([...(onboarding.everEnrolled ?? [])].toReversed()) }),
    ],
  ])('does not change with %s', (_fact, state) => {
    expect(digestObserved(state)).toBe(digestObserved(base));
  });
});

describe('the digests of a plan', () => {
  const plan = makePlan(
    planInput({
      desired: { targets: [sequence({ members: [member(1), member(2), member(3)] })] },
      contacts: [contact(1), contact(2), contact(3, { optedOut: true })],
    }),
  );

  /** The fields of a plan, and whether `planId` covers them. */
  const fields: Record<keyof Plan, boolean> = {
    formatVersion: true,
    planId: false,
    portalId: true,
    createdAt: false,
    expiresAt: false,
    configHash: true,
    observedHash: true,
    dialect: true,
    ledgerRun: true,
    ledgerId: false,
    files: true,
    only: true,
    exclude: true,
    undoRun: true,
    liftedLimits: true,
    complete: true,
    applyable: true,
    errored: true,
    summary: true,
    changes: true,
    unchanged: true,
    drift: true,
    diagnostics: true,
    context: false,
    forecast: false,
    seal: false,
  };

  it.each(Object.entries(fields))('the planId depends on `%s`: %s', (field, isCovered) => {
    expect(planIdOf({ ...plan, [field]: ['altered'] }) !== plan.planId).toBe(isCovered);
  });

  it.each(Object.keys(fields))('the seal covers `%s`, unless it is the seal itself', (field) => {
    expect(sealedDigest({ ...plan, [field]: ['altered'] }) !== sealedDigest(plan)).toBe(field !== 'seal');
  });

  it('are SHA-256 digests of the canonical JSON: the fields, then the long lists', () => {
    const { planId, changes, unchanged, drift, createdAt, expiresAt, context, ...head } = plan;
    expect(changes).toHaveLength(2);
    expect(planId).toBe(digest([head, changes, unchanged, drift]).slice(0, 16));
    expect(sealedDigest(plan)).toBe(
      digest([{ ...head, planId, createdAt, expiresAt, context }, changes, unchanged, drift]),
    );
  });

  it.each([undefined, null, 5, { 0: 'x' }])(
    'exist for a damaged plan file whose changes are %o',
    (changes) => {
      const damaged: Plan = Object.assign({ ...plan }, { changes });
      expect(planIdOf(damaged)).toMatch(/^[\da-f]{16}$/);
      expect(planIdOf(damaged)).not.toBe(plan.planId);
      expect(sealedDigest(damaged)).not.toBe(sealedDigest(plan));
    },
  );
});

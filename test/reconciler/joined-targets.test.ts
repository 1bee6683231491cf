/** Targets of the files that share one history: each id belongs to one of them, and declarations in any of them count. */
import { describe, expect, it } from 'vitest';
import type { DesiredSequence } from '../../src/model/desired-state.ts';
import type { ObservedContact } from '../../src/model/observed-state.ts';
import type { Plan } from '../../src/model/results/plan.ts';
import { makePlan } from '../../src/reconciler/make-plan.ts';
import type { PlanInput } from '../../src/reconciler/plan-input.ts';
import { approvedBy, prepareRejudge } from '../../src/reconciler/rejudge.ts';
import {
  act,
  at,
  contact,
  listEntry,
  member,
  observedTarget,
  planInput,
  running,
  sequence,
} from './builders.ts';

const join = { kind: 'sequence', targetId: '500', formerId: '400' } as const;
const suppressed = { suppress: [{ match: { id: '1' }, source: at(2) }] };

const inOld = (id: number): ObservedContact =>
  contact(id, { enrollments: [running({ targetId: '400' })], sequenceCount: 1 });
const inNew = (id: number): ObservedContact =>
  contact(id, { enrollments: [running({ targetId: '500' })], sequenceCount: 1 });
const oldAct = (id: number) => act({ targetId: '400', contactId: String(id) });
const newAct = (id: number) => act({ targetId: '500', contactId: String(id) });

const { members: _members, ...withoutMembers } = sequence({ key: 'classic', id: '400' });

interface Joined {
  readonly q4?: Partial<DesiredSequence>;
  readonly classic?: DesiredSequence | Omit<Partial<DesiredSequence>, 'kind'>;
  readonly more?: Partial<Parameters<typeof planInput>[0]>;
}

/** Returns `q4` (500) and `classic` (400), joined by the ledger. Contacts 1 and 3 are in 400, contact 2 is in 500. */
function joined({ q4 = {}, classic = {}, more = {} }: Joined): PlanInput {
  return planInput({
    contacts: [inOld(1), inNew(2), inOld(3)],
    entries: [oldAct(1), newAct(2), oldAct(3)],
    ...more,
    ledger: { joins: [join], ...more.ledger },
    desired: {
      ...more.desired,
      targets: [
        sequence(q4),
        'kind' in classic ? classic : sequence({ key: 'classic', id: '400', ...classic }),
      ],
    },
  });
}

function lines(plan: Plan): string[] {
  return [
    ...plan.changes.map(
      ({ action, address, target, reason }) => `${action} ${address} (${target.id}): ${reason}`,
    ),
    ...plan.unchanged.map(({ status, address, reason }) => `${status} ${address}: ${reason}`),
  ].toSorted();
}

const inOldByJoin = 'active since 2026-11-10 in 400 (joined to 500 by `replaces`), enrolled by run 3';

describe('two targets of the files with one history', () => {
  it.each([
    ['the ledger joins them', {}, [join]],
    ['the files join them', { replaces: '400' }, []],
  ])('do not unenroll the members of each other: %s', (_case, q4, joins) => {
    const plan = makePlan(
      joined({
        q4: { members: [member(2)], ...q4 },
        classic: { members: [member(1), member(3)] },
        more: { ledger: { joins } },
      }),
    );
    expect(plan.changes).toEqual([]);
    expect(plan.unchanged.map(({ status, address }) => `${status} ${address}`)).toEqual([
      'active sequences.q4/2',
      'active sequences.classic/1',
      'active sequences.classic/3',
    ]);
  });

  it('keep a contact that one declares and that is active in the other', () => {
    const plan = makePlan(
      joined({ q4: { members: [member(1), member(2)] }, classic: { members: [member(3)] } }),
    );
    expect(lines(plan)).toEqual([
      'active sequences.classic/1: active since 2026-11-10, enrolled by run 3; declared in sequences.q4 (joined to 400 by `replaces`)',
      'active sequences.classic/3: active since 2026-11-10, enrolled by run 3',
      `active sequences.q4/1: ${inOldByJoin}`,
      'active sequences.q4/2: active since 2026-11-10, enrolled by run 3',
    ]);
  });

  it.each([
    ['exclusive', sequence({ key: 'classic', id: '400', exclusive: true })],
    ['without a member list', withoutMembers],
  ])('keep it if the other one is %s', (_case, classic) => {
    for (const entries of [[newAct(2)], [oldAct(1), newAct(2)]]) {
      const plan = makePlan(
        joined({
          q4: { members: [member(1), member(2)] },
          more: { contacts: [inOld(1), inNew(2)], entries },
          classic,
        }),
      );
      expect(plan.changes).toEqual([]);
      expect(plan.unchanged.map(({ status }) => status)).toEqual(['active', 'active', 'active']);
    }
  });

  it('unenroll a contact once that neither declares', () => {
    const plan = makePlan(joined({ q4: { members: [member(2)] }, classic: { members: [member(3)] } }));
    expect(plan.changes.map(({ address, target }) => `${address} ${target.id}`)).toEqual([
      'sequences.classic/1 400',
    ]);
  });

  it('apply `absent` only in the target with the id', () => {
    const absent = [{ person: { id: '1' }, source: at(8), literal: true }];
    const members = [member(1), member(2)];
    const listed = makePlan(joined({ q4: { members }, classic: { members: [member(3)], absent } }));
    expect(listed.changes).toMatchObject([{ action: 'unenroll', address: 'sequences.classic/1' }]);
    const elsewhere = makePlan(
      joined({ q4: { members: [member(2)], absent }, classic: { members: [member(1), member(3)] } }),
    );
    expect(elsewhere.changes).toEqual([]);
  });

  it.each([
    ['by rollcall', [oldAct(1)]],
    ['by someone else', []],
  ])('unenroll a suppressed contact once that one declares, enrolled %s in the other', (_case, entries) => {
    const input = joined({
      q4: { members: [member(1)] },
      classic: { members: [member(3)] },
      more: { contacts: [inOld(1)], entries, desired: suppressed },
    });
    expect(makePlan(input).changes).toMatchObject([
      { action: 'unenroll', address: 'sequences.classic/1', target: { id: '400' }, suppressed: true },
    ]);
  });

  it('keep a contact that left a list of either', () => {
    const plan = makePlan(
      joined({
        q4: { members: [listEntry('482'), member(2)] },
        classic: { members: [member(3)] },
        more: {
          contacts: [inOld(1), inNew(2), inOld(3)],
          entries: [{ ...oldAct(1), origin: 'list:482' }, newAct(2), oldAct(3)],
          observed: {
            lists: new Map([['482', { id: '482', members: [] }]]),
            targets: ['400', '500'].map((id) => observedTarget({ kind: 'sequence', id })),
          },
        },
      }),
    );
    expect(plan.changes).toEqual([]);
    expect(plan.unchanged).toContainEqual(
      expect.objectContaining({ address: 'sequences.classic/1', status: 'left-audience' }),
    );
  });

  it('have the same result just before a write, including for an undo', () => {
    const input = joined({ q4: { members: [member(2)] }, classic: { members: [member(3)] } });
    const undone = {
      ...joined({ q4: { members: [member(1)] }, classic: { members: [] } }),
      undoRun: 3,
    };
    const targets = undone.desired.targets.toReversed();
    for (const one of [input, undone, { ...undone, desired: { ...undone.desired, targets } }]) {
      const judged = prepareRejudge(
        one,
        approvedBy(makePlan(one)),
      )({
        contacts: new Map([['1', inOld(1)]]),
        members: new Map(),
        ledger: one.ledger,
      });
      expect([...judged.values()]).toMatchObject([{ change: { address: 'sequences.classic/1' } }]);
      expect(makePlan(one).changes).toContainEqual(
        expect.objectContaining({ address: 'sequences.classic/1', action: 'unenroll' }),
      );
    }
  });
});

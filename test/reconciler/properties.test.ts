import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ledgerEntries } from '../../src/model/ledger/ledger-entries.ts';
import { addressOf } from '../../src/model/target.ts';
import { canonicalJson } from '../../src/model/digest.ts';
import { makePlan } from '../../src/reconciler/make-plan.ts';
import type { Enrollment } from '../../src/model/observed-state.ts';
import type { PlanInput } from '../../src/reconciler/plan-input.ts';
import { isContactChange, changeKey } from '../../src/model/results/plan.ts';
import { approvedBy, prepareRejudge } from '../../src/reconciler/rejudge.ts';
import { afterwards, applied } from './carry-out.ts';
import { worlds } from './worlds.ts';

const runs = { numRuns: 300 };

describe('a plan', () => {
  it('is followed by a plan without changes once it was applied', () => {
    fc.assert(
      fc.property(worlds({ unlimited: true }), (world) => {
        let next = world;
        // Emptying a retired workflow and deleting it are two applies.
        for (let round = 0; round < 2; round += 1) next = applied(next, makePlan(next));
        expect(makePlan(next).changes).toEqual([]);
      }),
      runs,
    );
  });

  it('enrolls once for each declaration, over several applies and weeks', () => {
    fc.assert(
      fc.property(worlds({ unlimited: true }), (world) => {
        const enrolled = new Set<string>();
        let next = world;
        for (let round = 0; round < 6; round += 1) {
          const plan = makePlan(next);
          for (const change of plan.changes) {
            if (change.action !== 'enroll') continue;
            const declaration = `${change.address} ${change.since ?? ''}`;
            expect(enrolled).not.toContain(declaration);
            enrolled.add(declaration);
          }
          next = afterwards(applied(next, plan), 6);
        }
        expect(makePlan(next).changes).toEqual([]);
      }),
      runs,
    );
  });

  it('unenrolls an unmanaged contact only if the files require it', () => {
    fc.assert(
      fc.property(worlds(), (world) => {
        for (const change of makePlan(world).changes) {
          if (change.action !== 'unenroll' || change.owned) continue;
          const target = world.desired.targets.find(
            ({ kind, id }) => kind === change.target.kind && id === change.target.id,
          );
          const required =
            target?.exclusive === true ||
            (target?.kind === 'workflow' && target.retired !== false) ||
            target?.absent.some(({ person }) => 'id' in person && person.id === change.contact.id) === true ||
            // Suppression applies to a declared contact even if someone else enrolled it.
            change.suppressed;
          expect(required).toBe(true);
        }
      }),
      runs,
    );
  });

  it('is the same, byte for byte, for any order of the data', () => {
    fc.assert(
      fc.property(worlds(), fc.infiniteStream(fc.nat()), (world, dice) => {
        const roll = (): number => dice.next().value ?? 0;
        expect(canonicalJson(makePlan(reordered(world, roll)))).toBe(canonicalJson(makePlan(world)));
        expect(JSON.stringify(makePlan(reordered(world, roll)))).toBe(JSON.stringify(makePlan(world)));
      }),
      runs,
    );
  });

  it('that can be applied exceeds no limit', () => {
    fc.assert(
      fc.property(worlds(), (world) => {
        const plan = makePlan(world);
        const { enroll, unenroll, reenroll, perSenderPerDay } = world.desired.limits;
        const counted = plan.changes.filter(
          (change) => change.action === 'unenroll' && !change.suppressed,
        ).length;
        const within =
          plan.summary.enroll <= countOf(enroll) &&
          plan.summary.reenroll <= countOf(reenroll) &&
          counted <= countOf(unenroll);
        expect(plan.applyable).toBe(within && plan.changes.length > 0);
        const bySender = new Map<string, number>();
        for (const change of plan.changes) {
          if (change.action !== 'enroll' || change.senderUserId === undefined) continue;
          const sent = (bySender.get(change.senderUserId) ?? 0) + 1;
          bySender.set(change.senderUserId, sent);
          expect(sent + (world.ledger.sentToday.get(change.senderUserId) ?? 0)).toBeLessThanOrEqual(
            perSenderPerDay,
          );
        }
      }),
      runs,
    );
  });

  it('contains every declared contact exactly once, and no address has two changes', () => {
    fc.assert(
      fc.property(worlds(), (world) => {
        const plan = makePlan(world);
        const changed = plan.changes.map(({ address }) => address);
        expect(new Set(changed).size).toBe(changed.length);
        const named = [...changed, ...plan.unchanged.map(({ address }) => address)];
        for (const address of declaredAddresses(world)) {
          expect(named.filter((name) => name === address)).toHaveLength(1);
        }
      }),
      runs,
    );
  });

  it('starts at most one sequence for a contact, after it ends any active one', () => {
    fc.assert(
      fc.property(worlds({ unlimited: true }), (world) => {
        const { changes } = makePlan(world);
        const started = changes.filter(
          ({ action, target }) => action === 'enroll' && target.kind === 'sequence',
        );
        const startedIds = started.map((change) => (isContactChange(change) ? change.contact.id : ''));
        expect(new Set(startedIds).size).toBe(startedIds.length);
        for (const id of startedIds) {
          const runs =
            world.observed.contacts
              .get(id)
              ?.enrollments.filter(({ kind, state }) => kind === 'sequence' && state === 'active') ?? [];
          for (const { targetId } of runs) {
            const unenrollIndex = changes.findIndex(
              (change) =>
                change.action === 'unenroll' && change.contact.id === id && change.target.id === targetId,
            );
            const enrollIndex = changes.findIndex(
              (change) =>
                change.action === 'enroll' && change.contact.id === id && change.target.kind === 'sequence',
            );
            expect(unenrollIndex).toBeGreaterThanOrEqual(0);
            expect(unenrollIndex).toBeLessThan(enrollIndex);
          }
        }
      }),
      runs,
    );
  });

  it('enrolls no contact that opted out, bounced, is suppressed or is unreadable', () => {
    fc.assert(
      fc.property(worlds({ unlimited: true }), (world) => {
        const suppressed = new Set(
          world.desired.suppress.map(({ match }) => ('id' in match ? match.id : '')),
        );
        for (const change of makePlan(world).changes) {
          if (change.action !== 'enroll') continue;
          const person = world.observed.contacts.get(change.contact.id);
          expect(person).toMatchObject({ optedOut: false, bounced: false });
          expect(person?.unreadable).toBeUndefined();
          expect(suppressed).not.toContain(change.contact.id);
        }
      }),
      runs,
    );
  });
});

describe('judging again', () => {
  it('returns the change of the plan for each contact', () => {
    fc.assert(
      fc.property(worlds({ unlimited: true }), (world) => {
        const plan = makePlan(world);
        const { changes } = plan;
        const rejudge = prepareRejudge(world, approvedBy(plan));
        const leaving = new Set(changes.flatMap((one) => (one.action === 'unenroll' ? one.contact.id : [])));
        for (const change of changes) {
          if (!isContactChange(change)) continue;
          const contact = world.observed.contacts.get(change.contact.id);
          if (!contact) continue;
          const contacts = new Map([[contact.id, contact]]);
          const judged = rejudge({ contacts, members: new Map(), ledger: world.ledger });
          // Removals are sent first: a contact that is still in another sequence waits.
          const moves = change.action === 'enroll' && change.target.kind === 'sequence';
          const expected =
            moves && leaving.has(contact.id) && contact.enrollments.some(isActiveElsewhere(change.target.id))
              ? { waiting: expect.stringMatching(/^active in /u), waitsFor: 'other-sequence' }
              : { change };
          expect(judged.get(changeKey(change))).toEqual(expected);
        }
      }),
      runs,
    );
  });

  it('returns no change once the plan was applied', () => {
    fc.assert(
      fc.property(worlds({ unlimited: true }), (world) => {
        const plan = makePlan(world);
        const rejudge = prepareRejudge(world, approvedBy(plan));
        const next = applied(world, plan);
        const now = next.observed.observedAt;
        const { contacts } = next.observed;
        const again = rejudge({ contacts, members: new Map(), ledger: next.ledger, now });
        for (const change of plan.changes) expect(again.has(changeKey(change))).toBe(false);
      }),
      runs,
    );
  });
});

function reordered(world: PlanInput, roll: () => number): PlanInput {
  const shuffled = <T>(items: Iterable<T>): T[] =>
    [...items]
      .map((item) => ({ item, key: roll() }))
      .toSorted((a, b) => a.key - b.key)
      .map(({ item }) => item);
  const { observed, ledger } = world;
  const targets = shuffled(observed.targets).map(
    ([name, target]) =>
      [name, target.active ? { ...target, active: new Set(shuffled(target.active)) } : target] as const,
  );
  return {
    ...world,
    observed: {
      ...observed,
      contacts: new Map(shuffled(observed.contacts)),
      aliases: new Map(shuffled(observed.aliases)),
      senders: new Map(shuffled(observed.senders)),
      targets: new Map(targets),
    },
    ledger: {
      ...ledger,
      entries: ledgerEntries(shuffled([...ledger.entries])),
      targets: shuffled(ledger.targets),
    },
  };
}

function countOf(cap: PlanInput['desired']['limits']['enroll']): number {
  return 'count' in cap ? cap.count : Number.POSITIVE_INFINITY;
}

/** Returns the addresses of declared members that the account has and that are not under `absent`. */
function declaredAddresses(world: PlanInput): readonly string[] {
  return world.desired.targets.flatMap((target) => {
    if (target.kind === 'workflow' && target.retired !== false) return [];
    const absent = new Set(target.absent.flatMap(({ person }) => ('id' in person ? person.id : [])));
    return (target.members ?? []).flatMap((entry) => {
      if (entry.type === 'list') return [];
      const id = 'id' in entry.person ? entry.person.id : world.observed.aliases.get(entry.person.email);
      return id === undefined || absent.has(id) ? [] : [addressOf(target, id)];
    });
  });
}

function isActiveElsewhere(sequence: string): (enrollment: Enrollment) => boolean {
  return ({ kind, state, targetId }) => kind === 'sequence' && state === 'active' && targetId !== sequence;
}

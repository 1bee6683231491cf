/** Checks the invariants of rollcall while a world is played. */
import { canonicalJson } from '../../model/digest.ts';
import type { DesiredState } from '../../model/desired-state.ts';
import { ExitCode } from '../../model/exit-code.ts';
import type { Plan } from '../../model/results/plan.ts';
import { count } from '../../model/text/count.ts';
import { targetIdentityKey } from '../../model/target.ts';
import type { AppliedInWorld, World } from '../world.ts';
import type { Broken } from './broken.ts';
import { brokenByApply, nameOf } from './check-apply.ts';
import { exceededLimits } from './check-limits.ts';
import type { PlayedBefore } from './played-before.ts';

export interface InvariantWatch {
  /** Returns what an apply broke. Call it for each apply, in order. */
  afterApply(applied: AppliedInWorld, desired: DesiredState | undefined): readonly Broken[];
  /**
   * Returns what the whole breaks. Plans and applies again, so it must be the last use of the world. `last` is a plan of
   * the present state, if there is one.
   */
  atEnd(last?: Plan): Promise<readonly Broken[]>;
}

export function watchInvariants(world: World): InvariantWatch {
  const before: PlayedBefore = { world, declared: new Map(), begun: new Map(), ours: new Set() };
  return {
    afterApply(applied, desired) {
      const broken = [
        ...brokenByApply(applied, { before, desired }),
        ...exceededLimits(applied, { before, desired }),
      ];
      remember(applied, before);
      return [...broken, ...enrolledTwice(applied, before)];
    },
    async atEnd(last) {
      const differing = await differingPlans(world, last);
      return [...differing, ...(await neverSettled(world)), ...strayWrites(world)];
    },
  };
}

function remember({ plan, effects, writes, day }: AppliedInWorld, before: PlayedBefore): void {
  for (const change of plan?.changes ?? []) {
    if (change.action !== 'enroll') continue;
    const key = `${targetIdentityKey(change.target)} ${change.contact.id}`;
    before.declared.set(key, (before.declared.get(key) ?? new Set()).add(change.since ?? ''));
  }
  const sent = new Set(writes.flatMap(({ action, contactId }) => (action === 'enroll' ? contactId : [])));
  for (const one of effects.begun) {
    // What another workflow of the account begins is not a request of rollcall.
    if (!sent.has(one.contactId)) continue;
    const key = `${targetIdentityKey({ kind: one.kind, id: one.targetId })} ${one.contactId}`;
    before.begun.set(key, [...(before.begun.get(key) ?? []), { day, sender: one.senderEmail }]);
    before.ours.add(one.id);
  }
}

/** 1: at most one enroll request takes effect per declaration. */
function enrolledTwice({ effects }: AppliedInWorld, before: PlayedBefore): readonly Broken[] {
  const keys = new Map(
    effects.begun.map((one) => [
      `${targetIdentityKey({ kind: one.kind, id: one.targetId })} ${one.contactId}`,
      one,
    ]),
  );
  return [...keys].flatMap(([key, { kind, targetId, contactId }]): readonly Broken[] => {
    const begun = before.begun.get(key)?.length ?? 0;
    if (begun <= Math.max(1, before.declared.get(key)?.size ?? 0)) return [];
    return [
      {
        invariant: 1,
        expected: 'one enrollment for each declaration',
        actual: `${nameOf(before.world, contactId)}: ${count(begun, 'enrollment')} in ${kind} ${targetId}`,
        contact: contactId,
      },
    ];
  });
}

/** 7: the same inputs give the same bytes. */
async function differingPlans(world: World, last: Plan | undefined): Promise<readonly Broken[]> {
  const first = bytesOf(last ?? (await world.plan()));
  if (first === bytesOf(await world.plan())) return [];
  return [{ invariant: 7, expected: 'the same plan for the same state', actual: 'two plans differ' }];
}

/** Returns a plan as text without its time and its seal, which differ. */
function bytesOf(plan: Plan | undefined): string {
  if (!plan) return '';
  return canonicalJson({ ...plan, createdAt: '', expiresAt: '', seal: '' });
}

/** After this number of complete applies, a plan must have no changes. */
const maxApplies = 5;

/** 3: when faults stop, finitely many applies reach a plan with no changes. An apply that is refused or incomplete shows nothing. */
async function neverSettled(world: World): Promise<readonly Broken[]> {
  world.setFaults([]);
  let left: Plan['changes'] = [];
  for (let applies = 0; applies < maxApplies; applies += 1) {
    const { exitCode } = await world.apply('reviewed');
    if (exitCode !== ExitCode.done) return [];
    left = (await world.plan())?.changes ?? [];
    if (left.length === 0) return [];
  }
  const shown = left.slice(0, 3).map(({ action, address }) => `${action} ${address}`);
  return [
    {
      invariant: 3,
      expected: `a plan without changes after at most ${maxApplies} applies`,
      actual: `it still has ${left.length}: ${shown.join(', ')}`,
    },
  ];
}

/** 2: no write request outside of an apply. */
function strayWrites(world: World): readonly Broken[] {
  const requests = world.strayWrites();
  if (requests.length === 0) return [];
  return [{ invariant: 2, expected: 'no write request of a plan', actual: requests.join(', ') }];
}

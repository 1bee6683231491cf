/**
 * Random histories of edits, reviews, pauses, suppressions and changes by hand, also of what a target sends. An unattended apply sends only first
 * enrollments of the last reviewed files and removals of suppressed contacts: judged by the requests that arrive.
 */
import * as fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Failure } from '../../src/model/failure.ts';
import type { ManualAction } from '../../src/simulator/account/manual-action.ts';
import { defaultAccount } from '../../src/simulator/seed/default-account.ts';
import { someWorld, type World } from '../processes/world.ts';
import { type Config, effectOf, fileOf, type SetName, violationsOf } from './unattended-model.ts';

/** The last two are on HubSpot list 482. */
const ids = ['1041', '1042', '1043', '1044', '1001', '1002'] as const;
const people = ids.map((id) => defaultAccount().contacts.find((one) => one.id === id)?.email ?? '');
const [ana = '', bo = '', liam = ''] = people;
const sets: readonly SetName[] = ['outbound', 'renewals'];

type Step = { readonly set: SetName } & (
  | { readonly do: 'edit'; readonly config: Config }
  | { readonly do: 'suppress'; readonly email: string }
  | { readonly do: 'review' | 'approve' | 'pause' | 'resume' }
  /** The scheduled job, some days later. */
  | { readonly do: 'schedule'; readonly days: number }
  | { readonly do: 'by-hand'; readonly action: ManualAction }
);

const often = fc.constantFrom(true, true, true, false);
const declared = fc.subarray(people.slice(0, 4), { minLength: 1 });
const config: fc.Arbitrary<Config> = fc.record({
  members: declared,
  list: often,
  absent: fc.subarray(people, { maxLength: 1 }),
  suppress: fc.subarray(people, { maxLength: 1 }),
  perDay: fc.constantFrom(1, 2, 40),
  onLeave: fc.constantFrom('keep', 'unenroll', 'unenroll'),
  exclusive: often,
  since: fc.constantFrom(undefined, undefined, '2026-11-02', '2026-11-04'),
  onboarding: declared,
});
const who = fc.constantFrom(...ids);
const action: fc.Arbitrary<ManualAction> = fc.oneof(
  fc.record({
    what: fc.constantFrom('leave-list', 'leave-list', 'join-list'),
    who: fc.constantFrom('1001', '1002'),
    with: fc.constant('482'),
  }),
  fc.record({ what: fc.constantFrom('reply', 'unenroll'), who }),
  fc.record({
    what: fc.constant('enroll'),
    who,
    target: fc.constantFrom('5510021', '5510022', '900100'),
  }),
  fc.record({
    what: fc.constant('edit-target'),
    who: fc.constantFrom('5510021', '900100'),
    // Each edit changes what the target sends: the tests count lengths that no earlier edit had.
    with: fc.constant('delay:2='),
  }),
);
const set = fc.constantFrom(...sets);
const steps: readonly (readonly [weight: number, step: fc.Arbitrary<Step>])[] = [
  [1, fc.record({ do: fc.constant('edit'), set, config })],
  [1, fc.record({ do: fc.constant('suppress'), set, email: fc.constantFrom(...people) })],
  [4, fc.record({ do: fc.constant('review'), set })],
  [8, fc.record({ do: fc.constant('schedule'), set, days: fc.integer({ min: 0, max: 2 }) })],
  [1, fc.record({ do: fc.constantFrom('approve', 'pause', 'resume'), set })],
  [6, fc.record({ do: fc.constant('by-hand'), set, action })],
];

interface History {
  readonly configs: readonly [outbound: Config, renewals: Config];
  readonly steps: readonly Step[];
}
const history: fc.Arbitrary<History> = fc.record({
  configs: fc.tuple(config, config),
  steps: fc.array(fc.oneof(...steps.map(([weight, arbitrary]) => ({ weight, arbitrary }))), {
    minLength: 8,
    maxLength: 14,
  }),
});

interface Played {
  readonly violations: readonly string[];
  readonly enrolled: number;
  readonly unenrolled: number;
}

/** The exit codes of an apply that used its plan. */
const used: readonly unknown[] = [0, 6, 7];

/** Plays a history after a review of both files. `flags` are those of the scheduled apply. */
async function play(
  { configs: [outbound, renewals], steps: taken }: History,
  flags: string,
): Promise<Played> {
  const world = await someWorld((undo) => onTestFinished(async () => undo()), {
    simulator: { account: defaultAccount() },
  });
  const current: Record<SetName, Config> = { outbound, renewals };
  const reviewed: Partial<Record<SetName, Config>> = {};
  const violations: string[] = [];
  const acts = { enroll: 0, unenroll: 0 };
  let paused = false;
  let edits = 0;
  const edited: Record<SetName, Set<string>> = { outbound: new Set(), renewals: new Set() };
  const run = (line: string) => world.runInProcess(...line.split(' '));
  const write = (name: SetName, next: Config): void => {
    current[name] = next;
    world.write(`${name}.yaml`, fileOf(name, next, world.simulator.portalId));
  };
  const review = async (name: SetName): Promise<void> => {
    await run(`plan ${name}.yaml --out plan.json`);
    const { exit } = await run('apply plan.json --auto-approve');
    if (!used.includes(exit)) return;
    reviewed[name] = current[name];
    edited[name].clear();
  };
  const schedule = async (name: SetName): Promise<void> => {
    const account = world.simulator.snapshot();
    const before = world.gate.writes.length;
    await run(`apply ${name}.yaml ${flags}`);
    const writes = world.gate.writes.slice(before);
    for (const one of writes) {
      const effect = effectOf(one, account);
      if (effect) acts[effect.act] += 1;
    }
    const files = { set: name, current: current[name], reviewed: reviewed[name] };
    const known = { ...files, paused, edited: edited[name], account };
    violations.push(...violationsOf(writes, known));
  };
  const take = async (one: Step): Promise<void> => {
    const { set: name } = one;
    switch (one.do) {
      case 'edit':
        return write(name, one.config);
      case 'suppress':
        return write(name, { ...current[name], suppress: [one.email] });
      case 'review':
        return review(name);
      case 'approve':
        if (used.includes((await run(`apply ${name}.yaml --auto-approve`)).exit)) edited[name].clear();
        return undefined;
      case 'schedule':
        await world.simulator.advance(`${one.days}d`);
        return schedule(name);
      case 'pause':
      case 'resume':
        expect(await run(`${one.do} --config ${name}.yaml`)).toMatchObject({ exit: 0 });
        paused = one.do === 'pause';
        return undefined;
      case 'by-hand':
        return act(world, one.action.what === 'edit-target' ? nextEdit(one.action) : one.action);
      default:
        return one satisfies never;
    }
  };
  const nextEdit = (by: ManualAction): ManualAction => {
    edits += 1;
    const kind = by.who === '900100' ? 'workflow' : 'sequence';
    for (const name of sets) edited[name].add(`${kind} ${by.who}`);
    return { ...by, with: `delay:2=${10 + edits}d` };
  };

  for (const name of sets) write(name, current[name]);
  await world.makeLedger();
  for (const name of sets) await review(name);
  for (const one of taken) await take(one);
  return { violations, enrolled: acts.enroll, unenrolled: acts.unenroll };
}

/** Changes the account. The account may refuse, for example to end an enrollment that does not exist. */
async function act(world: World, by: ManualAction): Promise<void> {
  try {
    await world.simulator.act(by);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}

const unattended = '--unattended';

test('random histories: an unattended apply sends nothing that was not reviewed', async () => {
  const property = fc.asyncProperty(history, async (one) => {
    expect((await play(one, unattended)).violations).toEqual([]);
  });
  // A smaller counterexample would take many more runs.
  await fc.assert(property, { numRuns: 16, endOnFailure: true });
}, 600_000);

describe('a scripted history', () => {
  const plain: Config = {
    members: [ana, bo],
    list: false,
    absent: [],
    suppress: [],
    perDay: 1,
    onLeave: 'unenroll',
    exclusive: true,
    since: undefined,
    onboarding: [],
  };
  const quiet: Config = { ...plain, members: [], exclusive: false };
  const outbound = { set: 'outbound' } as const;
  const nextDay = { ...outbound, do: 'schedule', days: 1 } as const;
  const edit = (parts: Partial<Config>) =>
    ({ ...outbound, do: 'edit', config: { ...plain, ...parts } }) as const;
  const playSteps = (taken: readonly Step[], flags: string) =>
    play({ configs: [plain, quiet], steps: taken }, flags);

  test('enrolls the next contact, and unenrolls a suppressed one before its review', async () => {
    const taken: readonly Step[] = [nextDay, { ...outbound, do: 'suppress', email: ana }, nextDay];
    expect(await playSteps(taken, unattended)).toEqual({ violations: [], enrolled: 1, unenrolled: 1 });
  });

  // The same history with an apply of everything shows that the checks find each kind of change.
  test.each<[why: string, steps: readonly Step[]]>([
    ['the file was not reviewed', [edit({ members: [ana, bo, liam], perDay: 9 }), nextDay]],
    ['unenrolls a contact that is not suppressed', [edit({ members: [bo] }), nextDay]],
    [
      'unenrolls a contact that is not suppressed',
      [{ ...outbound, do: 'by-hand', action: { what: 'enroll', who: '1043', target: '5510021' } }, nextDay],
    ],
    [
      'not the first enrollment',
      [
        { ...outbound, do: 'by-hand', action: { what: 'reply', who: '1041' } },
        edit({ since: '2026-11-03', perDay: 9 }),
        nextDay,
      ],
    ],
    [
      'the target was edited since its review',
      [{ ...outbound, do: 'by-hand', action: { what: 'edit-target', who: '5510021' } }, nextDay],
    ],
  ])('that needs a review, because: %s', async (why, taken) => {
    const all = await playSteps(taken, '--auto-approve');
    expect(all.violations).toContainEqual(expect.stringContaining(why));
    expect((await playSteps(taken, unattended)).violations).toEqual([]);
  });
});

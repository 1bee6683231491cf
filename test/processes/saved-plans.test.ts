import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/model/results/plan.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { planIdOf, sealedDigest } from '../../src/reconciler/digests.ts';
import type { Ran } from '../cli/rollcall.ts';
import type { Cleanup } from './cleanup.ts';
import { reportOf } from './report-of.ts';

import { filesFor, someWorld } from './world.ts';
import type { World } from './world.ts';

const saved = ['apply', 'plan.json', '--auto-approve', '--format', 'json'];
const members = { sequence: 5 };

/** Returns a world with a saved plan that is not applied yet. The first apply creates the ledger. */
async function worldWithPlan(
  cleanup: Cleanup,
  change: (text: string) => string = (text) => text,
): Promise<World> {
  const world = await someWorld(cleanup, members);
  world.write('more.csv', 'id\n1000005\n');
  world.write('enrollments.yaml', change(filesFor(members, 'simulated')));
  expect(await world.runInProcess('plan', '--out', 'plan.json')).toMatchObject({ exit: 0 });
  return world;
}

function planOf(world: World): Plan {
  return JSON.parse(readFileSync(join(world.cwd, 'plan.json'), 'utf8'));
}

/** Returns the exit code and the error of a refusal, with the number of requests and enrollments. */
function refusalOf(ended: Ran, world: World): object {
  const { error }: { error: { code: string; message: string; help: string } } = JSON.parse(ended.stdout);
  const enrolled = world.simulator.inspect().enrollments.length;
  return { exit: ended.exit, ...error, sent: world.gate.writes.length, enrolled };
}

function refused(exit: number, code: string, message: string): object {
  const help = expect.stringMatching(/[Pp]lan|rollcall/u);
  return expect.objectContaining({
    exit,
    code,
    message: expect.stringContaining(message),
    help,
    sent: 0,
    enrolled: 0,
  });
}

describe.concurrent('a saved plan', () => {
  it('is applied once', async ({ onTestFinished }) => {
    const world = await worldWithPlan(onTestFinished);
    expect(reportOf(await world.runInProcess(...saved))).toMatchObject({ exitCode: 0, counts: { done: 5 } });
    const again = await world.runInProcess(...saved);
    expect(again.exit).toBe(8);
    expect(JSON.parse(again.stdout)).toMatchObject({ error: { code: 'plan-used' } });
    expect(world.gate.writes).toHaveLength(5);
  });

  it('is refused after it expires', async ({ onTestFinished }) => {
    const world = await worldWithPlan(onTestFinished);
    await world.simulator.advance('2d');
    expect(refusalOf(await world.runInProcess(...saved), world)).toEqual(
      refused(8, 'plan-expired', planOf(world).expiresAt),
    );
  });

  it('is refused when one character of a change differs', async ({ onTestFinished }) => {
    const world = await worldWithPlan(onTestFinished);
    const text = readFileSync(join(world.cwd, 'plan.json'), 'utf8');
    const edited = text.replace('"id":"1000003"', '"id":"1000009"');
    expect(edited).not.toBe(text);
    world.write('plan.json', edited);
    expect(refusalOf(await world.runInProcess(...saved), world)).toEqual(
      refused(8, 'plan-tampered', planOf(world).planId),
    );
  });

  it('is refused when a newer version of rollcall wrote it', async ({ onTestFinished }) => {
    const world = await worldWithPlan(onTestFinished);
    const plan = planOf(world);
    world.write('plan.json', JSON.stringify({ ...plan, formatVersion: plan.formatVersion + 1 }));
    expect(refusalOf(await world.runInProcess(...saved), world)).toEqual(
      refused(8, 'plan-newer', `format ${plan.formatVersion + 1}`),
    );
  });

  it('is refused for another account', async ({ onTestFinished }) => {
    const world = await worldWithPlan(onTestFinished);
    const { portalId } = planOf(world);
    await world.simulator.reset();
    const ended = await world.runInProcess(...saved);
    expect(refusalOf(ended, world)).toEqual(refused(4, 'plan-other-account', `${portalId}`));
    expect(ended.stdout).toContain(`${portalId + 1}`);
  });

  it.for(['enrollments.yaml', 'more.csv'])(
    'is refused when %s has changed',
    async (file, { onTestFinished }) => {
      const world = await worldWithPlan(
        onTestFinished,
        (text) =>
          `${text.replace('{"id":1000005}', '{"audience":"more"}')}\naudiences: { more: [{ file: more.csv }] }\n`,
      );
      expect(planOf(world).changes).toHaveLength(5);
      const text = readFileSync(join(world.cwd, file), 'utf8');
      world.write(file, `${text}\n`);
      expect(refusalOf(await world.runInProcess(...saved), world)).toEqual(
        refused(8, 'plan-files-changed', file),
      );
    },
  );

  it('is refused when the same files have another configuration hash', async ({ onTestFinished }) => {
    const world = await worldWithPlan(onTestFinished);
    // Another version of rollcall may read the same files differently and seal that plan.
    const other = { ...planOf(world), configHash: '0'.repeat(64) };
    const identified = { ...other, planId: planIdOf(other) };
    const ledger = await openLedger({ location: world.ledgerFile, mode: 'write' });
    const seal = ledger?.seal(sealedDigest(identified));
    await ledger?.close();
    world.write('plan.json', JSON.stringify({ ...identified, seal }));
    expect(refusalOf(await world.runInProcess(...saved), world)).toEqual(
      refused(8, 'plan-configuration-changed', 'configuration differs'),
    );
  });

  it('that is not valid JSON is refused', async ({ onTestFinished }) => {
    const world = await worldWithPlan(onTestFinished);
    world.write('plan.json', '{"planId": 7');
    expect(refusalOf(await world.runInProcess(...saved), world)).toEqual(
      refused(8, 'plan-unreadable', 'plan.json'),
    );
  });
});

describe.concurrent('--expect', () => {
  it('accepts only the reviewed plan, from files and from a saved plan', async ({ onTestFinished }) => {
    const world = await worldWithPlan(onTestFinished);
    const { planId } = planOf(world);
    const files = ['apply', '--auto-approve', '--format', 'json', '--expect'];
    expect(refusalOf(await world.runInProcess(...files, 'another'), world)).toEqual(
      refused(8, 'plan-unexpected', planId),
    );
    expect(refusalOf(await world.runInProcess(...saved, '--expect', 'another'), world)).toEqual(
      refused(8, 'plan-unexpected', planId),
    );
    expect(reportOf(await world.runInProcess(...files, planId))).toMatchObject({
      exitCode: 0,
      planId,
      counts: { done: 5 },
    });
  });

  it('refuses a plan of the same files after the account has changed', async ({ onTestFinished }) => {
    const world = await worldWithPlan(onTestFinished);
    const { planId } = planOf(world);
    await world.simulator.act({ what: 'opt-out', who: '1000002' });
    const ended = await world.runInProcess('apply', '--auto-approve', '--format', 'json', '--expect', planId);
    expect(refusalOf(ended, world)).toEqual(refused(8, 'plan-unexpected', planId));
  });
});

describe.concurrent('--canary', () => {
  it('enrolls that many and stops with exit code 6; the same plan continues', async ({ onTestFinished }) => {
    const world = await worldWithPlan(onTestFinished);
    const canary = reportOf(await world.runInProcess(...saved, '--canary', '2'));
    expect(canary).toMatchObject({ exitCode: 6, counts: { planned: 5, done: 2, notAttempted: 3 } });
    expect(canary.exitReasons[0]).toMatch(/3 enrollments remain\. .* the same command without --canary/u);
    expect(world.simulator.inspect().enrollments).toHaveLength(2);

    expect(reportOf(await world.runInProcess(...saved))).toMatchObject({
      exitCode: 0,
      counts: { planned: 3, done: 3 },
    });
    expect(await world.runInProcess(...saved)).toMatchObject({ exit: 8 });
    expect(await world.tally()).toMatchObject({ enrollments: 5, proved: 5, duplicates: [] });
  });
});

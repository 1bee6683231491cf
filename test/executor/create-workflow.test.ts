/** One apply that creates a workflow: the request is sent once, and a lost response is settled by name and time. */
import { describe, expect, test } from 'vitest';
import type { WriteResult } from '../../src/model/account.ts';
import { ExitCode } from '../../src/model/exit-code.ts';
import type { Namesake } from '../../src/model/observed-state.ts';
import type { Change } from '../../src/model/results/plan.ts';
import { newTargetId } from '../../src/model/target.ts';
import { newWorkflow } from './new-workflow.ts';
import { after, play, type World } from './play.ts';

const create: Change = {
  address: 'workflows.welcome',
  action: 'create-workflow',
  reason: 'the files define it without an id',
  effect: 'creates',
  reversible: true,
  target: { kind: 'workflow', key: 'welcome', id: newTargetId('welcome'), name: 'Welcome' },
  source: { file: 'e.yaml', line: 4, column: 1 },
  definition: 'welcome.yaml',
  does: ['enrollment: manual'],
};

const lost: WriteResult = { outcome: 'ambiguous', reason: 'reset' };

const namesake = (id: string, createdAt = after(1_000)): Namesake => ({
  id,
  name: 'Welcome',
  createdAt,
  enabled: false,
});

const playing = (answer: WriteResult, more: Partial<World> = {}) =>
  play({ changes: [create], answer: () => answer, ...more });

describe('a request to create a workflow', () => {
  test('has an intent before it, and is done with the id of the response', async () => {
    const played = await playing({ outcome: 'proved', createdId: '55' });
    expect(played.outcomes).toMatchObject([
      {
        address: 'workflows.welcome',
        status: 'done',
        reason: 'created as workflow 55, turned off',
        help: expect.stringContaining('add `id: 55` to workflows.welcome'),
      },
    ]);
    const order = played.calls.map(([name]) => name).filter((name) => name !== 'settle');
    expect(order.indexOf('recordIntents')).toBeLessThan(order.indexOf('send'));
    expect(played.intents).toMatchObject([{ action: 'create-workflow', state: 'proved' }]);
    expect(played.exit).toBe(ExitCode.done);
  });

  test('keeps the name that was sent, unless it has an address', async () => {
    const names = async (name: string) => {
      const played = await playing(lost, { definition: { ...newWorkflow, name } });
      return played.intents.map(({ createdName }) => createdName);
    };
    expect(await names('Welcome')).toEqual(['Welcome']);
    expect(await names('Welcome ana@northwind.example')).toEqual([undefined]);
  });

  test('whose response was lost is done if the account shows one new workflow of the name', async () => {
    const played = await playing(lost, { namesakes: () => [namesake('55')] });
    expect(played.sent).toHaveLength(1);
    expect(played.outcomes).toMatchObject([
      { status: 'done', reason: 'seen in the account as workflow 55', evidence: 'read-back' },
    ]);
    expect(played.intents).toMatchObject([{ state: 'accepted' }]);
  });

  test.each<[string, readonly Namesake[]]>([
    ['no workflow', []],
    ['two workflows', [namesake('55'), namesake('56')]],
    ['an older workflow', [namesake('55', after(-60_000))]],
    ['a workflow without a time', [{ id: '55', name: 'Welcome', enabled: false }]],
  ])('whose response was lost is unknown if the account shows %s', async (_, namesakes) => {
    const played = await playing(lost, { namesakes: () => namesakes });
    expect(played.sent).toHaveLength(1);
    expect(played.outcomes).toMatchObject([
      {
        status: 'unknown',
        help: expect.stringContaining('rollcall resolve workflows.welcome --not-created'),
      },
    ]);
    // The next run settles it by its name.
    expect(played.intents).toMatchObject([{ state: 'open' }]);
    expect(played.exit).toBe(ExitCode.unknown);
  });

  test('that HubSpot refuses is failed', async () => {
    const played = await playing({ outcome: 'refused', cause: 'unclear', reason: 'no', help: 'x' });
    expect(played.outcomes).toMatchObject([{ status: 'failed', reason: 'no' }]);
    expect(played.intents).toMatchObject([{ state: 'refused' }]);
  });

  test('with a missing scope or the daily limit stops the run, and the next run may send it', async () => {
    const denied = await playing({ outcome: 'denied', reason: 'no scope', help: 'Give it.' });
    expect([denied.exit, denied.outcomes[0]?.status]).toEqual([ExitCode.account, 'not-attempted']);
    expect(denied.intents).toMatchObject([{ state: 'not-sent' }]);
    const quota = await playing({ outcome: 'quota', reason: 'daily' });
    expect(quota.exit).toBe(ExitCode.quota);
    expect(quota.intents).toMatchObject([{ state: 'not-sent' }]);
  });

  test('that the rate limit refuses is sent again with the same intent', async () => {
    const played = await play({
      changes: [create],
      answer: ({ nth }) =>
        nth === 0 ? { outcome: 'throttled', waitMilliseconds: 10 } : { outcome: 'proved', createdId: '55' },
    });
    expect(played.sent).toHaveLength(2);
    expect(played.intents).toMatchObject([{ state: 'proved' }]);
    expect(played.outcomes).toMatchObject([{ status: 'done' }]);
  });

  test('is not sent if its intent cannot be recorded', async () => {
    const played = await playing(
      { outcome: 'proved', createdId: '55' },
      { intentFails: new Error('disk full') },
    );
    expect(played.sent).toEqual([]);
    expect(played.outcomes[0]?.status).not.toBe('done');
  });
});

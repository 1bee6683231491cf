import { beforeEach, describe, expect, test } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { toFormat1, toFormat2, toFormat3 } from '../../src/ledger/schema/formats.ts';
import {
  createOlderLedger,
  engines,
  midnight,
  noon,
  openRun,
  portalId,
  required,
  someIntent,
  someRun,
  suiteDatabase,
} from './test-ledgers.ts';

const summary = {
  planned: 0,
  left: { waiting: 3, blocked: 1, unknown: 0, manual: 0, until: '2026-12-01' },
};
const heartbeat = {
  command: 'apply',
  commit: 'c0ffee',
  actor: 'ci',
  version: '1.0.0',
  at: noon,
  exitCode: 0,
  counts: JSON.stringify(summary),
};

describe.each(engines)('heartbeats on $name', ({ name, start }) => {
  const database = suiteDatabase(start);
  let location: string;
  beforeEach(async () => {
    location = await database.fresh();
  });

  test('are recorded in order, without a run number', async () => {
    const { ledger, lease, run } = await openRun(location);
    await lease.finishRun(run, { exitCode: 6, at: noon, counts: '{"planned":1}' });
    await lease.recordHeartbeat({ ...heartbeat, actor: 'ana' });
    await lease.recordHeartbeat(heartbeat);
    expect((await ledger.view(portalId, midnight)).lastRun).toBe(run);
    expect(await ledger.activity(portalId)).toEqual({
      lastRun: expect.objectContaining({ run, exitCode: 6, finishedAt: noon, summary: { planned: 1 } }),
      lastCompleted: expect.objectContaining({ run }),
      lastHeartbeat: { command: 'apply', actor: 'ci', commit: 'c0ffee', at: noon, exitCode: 0, summary },
      lastCompletedHeartbeat: expect.objectContaining({ actor: 'ci' }),
      openIntents: [],
    });
    expect(await ledger.activity(portalId + 1)).toEqual({ openIntents: [] });
    await ledger.close();
  });

  test('of refused plans are not completed applies, nor are runs that failed or did not finish', async () => {
    const { ledger, lease, run: failed } = await openRun(location);
    await lease.finishRun(failed, { exitCode: 7, at: noon, counts: '{}' });
    const accepted = await lease.startRun(someRun({ command: 'drift --accept' }));
    await lease.finishRun(accepted, { exitCode: 0, at: noon, counts: '{}' });
    await lease.recordHeartbeat({ ...heartbeat, exitCode: 5, counts: '{}' });
    const activity = await ledger.activity(portalId);
    expect(activity.lastCompleted).toBeUndefined();
    expect(activity.lastCompletedHeartbeat).toBeUndefined();
    expect(activity).toMatchObject({ lastRun: { run: failed }, lastHeartbeat: { exitCode: 5 } });
    const open = await lease.startRun(someRun());
    await lease.recordIntents(open, [someIntent()]);
    expect(await ledger.activity(portalId)).toMatchObject({
      lastRun: { run: open, summary: {} },
      openIntents: [{ action: 'enroll', run: open, contactId: '1042' }],
    });
    await ledger.close();
  });

  test('are absent in a ledger of format 3, which can be read without a migration', async () => {
    await createOlderLedger(database, {
      engine: name,
      location,
      migrations: [toFormat1, toFormat2, toFormat3],
      rows: [
        `insert into rollcall_runs values
          (${portalId}, 1, 'apply', 'plan-1', 'c0ffee', null, 'ana', '0', '${noon}', '${noon}', 0, null)`,
      ],
    });
    const ledger = required(await openLedger({ location, mode: 'read' }));
    expect(await ledger.activity(portalId)).toMatchObject({ lastCompleted: { run: 1, summary: {} } });
    await ledger.close();
  });
});

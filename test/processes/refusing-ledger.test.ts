/** Ledgers that fail during a run. rollcall never sends a request without a committed intent. */
import { closeSync, copyFileSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { suiteDatabase } from '../ledger/test-ledgers.ts';
import { startTestPostgres } from '../ledger/test-postgres.ts';
import type { Cleanup } from './cleanup.ts';
import { reportOf, outcomeCount } from './report-of.ts';
import { sqlOn } from './sql-on.ts';
import type { Ended } from './start-rollcall.ts';
import { someWorld } from './world.ts';
import type { World } from './world.ts';

const apply = ['apply', '--auto-approve', '--format', 'json'];
const firstApply = [...apply, '--new-ledger'];
const memberCount = 40;
const consistent = { duplicates: [], lost: [], unrecorded: [] };

/** Expects a run that failed with exit code 1 and reported each change correctly. */
function expectStopped(ended: Ended, world: World, message: RegExp): void {
  expect(ended.exit).toBe(1);
  const report = reportOf(ended);
  expect(report).toMatchObject({ exitCode: 1, counts: { planned: memberCount } });
  expect(outcomeCount(report)).toBe(memberCount);
  expect(report.exitReasons[0]).toMatch(message);
  // A change that was sent is never reported as not attempted.
  const { done, unknown, notAttempted } = report.counts;
  expect(done + unknown).toBe(world.gate.writes.length);
  expect(notAttempted).toBeGreaterThan(0);
}

/** Expects that the next run with a working ledger enrolls the other contacts, and none twice. */
async function expectRecovery(world: World, flags: readonly string[] = []): Promise<void> {
  expect(await world.tally()).toMatchObject(consistent);
  const next = await world.runInProcess(...apply, ...flags);
  expect([0, 7]).toContain(next.exit);
  const tally = await world.tally();
  expect(tally).toMatchObject(consistent);
  expect(tally.proved + tally.unknown).toBe(memberCount);
}

describe.concurrent('a ledger in a file', () => {
  it('on a disk that fills up during a run stops the run', async ({ onTestFinished }) => {
    const world = await someWorld(onTestFinished, { sequence: memberCount });
    const ended = await world.start(firstApply, ['sh', '-c', 'ulimit -f 400; exec "$@"', 'sh']).ended;
    expectStopped(ended, world, /cannot be written.*run the same command again/u);
    // If the lock could not be released either, it expires within a minute.
    await expectRecovery(world, ['--lock-timeout', '90s']);
    expect(world.simulator.inspect().enrollments).toHaveLength(memberCount);
  });

  it('that refuses a record during a run stops the run', async ({ onTestFinished }) => {
    const world = await someWorld(onTestFinished, { sequence: memberCount });
    await world.makeLedger();
    sqlOn(
      world.ledgerFile,
      `create trigger refusing before insert on rollcall_intents
       when (select count(*) from rollcall_intents) >= 5
       begin select raise(abort, 'no more of these'); end`,
    );
    const ended = await world.run(...apply);
    expectStopped(ended, world, /no more of these.*run the same command again/u);
    expect(world.gate.writes).toHaveLength(5);
    sqlOn(world.ledgerFile, 'drop trigger refusing');
    await expectRecovery(world);
  });

  it('that accepts intents but no proofs leaves intents open, and the next run settles them', async ({
    onTestFinished,
  }) => {
    const world = await someWorld(onTestFinished, { sequence: memberCount });
    await world.makeLedger();
    sqlOn(
      world.ledgerFile,
      `create trigger refusing before insert on rollcall_proofs
       begin select raise(abort, 'no proofs'); end`,
    );
    const ended = await world.run(...apply);
    expectStopped(ended, world, /no proofs/u);
    expect(reportOf(ended).counts.unknown).toBe(world.gate.writes.length);
    sqlOn(world.ledgerFile, 'drop trigger refusing');
    await expectRecovery(world);
    // The next run found all of them in the account.
    expect(await world.tally()).toMatchObject({ proved: memberCount, unknown: 0 });
  });

  it('that is deleted during a run stops the run', async ({ onTestFinished }) => {
    const world = await someWorld(onTestFinished, { sequence: memberCount });
    world.gate.watch({
      arrived: ({ nth }) => {
        if (nth === 3) for (const suffix of ['', '-wal', '-shm']) rmSync(`${world.ledgerFile}${suffix}`);
      },
    });
    const ended = await world.run(...firstApply);
    expectStopped(ended, world, /deleted or replaced.*keep this report/u);
    const sent = world.gate.writes.length;
    // The next run does not create a new ledger automatically.
    const next = await world.runInProcess(...apply);
    expect(next.exit).toBe(1);
    expect(JSON.parse(next.stdout)).toMatchObject({ error: { code: 'no-ledger' } });
    expect(world.gate.writes).toHaveLength(sent);
  });

  it('that is replaced during a run stops the run', async ({ onTestFinished }) => {
    const world = await someWorld(onTestFinished, { sequence: memberCount });
    await world.makeLedger();
    const copy = `${world.ledgerFile}.copy`;
    copyFileSync(world.ledgerFile, copy);
    world.gate.watch({
      arrived: ({ nth }) => {
        if (nth === 3) renameSync(copy, world.ledgerFile);
      },
    });
    expectStopped(await world.run(...apply), world, /deleted or replaced/u);
    expect(world.gate.writes.length).toBeLessThan(memberCount);
  });

  it.for([
    ['that is read-only', 18, [3], 'ledger-write', 'writable'],
    ['with a damaged header', 0, [0x41, 0x41, 0x41, 0x41], 'ledger-unreadable', 'restore it from a copy'],
  ] as const)('%s is refused', async ([, offset, bytes, code, help], { onTestFinished }) => {
    const world = await someWorld(onTestFinished, { sequence: memberCount });
    await world.makeLedger();
    overwrite(world.ledgerFile, offset, Buffer.from(bytes));
    const ended = await world.run(...apply);
    expect(ended.exit).toBe(1);
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code, help: expect.stringContaining(help) } });
    expect(world.gate.writes).toEqual([]);
  });

  it('with damaged pages is refused', async ({ onTestFinished }) => {
    const world = await someWorld(onTestFinished, { sequence: memberCount });
    await world.run(...firstApply);
    const sent = world.gate.writes.length;
    const pages = statSync(world.ledgerFile).size / 4096;
    // Damages everything except the first page, which identifies the file.
    overwrite(world.ledgerFile, 4096, Buffer.alloc((pages - 1) * 4096, 0x41));
    const ended = await world.run(...apply);
    expect(ended.exit).toBe(1);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      error: { help: expect.stringContaining('restore it from a copy') },
    });
    expect(world.gate.writes).toHaveLength(sent);
  });
});

function overwrite(path: string, offset: number, bytes: Buffer): void {
  const file = openSync(path, 'r+');
  writeSync(file, bytes, 0, bytes.length, offset);
  closeSync(file);
}

describe('a ledger in PostgreSQL', () => {
  const postgres = suiteDatabase(startTestPostgres);

  it('whose connection is lost during a run stops the run', async ({ onTestFinished }) => {
    const location = await postgres.fresh();
    const proxy = await startDatabaseProxy(location, onTestFinished);
    const world = await someWorld(onTestFinished, { sequence: memberCount, ledger: proxy.location });
    world.gate.watch({
      arrived: ({ nth }) => {
        if (nth === 3) proxy.cut();
      },
    });
    const ended = await world.run(...firstApply);
    expectStopped(
      ended,
      world,
      /cannot be written.*Check the server and the connection, then run the same command again/u,
    );
    proxy.mend();
    // The run could not release its lock.
    expect(await world.runInProcess(...apply)).toMatchObject({ exit: 9 });
    expect(await world.runInProcess('unlock', '1')).toMatchObject({ exit: 0 });
    await expectRecovery(world);
  });

  it('that drops the connection and accepts a new one loses nothing', async ({ onTestFinished }) => {
    const proxy = await startDatabaseProxy(await postgres.fresh(), onTestFinished);
    const world = await someWorld(onTestFinished, { sequence: memberCount, ledger: proxy.location });
    world.gate.watch({
      arrived: ({ nth }) => {
        if (nth !== 3) return;
        proxy.cut();
        proxy.mend();
      },
    });
    const ended = await world.run(...firstApply);
    expect([0, 1]).toContain(ended.exit);
    const report = reportOf(ended);
    expect(outcomeCount(report)).toBe(memberCount);
    expect(report.counts.done + report.counts.unknown).toBe(world.gate.writes.length);
    await expectRecovery(world);
  });
});

interface DatabaseProxy {
  /** The location of the same database through the proxy. */
  readonly location: string;
  readonly cut: () => void;
  readonly mend: () => void;
}

/** Starts a proxy in front of a database server. `cut` resets all connections and refuses new ones until `mend`. */
async function startDatabaseProxy(location: string, cleanup: Cleanup): Promise<DatabaseProxy> {
  const target = new URL(location);
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((client) => {
    if (isCut) {
      client.destroy();
      return;
    }
    const upstream = connect(Number(target.port || 5432), target.hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on('error', () => undefined);
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    isCut = true;
    for (const socket of sockets) socket.resetAndDestroy();
  };
  cleanup(() => {
    cut();
    server.close();
  });
  const listening = server.address();
  if (typeof listening !== 'object' || !listening) throw new Error('no port');
  const proxyUrl = new URL(location);
  proxyUrl.host = `127.0.0.1:${listening.port}`;
  return { location: proxyUrl.href, cut, mend: () => void (isCut = false) };
}

/** Ledgers that stop taking records. In every case no request leaves whose intent was not committed. */
import { closeSync, copyFileSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { suiteDatabase } from '../ledger/test-ledgers.ts';
import { startTestPostgres } from '../ledger/test-postgres.ts';
import type { Cleanup } from './cleanup.ts';
import { reportOf, summed } from './report-of.ts';
import { sqlOn } from './sql-on.ts';
import type { Ended } from './start-rollcall.ts';
import { someWorld } from './world.ts';
import type { World } from './world.ts';

const applying = ['apply', '--auto-approve', '--format', 'json'];
const first = [...applying, '--new-ledger'];
const people = 40;
const whole = { duplicates: [], lost: [], unrecorded: [] };

/** A run that began, met the ledger's end and told the truth about it. */
function expectStopped(ended: Ended, world: World, message: RegExp): void {
  expect(ended.exit).toBe(1);
  const report = reportOf(ended);
  expect(report).toMatchObject({ exitCode: 1, counts: { planned: people } });
  expect(summed(report)).toBe(people);
  expect(report.exitReasons[0]).toMatch(message);
  // What was sent is never called not attempted.
  const { done, unknown, notAttempted } = report.counts;
  expect(done + unknown).toBe(world.gate.writes.length);
  expect(notAttempted).toBeGreaterThan(0);
}

/** Once the ledger works again: everybody else is enrolled, and nobody twice. */
async function expectRecovery(world: World, flags: readonly string[] = []): Promise<void> {
  expect(await world.tally()).toMatchObject(whole);
  const next = await world.runInProcess(...applying, ...flags);
  expect([0, 7]).toContain(next.exit);
  const tally = await world.tally();
  expect(tally).toMatchObject(whole);
  expect(tally.proved + tally.unknown).toBe(people);
}

describe.concurrent('a ledger in a file', () => {
  it('whose disk is full in the middle of a run stops the run', async ({ onTestFinished }) => {
    const world = await someWorld(onTestFinished, { sequence: people });
    const ended = await world.start(first, ['sh', '-c', 'ulimit -f 400; exec "$@"', 'sh']).ended;
    expectStopped(ended, world, /cannot be written.*run the same command again/u);
    // If the lock could not be released either, it expires within a minute.
    await expectRecovery(world, ['--lock-timeout', '90s']);
    expect(world.simulator.inspect().enrollments).toHaveLength(people);
  });

  it('that refuses a record in the middle of a run stops the run', async ({ onTestFinished }) => {
    const world = await someWorld(onTestFinished, { sequence: people });
    await world.makeLedger();
    sqlOn(
      world.ledgerFile,
      `create trigger refusing before insert on rollcall_intents
       when (select count(*) from rollcall_intents) >= 5
       begin select raise(abort, 'no more of these'); end`,
    );
    const ended = await world.run(...applying);
    expectStopped(ended, world, /no more of these.*run the same command again/u);
    expect(world.gate.writes).toHaveLength(5);
    sqlOn(world.ledgerFile, 'drop trigger refusing');
    await expectRecovery(world);
  });

  it('that takes intents and no answers leaves them open, to be read back', async ({ onTestFinished }) => {
    const world = await someWorld(onTestFinished, { sequence: people });
    await world.makeLedger();
    sqlOn(
      world.ledgerFile,
      `create trigger refusing before insert on rollcall_proofs
       begin select raise(abort, 'no answers'); end`,
    );
    const ended = await world.run(...applying);
    expectStopped(ended, world, /no answers/u);
    expect(reportOf(ended).counts.unknown).toBe(world.gate.writes.length);
    sqlOn(world.ledgerFile, 'drop trigger refusing');
    await expectRecovery(world);
    // All of them were found in the account.
    expect(await world.tally()).toMatchObject({ proved: people, unknown: 0 });
  });

  it('that was deleted in the middle of a run stops the run', async ({ onTestFinished }) => {
    const world = await someWorld(onTestFinished, { sequence: people });
    world.gate.watch({
      arrived: ({ nth }) => {
        if (nth === 3) for (const end of ['', '-wal', '-shm']) rmSync(`${world.ledgerFile}${end}`);
      },
    });
    const ended = await world.run(...first);
    expectStopped(ended, world, /deleted or replaced.*keep this report/u);
    const sent = world.gate.writes.length;
    // The next run does not begin a new one by itself.
    const next = await world.runInProcess(...applying);
    expect(next.exit).toBe(1);
    expect(JSON.parse(next.stdout)).toMatchObject({ error: { code: 'no-ledger' } });
    expect(world.gate.writes).toHaveLength(sent);
  });

  it('that was put in place of another in the middle of a run stops the run', async ({ onTestFinished }) => {
    const world = await someWorld(onTestFinished, { sequence: people });
    await world.makeLedger();
    const copy = `${world.ledgerFile}.copy`;
    copyFileSync(world.ledgerFile, copy);
    world.gate.watch({
      arrived: ({ nth }) => {
        if (nth === 3) renameSync(copy, world.ledgerFile);
      },
    });
    expectStopped(await world.run(...applying), world, /deleted or replaced/u);
    expect(world.gate.writes.length).toBeLessThan(people);
  });

  it.for([
    ['that may only be read', 18, [3], 'ledger-write', 'writable'],
    ['with a broken beginning', 0, [0x41, 0x41, 0x41, 0x41], 'ledger-unreadable', 'restore it from a copy'],
  ] as const)('%s is not applied with', async ([, offset, bytes, code, help], { onTestFinished }) => {
    const world = await someWorld(onTestFinished, { sequence: people });
    await world.makeLedger();
    overwrite(world.ledgerFile, offset, Buffer.from(bytes));
    const ended = await world.run(...applying);
    expect(ended.exit).toBe(1);
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code, help: expect.stringContaining(help) } });
    expect(world.gate.writes).toEqual([]);
  });

  it('that is damaged in its middle is not applied with', async ({ onTestFinished }) => {
    const world = await someWorld(onTestFinished, { sequence: people });
    await world.run(...first);
    const sent = world.gate.writes.length;
    const pages = statSync(world.ledgerFile).size / 4096;
    // Everything but the first page, which says what the file is.
    overwrite(world.ledgerFile, 4096, Buffer.alloc((pages - 1) * 4096, 0x41));
    const ended = await world.run(...applying);
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

  it('whose connection is lost in the middle of a run stops the run', async ({ onTestFinished }) => {
    const address = await postgres.fresh();
    const line = await lineTo(address, onTestFinished);
    const world = await someWorld(onTestFinished, { sequence: people, ledger: line.address });
    world.gate.watch({
      arrived: ({ nth }) => {
        if (nth === 3) line.cut();
      },
    });
    const ended = await world.run(...first);
    expectStopped(
      ended,
      world,
      /cannot be written.*Check the server and the connection, then run the same command again/u,
    );
    line.mend();
    // Its lock could not be given back.
    expect(await world.runInProcess(...applying)).toMatchObject({ exit: 9 });
    expect(await world.runInProcess('unlock', '1')).toMatchObject({ exit: 0 });
    await expectRecovery(world);
  });

  it('that ends the connection and takes a new one loses nothing', async ({ onTestFinished }) => {
    const line = await lineTo(await postgres.fresh(), onTestFinished);
    const world = await someWorld(onTestFinished, { sequence: people, ledger: line.address });
    world.gate.watch({
      arrived: ({ nth }) => {
        if (nth !== 3) return;
        line.cut();
        line.mend();
      },
    });
    const ended = await world.run(...first);
    expect([0, 1]).toContain(ended.exit);
    const report = reportOf(ended);
    expect(summed(report)).toBe(people);
    expect(report.counts.done + report.counts.unknown).toBe(world.gate.writes.length);
    await expectRecovery(world);
  });
});

interface Line {
  /** The same database, reached over this line. */
  readonly address: string;
  readonly cut: () => void;
  readonly mend: () => void;
}

/** A line to a database server that can be cut: connections break off, and new ones do not come about. */
async function lineTo(address: string, cleanup: Cleanup): Promise<Line> {
  const target = new URL(address);
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(Number(target.port || 5432), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
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
  const own = server.address();
  if (typeof own !== 'object' || !own) throw new Error('no port');
  const near = new URL(address);
  near.host = `127.0.0.1:${own.port}`;
  return { address: near.href, cut, mend: () => void (isCut = false) };
}

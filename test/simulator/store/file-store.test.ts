import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { advanceStore, inspectStore, openStore } from '../../../src/simulator/store/open-store.ts';
import { send, enroll, simulator, temporaryFolder } from '../simulator-client.ts';

function newStateFile(): string {
  return join(temporaryFolder(), 'state.json');
}

describe('an account in a file', () => {
  it('reports the file that it cannot write, and stays unchanged', async () => {
    const stateFile = newStateFile();
    const store = openStore({ stateFile, lagMilliseconds: 0 });
    const before = JSON.stringify(inspectStore(store));
    mkdirSync(`${stateFile}.new`);
    const error: unknown = await advanceStore(store, '20d').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'simulator-write', message: expect.stringContaining(stateFile) });
    expect(JSON.stringify(inspectStore(store))).toBe(before);
  });

  it('is refused at the path of a folder or below a file', async () => {
    const stateFile = newStateFile();
    writeFileSync(stateFile, '{}');
    expect(() => openStore({ stateFile: dirname(stateFile) }).read()).toThrow('is a folder');
    const below = openStore({ stateFile: join(stateFile, 'state.json') });
    const error: unknown = await below.reset().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'simulator-write', message: expect.stringContaining('state.json') });
  });

  it('is shared by several servers', async () => {
    const stateFile = newStateFile();
    const [first, second] = [await simulator({ stateFile }), await simulator({ stateFile })];
    expect((await enroll(first, '1041')).status).toBe(200);
    expect((await enroll(second, '1041')).body.subCategory).toBe('SequenceError.ALREADY_ENROLLED');
    expect((await enroll(second, '1042')).status).toBe(200);
    await first.advance('20d');
    expect(second.inspect()).toEqual(first.inspect());
    expect(second.requests().map(({ status }) => status)).toEqual([200, 400, 200]);
  });

  it('keeps every one of many concurrent changes', async () => {
    const stateFile = newStateFile();
    const servers = [await simulator({ stateFile }), await simulator({ stateFile })];
    const ids = Array.from({ length: 30 }, (_none, index) => String(1001 + index));
    const responses = await Promise.all(ids.flatMap((id) => servers.map((server) => enroll(server, id))));
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(30);
    const { enrollments } = await simulator({ stateFile }).then((server) => server.inspect());
    const active = enrollments.filter(
      ({ contactId, kind }) => ids.includes(contactId) && kind === 'sequence',
    );
    expect(active.map(({ contactId }) => contactId).toSorted()).toEqual(ids);
  });

  it('survives its server, and uses the seed only if no file exists', async () => {
    const stateFile = join(dirname(newStateFile()), 'folder', 'state.json');
    const first = await simulator({ stateFile });
    first.inspect();
    expect(existsSync(dirname(stateFile))).toBe(false);
    await enroll(first, '1041');
    await first.close();
    const second = await simulator({ stateFile, account: '/does/not/exist.json' });
    expect(second.inspect().enrollments.at(-1)).toMatchObject({ contactId: '1041', endedAt: null });
    expect(second.requests()).toHaveLength(1);
  });

  it('has the next portal id and no requests after a reset', async () => {
    const stateFile = newStateFile();
    const account = await simulator({ stateFile });
    await enroll(account, '1041');
    await account.reset();
    expect(account.portalId).toBe(99_000_002);
    expect(account.inspect()).toMatchObject({ requests: [], now: '2026-11-02T09:00:00.000Z' });
    await account.reset();
    const { body } = await send(await simulator({ stateFile }), 'GET /account-info/v3/details');
    expect(body.portalId).toBe(99_000_003);
  });

  it('breaks the lock of a process that has ended', async () => {
    const stateFile = newStateFile();
    const account = await simulator({ stateFile });
    const child = spawn('true');
    await once(child, 'exit');
    writeFileSync(`${stateFile}.lock`, String(child.pid));
    writeFileSync(`${stateFile}.lock.breaking`, String(child.pid));
    expect((await enroll(account, '1041')).status).toBe(200);
    expect(existsSync(`${stateFile}.lock`)).toBe(false);
  });

  it('waits for the lock of a running process', async () => {
    const stateFile = newStateFile();
    const account = await simulator({ stateFile });
    const lock = `${stateFile}.lock`;
    writeFileSync(lock, String(process.pid));
    let done = false;
    const enrolling = enroll(account, '1041').then((response) => {
      done = true;
      return response;
    });
    // A read needs no lock. Its response shows that the server is not just slow.
    await send(account, 'GET /account-info/v3/details');
    expect(done).toBe(false);
    rmSync(lock);
    expect((await enrolling).status).toBe(200);
  });

  it('ignores a partial last line of the request log', async () => {
    const stateFile = newStateFile();
    const account = await simulator({ stateFile });
    await send(account, 'GET /account-info/v3/details');
    const log = `${stateFile}.requests.jsonl`;
    writeFileSync(log, `${readFileSync(log, 'utf8')}{"at":"20`);
    expect(account.requests()).toHaveLength(1);
  });

  it('reports how to fix a file that contains no account', async () => {
    const stateFile = newStateFile();
    await simulator({ stateFile });
    writeFileSync(stateFile, '{"formatVersion": 99}');
    await expect(simulator({ stateFile })).rejects.toMatchObject({
      code: 'simulator-state',
      help: 'Delete the file to start with a new simulated account.',
    });
    writeFileSync(stateFile, 'not json');
    await expect(simulator({ stateFile })).rejects.toThrow(/cannot be read/);
  });
});

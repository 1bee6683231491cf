import { defaultVersions } from '../../../src/model/desired-state.ts';
import { EventEmitter, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { openParts } from '../../../src/hubspot/open-account.ts';
import { asking, silent } from '../desired.ts';
import { closeServers, openScripted, token } from '../open-scripted.ts';
import type { Script } from '../open-scripted.ts';
import { trustEmail } from '../../../src/model/email.ts';

afterEach(closeServers);

const account = { 'GET /account-info/2026-09/details': { body: { portalId: '90210' } } };
const byName = '/crm/lists/2026-09/object-type-id/0-1/name/';
/** A request that reads senders and a list concurrently. */
const both = asking({ senders: [trustEmail('maria@acme.example')], lists: ['Q4'] });

/** Returns a promise and a function that resolves it. */
function deferred<Value>() {
  const events = new EventEmitter();
  return {
    promise: once(events, 'value').then(([value]) => value as Value),
    resolve: (value: Value): void => void events.emit('value', value),
  };
}

/** Holds the response to one request until the test denies it. `arrived` resolves with the request. */
function held() {
  const { promise: arrived, resolve: script } = deferred<ServerResponse>();
  const deny = async (): Promise<void> => void (await arrived).writeHead(403).end('{"message": "no"}');
  return { arrived, script, deny };
}

describe('the first failure of an observation', () => {
  test('aborts the requests in flight', async () => {
    const [owners, list] = [held(), held()];
    const script: Script = {
      ...account,
      'GET /crm/owners/2026-09': owners.script,
      [`GET ${byName}Q4`]: list.script,
    };
    const { reader, lines } = await openScripted(script, { timeoutMilliseconds: 60_000 });
    const observed = reader.observe(both, silent);
    const closed = once(await list.arrived, 'close');
    await owners.deny();
    await expect(observed).rejects.toMatchObject({ code: 'scope-missing' });
    await closed;
    expect(lines()).toHaveLength(3);
  });

  test('ends the waits, and sends and logs nothing more', async () => {
    const owners = held();
    const started = deferred<void>();
    const ended = deferred<void>();
    const sleep = (): Promise<void> => {
      started.resolve();
      return ended.promise;
    };
    const script: Script = {
      ...account,
      'GET /crm/owners/2026-09': owners.script,
      [`GET ${byName}Q4`]: { status: 477, headers: { 'retry-after': '30' } },
      [`GET ${byName}Q5`]: { status: 404 },
    };
    const { reader, logged, lines } = await openScripted(script, { sleep });
    const observed = reader.observe(both, silent);
    await started.promise;
    await owners.deny();
    await expect(observed).rejects.toMatchObject({ code: 'scope-missing' });
    ended.resolve();
    // Any leftover request would be sent before this read ends.
    await reader.observe(asking({ lists: ['Q5'] }), silent);
    expect(lines().filter((line) => line.includes('/Q4'))).toHaveLength(1);
    expect(logged.filter((line) => line.includes('retrying in'))).toHaveLength(1);
  });

  test('causes no leak warning with many concurrent reads', async () => {
    const warnings: string[] = [];
    const onWarning = ({ name }: Error): void => void warnings.push(name);
    process.on('warning', onWarning);
    onTestFinished(() => void process.off('warning', onWarning));
    const names = Array.from({ length: 16 }, (_, index) => `list-${index}`);
    const missing = names.map((name) => [`GET ${byName}${name}`, { status: 404 }] as const);
    const { reader } = await openScripted({ ...account, ...Object.fromEntries(missing) });
    expect((await reader.observe(asking({ lists: names }), silent)).lists.size).toBe(0);
    expect(warnings).toEqual([]);
  });
});

describe('a read that is aborted', () => {
  const reason = new Error('something else failed');

  /** Opens the parts of an account with real waits. Aborts `signal` as soon as a wait is logged. */
  async function openWaiting(script: Script, ratePercent: number) {
    const { server } = await openScripted(script);
    const aborting = new AbortController();
    const settings = { dialect: 'documented', ...defaultVersions } as const;
    const abortSoon = (): void => void setImmediate(() => aborting.abort(reason));
    const { api } = openParts({ ...settings, baseUrl: server.url, token, ratePercent, onWait: abortSoon });
    return { api, server, signal: aborting.signal };
  }

  test('stops waiting for HubSpot', async () => {
    const busy = { status: 503, headers: { 'retry-after': '100' } };
    const { api, signal } = await openWaiting({ 'GET /account-info/2026-09/details': busy }, 80);
    await expect(api.read(api.request('account-details'), [], signal)).rejects.toBe(reason);
  });

  test('stops waiting for the rate limit, and does not block the others', async () => {
    const slow = { 'x-hubspot-ratelimit-max': '1', 'x-hubspot-ratelimit-interval-milliseconds': '60000' };
    const headers = { ...slow, 'x-hubspot-ratelimit-remaining': '0' };
    const { api, server, signal } = await openWaiting(
      { 'GET /account-info/2026-09/details': { body: {}, headers } },
      100,
    );
    const read = (until?: AbortSignal) => api.read(api.request('account-details'), [], until);
    await read();
    await expect(Promise.all([read(signal), read(signal)])).rejects.toBe(reason);
    await expect(read(signal)).rejects.toBe(reason);
    expect(server.seen).toHaveLength(1);
  });
});

import { createServer } from 'node:http';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SimulatorLocation } from '../../src/simulator/control-account.ts';
import {
  actOnAccount,
  advanceAccount,
  inspectSimulatedAccount,
  resetAccount,
} from '../../src/simulator/control-account.ts';
import { simulator } from './simulator-client.ts';

const places: readonly (readonly [string, () => Promise<SimulatorLocation>])[] = [
  ['a running server', async () => ({ url: `${(await simulator()).url}/` })],
  [
    'a state file',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      return { stateFile: join(folder, 'state.json') };
    },
  ],
];

describe.each(places)('steering %s', (_what, place) => {
  it('advances, acts, inspects and resets', async () => {
    const where = await place();
    await actOnAccount(where, { what: 'enroll', who: '1041', target: '5510021' });
    await advanceAccount(where, '3d');
    const seen = await inspectSimulatedAccount(where);
    expect(seen).toMatchObject({ portalId: 99_000_001, now: '2026-11-05T09:00:01.000Z', requests: [] });
    expect(seen.enrollments.at(-1)).toMatchObject({ contactId: '1041', endedAt: null });
    expect(await resetAccount(where)).toBe(99_000_002);
    expect((await inspectSimulatedAccount(where)).enrollments).not.toContainEqual(
      expect.objectContaining({ contactId: '1041' }),
    );
  });

  it.each(['3 moons', '-1d', ''])('refuses the duration "%s"', async (duration) => {
    await expect(advanceAccount(await place(), duration)).rejects.toMatchObject({
      code: 'simulator-duration',
      help: 'Pass a number and a unit: 90s, 30m, 12h, 3d or 2w.',
    });
  });

  it('passes on what is wrong with an event', async () => {
    await expect(actOnAccount(await place(), { what: 'reply', who: '5' })).rejects.toMatchObject({
      code: 'simulator-act',
      message: 'The simulated account has no contact with id 5.',
    });
  });
});

it('says so when nobody answers, or something else does', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(404).end('nothing here');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await expect(inspectSimulatedAccount({ url: `http://127.0.0.1:${port}` })).rejects.toThrow(
    /is not a simulator/,
  );
  server.close();
  await once(server, 'close');
  await expect(inspectSimulatedAccount({ url: `http://127.0.0.1:${port}` })).rejects.toMatchObject({
    code: 'simulator-unreachable',
  });
});

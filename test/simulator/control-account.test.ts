import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SimulatorLocation } from '../../src/simulator/control-account.ts';
import {
  actOnAccount,
  advanceAccount,
  inspectSimulatedAccount,
  resetAccount,
} from '../../src/simulator/control-account.ts';
import { simulator, temporaryFolder } from './simulator-client.ts';

const locations: readonly (readonly [string, () => Promise<SimulatorLocation>])[] = [
  ['a running server', async () => ({ url: `${(await simulator()).url}/` })],
  ['a state file', async () => ({ stateFile: join(temporaryFolder(), 'state.json') })],
];

describe.each(locations)('controlling %s', (_name, makeLocation) => {
  it('advances, acts, inspects and resets', async () => {
    const location = await makeLocation();
    await actOnAccount(location, { what: 'enroll', who: '1041', target: '5510021' });
    await advanceAccount(location, '3d');
    const inspection = await inspectSimulatedAccount(location);
    expect(inspection).toMatchObject({ portalId: 99_000_001, now: '2026-11-05T09:00:01.000Z', requests: [] });
    expect(inspection.enrollments.at(-1)).toMatchObject({ contactId: '1041', endedAt: null });
    expect(await resetAccount(location)).toBe(99_000_002);
    expect((await inspectSimulatedAccount(location)).enrollments).not.toContainEqual(
      expect.objectContaining({ contactId: '1041' }),
    );
  });

  it.each(['3 moons', '-1d', ''])('refuses the duration "%s"', async (duration) => {
    await expect(advanceAccount(await makeLocation(), duration)).rejects.toMatchObject({
      code: 'simulator-duration',
      help: 'Pass a number and a unit: 90s, 30m, 12h, 3d or 2w.',
    });
  });

  it('reports the reason for a refused action', async () => {
    await expect(actOnAccount(await makeLocation(), { what: 'reply', who: '5' })).rejects.toMatchObject({
      code: 'simulator-action',
      message: 'The simulated account has no contact with id 5.',
    });
  });
});

it('reports an address without a server, and one of another server', async () => {
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

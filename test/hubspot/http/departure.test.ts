/** The moment at which a read leaves, which the limiter counts from. */
import { expect, onTestFinished, test, vi } from 'vitest';
import { openReadTransport } from '../../../src/hubspot/http/read-transport.ts';
import { requestFactory } from '../../../src/hubspot/http/request.ts';
import { defaultVersions } from '../../../src/model/desired-state.ts';
import { startScriptedServer } from '../scripted-server.ts';

test('each read reports once that it leaves, over a new and over a kept connection', async () => {
  const server = await startScriptedServer(() => ({ body: { portalId: 1 } }));
  onTestFinished(() => server.close());
  const transport = openReadTransport({
    baseUrl: server.url,
    token: 'a-long-token',
    timeoutMilliseconds: 5_000,
  });
  const request = requestFactory(defaultVersions)('account-details');
  for (const connection of ['new', 'kept', 'kept again']) {
    const onSent = vi.fn<() => void>();
    expect((await transport(request, undefined, onSent)).status).toBe(200);
    expect(onSent.mock.calls, connection).toHaveLength(1);
  }
});

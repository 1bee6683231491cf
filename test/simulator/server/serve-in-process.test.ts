import { describe, expect, it } from 'vitest';
import { send, simulator } from '../simulator-client.ts';

const contacts = '/crm/objects/2026-09/contacts';

/** Requests as `METHOD PATH`, with an optional body. */
const requests: readonly (readonly [string, unknown?])[] = [
  ['GET /account-info/2026-09/details'],
  ['GET /crm/v3/owners?limit=2'],
  [
    `POST ${contacts}/batch/read`,
    { inputs: [{ id: '1001' }, { id: '9' }], properties: ['email'], propertiesWithHistory: [] },
  ],
  [`GET ${contacts}/1001?properties=email`],
  [`GET ${contacts}/ana%40northwind.example?idProperty=email`],
  ['GET /automation/v2/workflows/900100/enrollments/contacts/ana%40northwind.example'],
  ['POST /automation/v2/workflows/49100/enrollments/contacts/ana%40northwind.example'],
  ['POST /automation/v2/workflows/900100/enrollments/contacts/ana%40northwind.example/'],
  ['GET /no/such/route'],
  ['DELETE /crm/v3/owners'],
];

describe('a request in this process', () => {
  it('gets the response of the server, and has the same effect', async () => {
    const [served, other] = [await simulator(), await simulator()];
    for (const [request, body] of requests) {
      const [method = '', path = ''] = request.split(' ');
      const direct = await served.serve({ method, path, token: served.token, body });
      const overHttp = await send({ url: other.url, token: other.token }, request, body);
      const ofUrl = (text: string): string => text.replaceAll(/127\.0\.0\.1:\d+/gu, '');
      expect({ request, status: direct.status, text: ofUrl(direct.text) }).toEqual({
        request,
        status: overHttp.status,
        text: ofUrl(overHttp.text),
      });
      for (const [name, value] of Object.entries(direct.headers))
        expect([request, name, value]).toEqual([request, name, overHttp.headers.get(name)]);
    }
    expect(served.inspect()).toEqual(other.inspect());
    expect(served.inspect().requests).toHaveLength(requests.length);
  });

  it('needs the token', async () => {
    const { serve } = await simulator();
    const { status } = await serve({ method: 'GET', path: '/account-info/2026-09/details', token: 'other' });
    expect(status).toBe(401);
  });

  it('lets timers of this process run between two requests', async () => {
    const { serve, token } = await simulator();
    const timer = { fired: false };
    setTimeout(() => (timer.fired = true), 0);
    for (let tries = 0; tries < 1000 && !timer.fired; tries += 1)
      await serve({ method: 'GET', path: '/account-info/2026-09/details', token });
    expect(timer.fired).toBe(true);
  });
});

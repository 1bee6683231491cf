import { expect, it } from 'vitest';
import { send, simulator } from '../simulator-client.ts';

it('refuses an unknown token and a request without one', async () => {
  const { url } = await simulator();
  const refused = await send({ url, token: 'another' }, 'GET /account-info/v3/details');
  expect(refused).toMatchObject({ status: 401, body: { category: 'INVALID_AUTHENTICATION' } });
  expect((await fetch(`${url}/account-info/v3/details`)).status).toBe(401);
});

it('lists the missing scopes of a token', async () => {
  const { url } = await simulator();
  const reader = { url, token: 'simulated-read-token' };
  expect((await send(reader, 'GET /crm/v3/lists/482')).status).toBe(200);
  const refused = await send(reader, 'PUT /crm/v3/lists/482/memberships/add', ['1041']);
  expect(refused).toMatchObject({
    status: 403,
    body: { category: 'MISSING_SCOPES', context: { missingScopes: ['crm.lists.write'] } },
  });
});

it('returns errors for an unknown route, invalid JSON and another content type', async () => {
  const account = await simulator();
  expect(await send(account, 'GET /crm/v3/objects/deals')).toMatchObject({
    status: 404,
    body: { status: 'error' },
  });
  const headers = { authorization: `Bearer ${account.token}` };
  const path = `${account.url}/crm/v3/objects/contacts/batch/read`;
  const json = { ...headers, 'content-type': 'application/json' };
  const broken = await fetch(path, { method: 'POST', body: '{"inputs": [', headers: json });
  expect(broken.status).toBe(400);
  const form = await fetch(path, { method: 'POST', body: 'inputs=1', headers });
  expect(form.status).toBe(415);
});

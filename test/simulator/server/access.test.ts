import { expect, it } from 'vitest';
import { call, simulator } from '../simulator-client.ts';

it('knows no other token', async () => {
  const { url } = await simulator();
  const refused = await call({ url, token: 'another' }, 'GET /account-info/v3/details');
  expect(refused).toMatchObject({ status: 401, body: { category: 'INVALID_AUTHENTICATION' } });
  expect((await fetch(`${url}/account-info/v3/details`)).status).toBe(401);
});

it('names the scopes that a token lacks', async () => {
  const { url } = await simulator();
  const reader = { url, token: 'simulated-read-token' };
  expect((await call(reader, 'GET /crm/v3/lists/482')).status).toBe(200);
  const refused = await call(reader, 'PUT /crm/v3/lists/482/memberships/add', ['1041']);
  expect(refused).toMatchObject({
    status: 403,
    body: { category: 'MISSING_SCOPES', context: { missingScopes: ['crm.lists.write'] } },
  });
});

it('answers what it does not know, and what is no JSON, with a reason', async () => {
  const account = await simulator();
  expect(await call(account, 'GET /crm/v3/objects/deals')).toMatchObject({
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

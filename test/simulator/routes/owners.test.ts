import { expect, it } from 'vitest';
import { send, simulator } from '../simulator-client.ts';

it('returns owners with a text id that differs from the numeric user id', async () => {
  const account = await simulator();
  const all = await send(account, 'GET /crm/v3/owners?limit=3');
  expect(all.body.results).toHaveLength(3);
  const rest = await send(account, `GET /crm/v3/owners?limit=3&after=${all.body.paging.next.after}`);
  expect(rest.body.results).toMatchObject([{ email: 'omar@acme.example' }]);
  const maria = await send(account, 'GET /crm/v3/owners?email=MARIA%40acme.example');
  expect(maria.body.results).toMatchObject([{ id: '88101', userId: 7001 }]);
  expect((await send(account, 'GET /crm/v3/owners/7002?idProperty=userId')).body.id).toBe('88102');
  expect((await send(account, 'GET /crm/v3/owners/7002')).status).toBe(404);
});

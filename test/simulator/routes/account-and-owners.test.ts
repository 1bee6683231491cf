import { expect, it } from 'vitest';
import { call, simulator } from '../simulator-client.ts';

it('tells which account the token opens, and its offset on the day', async () => {
  const account = await simulator();
  const winter = await call(account, 'GET /account-info/v3/details');
  expect(winter.body).toMatchObject({
    portalId: 99_000_001,
    timeZone: 'Europe/Berlin',
    utcOffset: '+01:00',
    utcOffsetMilliseconds: 3_600_000,
    uiDomain: 'app-eu1.hubspot.com',
  });
  await account.advance('200d');
  const summer = await call(account, 'GET /account-info/v3/details');
  expect(summer.body).toMatchObject({ utcOffset: '+02:00', utcOffsetMilliseconds: 7_200_000 });
});

it('has owners whose id is text and another than the number of their user', async () => {
  const account = await simulator();
  const all = await call(account, 'GET /crm/v3/owners?limit=3');
  expect(all.body.results).toHaveLength(3);
  const rest = await call(account, `GET /crm/v3/owners?limit=3&after=${all.body.paging.next.after}`);
  expect(rest.body.results).toMatchObject([{ email: 'omar@acme.example' }]);
  const maria = await call(account, 'GET /crm/v3/owners?email=MARIA%40acme.example');
  expect(maria.body.results).toMatchObject([{ id: '88101', userId: 7001 }]);
  expect((await call(account, 'GET /crm/v3/owners/7002?idProperty=userId')).body.id).toBe('88102');
  expect((await call(account, 'GET /crm/v3/owners/7002')).status).toBe(404);
});

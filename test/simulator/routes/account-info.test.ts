import { expect, it } from 'vitest';
import { defaultAccount } from '../../../src/simulator/seed/default-account.ts';
import { send, simulator } from '../simulator-client.ts';

it('returns the account of the token, with the UTC offset of the current day', async () => {
  const account = await simulator();
  const winter = await send(account, 'GET /account-info/v3/details');
  expect(winter.body).toMatchObject({
    portalId: 99_000_001,
    timeZone: 'Europe/Berlin',
    utcOffset: '+01:00',
    utcOffsetMilliseconds: 3_600_000,
    uiDomain: 'app-eu1.hubspot.com',
  });
  await account.advance('200d');
  const summer = await send(account, 'GET /account-info/v3/details');
  expect(summer.body).toMatchObject({ utcOffset: '+02:00', utcOffsetMilliseconds: 7_200_000 });
});

it('returns an offset west of Greenwich that is no whole hour', async () => {
  const account = await simulator({ account: { ...defaultAccount(), timeZone: 'America/St_Johns' } });
  const { body } = await send(account, 'GET /account-info/v3/details');
  expect(body).toMatchObject({ utcOffset: '-03:30', utcOffsetMilliseconds: -12_600_000 });
});

import { expect, it } from 'vitest';
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

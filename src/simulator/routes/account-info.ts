import type { SimulatedAccount } from '../account/account.ts';
import type { SimulatorRoute } from './route.ts';
import { ok } from './route.ts';

export const accountInfoRoutes: readonly SimulatorRoute[] = [
  {
    method: 'GET',
    path: '/account-info/v3/details',
    scopes: [],
    handle: ({ account }) => ok(details(account)),
  },
];

function details(account: SimulatedAccount): unknown {
  const { portalId, timeZone, uiDomain } = account.head;
  const offset = offsetAt(account.head.now, timeZone);
  const [hours = 0, minutes = 0] = offset.split(':').map(Number);
  const sign = offset.startsWith('-') ? -1 : 1;
  return {
    portalId,
    accountType: 'STANDARD',
    timeZone,
    companyCurrency: 'EUR',
    additionalCurrencies: [],
    utcOffset: offset,
    utcOffsetMilliseconds: (hours * 60 + sign * minutes) * 60_000,
    uiDomain,
    dataHostingLocation: 'eu1',
  };
}

function offsetAt(now: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(new Date(now)).find((part) => part.type === 'timeZoneName')?.value;
  return name?.slice('GMT'.length) || '+00:00';
}

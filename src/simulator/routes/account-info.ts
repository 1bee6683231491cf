import type { SimulatedAccount } from '../account/account.ts';
import { ok } from './route.ts';
import { inVersions } from './versions.ts';

export const accountInfoRoutes = inVersions(
  {
    '2026-09': '/account-info/2026-09',
    '2026-03': '/account-info/2026-03',
    legacy: '/account-info/v3',
  },
  (base) => [
    { method: 'GET', path: `${base}/details`, scopes: [], handle: ({ account }) => ok(details(account)) },
  ],
);

function details(account: SimulatedAccount): unknown {
  const { portalId, timeZone, uiDomain, accountType = 'STANDARD' } = account.head;
  const offset = offsetAt(account.head.now, timeZone);
  const [hours = 0, minutes = 0] = offset.split(':').map(Number);
  const sign = offset.startsWith('-') ? -1 : 1;
  return {
    portalId,
    accountType,
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

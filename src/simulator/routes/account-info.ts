import { zoneOffset } from '../../model/time.ts';
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
  const offset = zoneOffset(Date.parse(account.head.now), timeZone);
  return {
    portalId,
    accountType,
    timeZone,
    companyCurrency: 'EUR',
    additionalCurrencies: [],
    utcOffset: offsetText(offset),
    utcOffsetMilliseconds: offset,
    uiDomain,
    dataHostingLocation: 'eu1',
  };
}

/** Returns an offset as HubSpot writes it: `-04:00`. */
function offsetText(milliseconds: number): string {
  const time = new Date(Math.abs(milliseconds)).toISOString().slice(11, 16);
  return `${milliseconds < 0 ? '-' : '+'}${time}`;
}

import type { AccountReader } from '../model/account.ts';
import type { Instant } from '../model/time.ts';
import { dayOf, startOfDay } from '../model/time.ts';

/** Returns the start of the account's present calendar day: sender limits count from there. */
export async function dayStartOf(reader: Pick<AccountReader, 'account' | 'now'>): Promise<Instant> {
  const { timeZone } = await reader.account();
  return startOfDay(dayOf(reader.now(), timeZone), timeZone);
}

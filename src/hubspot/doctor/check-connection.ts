/** What the answers say beside their bodies: rates, clocks, and how long the routes last. */
import type { Check, Examined } from '../../model/examination.ts';
import type { Instant } from '../../model/time.ts';
import { addMilliseconds } from '../../model/time.ts';
import { failed, ok, warning } from './check-results.ts';
import type { RawAnswer } from '../http/response.ts';
import { ExitCode } from '../../model/exit-code.ts';
import type { Route } from '../routes.ts';

/** The headers of the latest answer that had rates in them, and how far the account's clock is ahead of ours. */
export interface WireFacts {
  readonly headers: RawAnswer['headers'];
  /** Milliseconds; nothing before an answer with a date. */
  readonly ahead?: number;
}

/** How many calls the account has, as its answers tell. */
export function rateCheck({ headers }: WireFacts, ratePercent: number): Check {
  const read = (name: string): number => Number(headers[`x-hubspot-ratelimit-${name}`] ?? Number.NaN);
  const [burst, interval] = [read('max'), read('interval-milliseconds') / 1000];
  const [daily, remaining] = [read('daily'), read('daily-remaining')];
  if (!(burst > 0) || !(interval > 0)) {
    const message =
      'HubSpot returns no rate limit: rollcall uses the lowest published one, 100 requests in 10 s';
    return ok({ area: 'rate', code: 'rate', message });
  }
  const share = `${number(burst)} requests in ${interval} s, of which rollcall uses ${ratePercent}%`;
  if (!(daily > 0) || !(remaining >= 0)) return ok({ area: 'rate', code: 'rate', message: share });
  const message = `${share}; ${number(remaining)} of ${number(daily)} left today`;
  if (remaining / daily > 0.1) return ok({ area: 'rate', code: 'rate', message });
  return warning({ area: 'rate', code: 'rate-low', message }, fewLeft);
}

const fewLeft =
  'Other integrations share this quota. When it is used up, a run stops with exit code 10; run again the next day to continue.';

const noticeable = 60_000;

/** Nothing is decided by this machine's clock, so a difference is only worth knowing. */
export function clockCheck({ ahead }: WireFacts, { portal }: Examined, now: Instant): readonly Check[] {
  if (portal === 'simulated') {
    const message = `The simulated account has its own clock, now at ${now.slice(0, 16).replace('T', ' ')}UTC`;
    return [ok({ area: 'clock', code: 'clock', message })];
  }
  if (ahead === undefined) return [];
  const seconds = Math.round(Math.abs(ahead) / 1000);
  if (Math.abs(ahead) < noticeable) {
    return [ok({ area: 'clock', code: 'clock', message: "This machine's clock agrees with HubSpot's" })];
  }
  const message = `This machine's clock is ${seconds} s ${ahead > 0 ? 'behind' : 'ahead of'} HubSpot's`;
  return [warning({ area: 'clock', code: 'clock-differs', message }, clockHelp)];
}

const clockHelp =
  'Set the clock. rollcall goes by the clock of HubSpot, so that nothing is enrolled wrongly; only a lock in a SQLite ledger goes by this one.';

/** Half a year to move in. */
const soon = 180 * 24 * 60 * 60 * 1000;

/** Every route in use under the day on which it ends; those without a day last. */
export function sunsetChecks(used: readonly Route[], now: Instant): readonly Check[] {
  const days = [...new Set(used.map(({ sunset }) => sunset ?? ''))].toSorted();
  return [...days.filter(Boolean), ...days.filter((day) => day === '')].map((day) => {
    const paths = used
      .filter(({ sunset }) => (sunset ?? '') === day)
      .map(({ method, path }) => `${method} ${path}`);
    const routes = `${paths.length} ${paths.length === 1 ? 'route' : 'routes'}`;
    const list = paths.toSorted().join(', ');
    const area = 'routes';
    if (day === '') return ok({ area, code: 'no-end', message: `${routes} without an end date: ${list}` });
    const ended = day <= now.slice(0, 10);
    const message = `${routes} ${ended ? 'ended' : 'to end'} on ${day}: ${list}`;
    if (ended) return failed({ area, code: 'routes-ended', message }, moveOn, ExitCode.error);
    if (day > addMilliseconds(now, soon).slice(0, 10)) return ok({ area, code: 'routes-end', message });
    return warning({ area, code: 'routes-end-soon', message }, moveOn);
  });
}

const moveOn =
  'Install a newer rollcall that uses their successors; `sequenceRoutes` chooses the version of the sequence routes.';

const thousands = new Intl.NumberFormat('en-US');

function number(value: number): string {
  return thousands.format(value);
}

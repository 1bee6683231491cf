import type { AccountReader } from '../../model/account.ts';
import type { AccountExaminer, Check, Examination, Examined } from '../../model/examination.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import { addMilliseconds, type Instant } from '../../model/time.ts';
import type { Transport } from '../http/read-transport.ts';
import type { RawAnswer } from '../http/response.ts';
import { type AccountOptions, openParts } from '../open-account.ts';
import { routesInUse } from '../routes-in-use.ts';
import type { Route } from '../routes.ts';
import { examineLists, examineSenders, examineTargets } from './check-references.ts';
import { failed, ok, warning } from './check-results.ts';
import { examineScopes } from './check-scopes.ts';

/** Opens an account for a check-up; what comes back has no way to write, and never throws for what it finds. */
export function openExaminer(options: AccountOptions): AccountExaminer {
  let wire: WireFacts = { headers: {} };
  const watch =
    (transport: Transport): Transport =>
    async (call, signal) => {
      const answer = await transport(call, signal);
      wire = factsOf(answer.headers, wire);
      return answer;
    };
  const { api, known, reader } = openParts(options, watch);
  return {
    sequences: (rep) => reader.sequences(rep),
    async open(wanted) {
      const opened = await openedAccount(wanted, reader);
      const ends = opened.account ? [] : sunsetChecks(routesInUse(wanted), api.now());
      return { ...opened, now: api.now(), checks: [...opened.checks, ...ends] };
    },
    async examine(wanted, progress) {
      const used = routesInUse(wanted);
      progress({ what: 'scopes', done: 0 });
      const scopes = await examineScopes(api, wanted, used);
      progress({ what: 'targets', done: 0, total: wanted.targets.length });
      const { senders, checks: ofSenders } = await examineSenders(api, wanted.targets);
      const now = api.now();
      return [
        ...scopes,
        ...ofSenders,
        ...(await examineTargets(api, known, { targets: wanted.targets, senders })),
        ...(await examineLists(known, wanted.targets)),
        ...sunsetChecks(used, now),
        rateCheck(wire, wanted.ratePercent),
        ...clockCheck(wire, wanted, now),
      ];
    },
  };
}

function factsOf(headers: WireFacts['headers'], before: WireFacts): WireFacts {
  const date = Date.parse(headers['date'] ?? '');
  // Answers to searches carry no rates.
  const rates = headers['x-hubspot-ratelimit-max'] === undefined ? before.headers : headers;
  return Number.isFinite(date) ? { headers: rates, ahead: date - Date.now() } : { ...before, headers: rates };
}

/** Of another account nothing more is read than which one it is. */
async function openedAccount(
  { portal }: Examined,
  reader: AccountReader,
): Promise<Pick<Examination, 'account' | 'checks'>> {
  const area = 'account';
  try {
    const account = await reader.account();
    const { portalId, timeZone } = account;
    if (typeof portal === 'number' && portal !== portalId) {
      const message = `\`portal\` is account ${portal}, and the token opens account ${portalId}; nothing else was read`;
      const help = 'Use a token of that account, or correct `portal` (in the file, or --portal).';
      return { checks: [failed({ area, code: 'wrong-account', message }, help, ExitCode.account)] };
    }
    const message = `The token opens account ${portalId}; days begin at midnight in ${timeZone}`;
    return { account, checks: [ok({ area, code: 'account', message })] };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const message = `${error.message}; nothing else of the account could be read`;
    return { checks: [failed({ area, code: error.code, message }, error.help, error.exitCode)] };
  }
}

/** What the answers say beside their bodies: rates, clocks, and how long the routes last. */
/** The headers of the latest answer that had rates in them, and how far the account's clock is ahead of ours. */
interface WireFacts {
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

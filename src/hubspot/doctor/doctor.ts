import type { AccountReader } from '../../model/account.ts';
import type {
  AccountExaminer,
  Check,
  Examination,
  ExaminationRequest,
} from '../../model/results/examination.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import { count, formatNumber } from '../../model/text/count.ts';
import { addMilliseconds, type Instant } from '../../model/time.ts';
import { rateHeader } from '../http/metered-transport.ts';
import type { Transport } from '../http/request.ts';
import type { RawResponse } from '../http/response.ts';
import { type AccountOptions, openParts } from '../open-account.ts';
import { remedyOf, routesInUse } from '../routes-in-use.ts';
import type { Route } from '../routes.ts';
import { checkLists, checkSenders, checkTargets } from './check-references.ts';
import { failedCheck, okCheck, warningCheck } from './check-results.ts';
import { checkDefinitions } from './check-definitions.ts';
import { checkEveryScope } from './check-every-scope.ts';
import { checkNewNames } from './check-new-names.ts';
import { checkScopes } from './check-scopes.ts';
import { checkToken } from './check-token.ts';
import { checkApiVersion, checkVersions } from './check-versions.ts';

/**
 * Opens an account for `rollcall doctor`. The examiner cannot write. `open` and `examine` return problems of the
 * account as failed checks.
 */
export function openExaminer(options: AccountOptions): AccountExaminer {
  let connection: ConnectionFacts = { headers: {} };
  const watch =
    (transport: Transport): Transport =>
    async (request, signal) => {
      const response = await transport(request, signal);
      connection = connectionFacts(response.headers, connection);
      return response;
    };
  const { api, cache, reader } = openParts(options, watch);
  return {
    sequences: (rep) => reader.sequences(rep),
    async open(wanted) {
      const opened = await checkAccount(wanted, reader, () => checkApiVersion(api, wanted));
      const sunsets = opened.account ? [] : sunsetChecks(routesInUse(wanted), api.now());
      return { ...opened, now: api.now(), checks: [...opened.checks, ...sunsets] };
    },
    async examine(wanted, progress) {
      const used = routesInUse(wanted);
      progress({ what: 'scopes', done: 0 });
      const versions = await checkVersions(api, wanted, used);
      const scopes = wanted.everyScope ? await checkEveryScope(api) : await checkScopes(api, wanted, used);
      progress({ what: 'targets', done: 0, total: wanted.targets.length });
      const { senders, checks: senderChecks } = await checkSenders({ api, cache }, wanted.targets);
      const now = api.now();
      const refusals = scopes.filter(({ code }) => code === 'v2-routes-refused');
      return [
        ...checkToken(
          refusals.map(({ message }) => message),
          now,
          wanted.portal,
        ),
        ...scopes,
        ...versions,
        ...senderChecks,
        ...(await checkTargets(api, cache, { targets: wanted.targets, senders })),
        ...(await checkLists(cache, wanted.targets)),
        ...(await checkDefinitions({ api, cache }, wanted.references ?? [])),
        ...(await checkNewNames(api, wanted)),
        ...sunsetChecks(used, now),
        rateCheck(connection, wanted.ratePercent),
        ...clockCheck(connection, wanted, now),
      ];
    },
  };
}

function connectionFacts(headers: ConnectionFacts['headers'], previous: ConnectionFacts): ConnectionFacts {
  const date = Date.parse(headers['date'] ?? '');
  // Responses to searches have no rate headers.
  const rateHeaders = headers['x-hubspot-ratelimit-max'] === undefined ? previous.headers : headers;
  return Number.isFinite(date)
    ? { headers: rateHeaders, ahead: date - Date.now() }
    : { ...previous, headers: rateHeaders };
}

/** Checks that the token opens the account `portal`; returns the account only if it does. */
async function checkAccount(
  { portal }: ExaminationRequest,
  reader: AccountReader,
  checkOtherVersions: () => Promise<readonly Check[]>,
): Promise<Pick<Examination, 'account' | 'checks'>> {
  const area = 'account';
  try {
    const account = await reader.account();
    const { portalId, timeZone } = account;
    if (typeof portal === 'number' && portal !== portalId) {
      const message = `\`portal\` is account ${portal}, but the token opens account ${portalId}; nothing else was read`;
      const help = `Use a token of account ${portal}, or correct \`portal\` (in the file, or --portal).`;
      return { checks: [failedCheck({ area, code: 'wrong-account', message }, help, ExitCode.account)] };
    }
    const message = `The token opens account ${portalId}; days begin at midnight in ${timeZone}`;
    return { account, checks: [okCheck({ area, code: 'account', message })] };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const message = `${error.message.replace(/\.$/u, '')}; nothing else of the account could be read`;
    const failed = failedCheck({ area, code: error.code, message }, error.help, error.exitCode);
    // A refused version looks like a missing route.
    return {
      checks: error.code === 'hubspot-refused' ? [failed, ...(await checkOtherVersions())] : [failed],
    };
  }
}

/** What `doctor` learns from response headers. */
interface ConnectionFacts {
  /** The headers of the latest response that had rate headers. */
  readonly headers: RawResponse['headers'];
  /** How far HubSpot's clock is ahead of this machine's, in milliseconds. Absent before a response with a date. */
  readonly ahead?: number;
}

/** Returns the rate limit and daily quota of the account; a warning if at most 10% of the quota remain. */
export function rateCheck({ headers }: ConnectionFacts, ratePercent: number): Check {
  const [burst, interval] = [rateHeader(headers, 'max'), rateHeader(headers, 'interval-milliseconds')];
  const [daily, remaining] = [rateHeader(headers, 'daily'), rateHeader(headers, 'daily-remaining')];
  if (!burst || !interval) {
    const message =
      'HubSpot returned no rate limit: rollcall uses the lowest published one, 100 requests in 10 s';
    return okCheck({ area: 'rate', code: 'rate', message });
  }
  const share = `${count(burst, 'request')} in ${interval / 1000} s, of which rollcall uses ${ratePercent}%`;
  if (!daily || remaining === undefined) return okCheck({ area: 'rate', code: 'rate', message: share });
  const message = `${share}; ${formatNumber(remaining)} of ${formatNumber(daily)} remaining today`;
  if (remaining / daily > 0.1) return okCheck({ area: 'rate', code: 'rate', message });
  return warningCheck({ area: 'rate', code: 'quota-low', message }, quotaLowHelp);
}

const quotaLowHelp =
  'Other integrations share this quota. When it is used up, a run stops with exit code 10. Run again the next day to continue.';

const toleratedClockDifference = 60_000;

/** Compares the clocks. Only a warning: no plan and no apply uses this machine's clock, except for a lock in SQLite. */
export function clockCheck(
  { ahead }: ConnectionFacts,
  { portal }: ExaminationRequest,
  now: Instant,
): readonly Check[] {
  if (portal === 'simulated') {
    const message = `The simulated account has its own clock, now at ${now.slice(0, 16).replace('T', ' ')} UTC`;
    return [okCheck({ area: 'clock', code: 'clock', message })];
  }
  if (ahead === undefined) return [];
  const seconds = Math.round(Math.abs(ahead) / 1000);
  if (Math.abs(ahead) < toleratedClockDifference) {
    return [okCheck({ area: 'clock', code: 'clock', message: "This machine's clock agrees with HubSpot's" })];
  }
  const message = `This machine's clock is ${seconds} s ${ahead > 0 ? 'behind' : 'ahead of'} HubSpot's`;
  return [warningCheck({ area: 'clock', code: 'clock-differs', message }, clockHelp)];
}

const clockHelp =
  "Set the clock. Enrollments are not affected: rollcall uses HubSpot's clock. Only the lock in a SQLite ledger, and commands that do not connect to HubSpot, use this machine's.";

/** Leaves half a year to change the versions in the file. */
const sunsetWarningPeriod = 180 * 24 * 60 * 60 * 1000;

/** Returns one check for each end date of the routes in use, in order; routes without an end date come last. */
export function sunsetChecks(used: readonly Route[], now: Instant): readonly Check[] {
  const days = [...new Set(used.map(({ sunset }) => sunset ?? ''))].toSorted();
  return [...days.filter(Boolean), ...days.filter((day) => day === '')].map((day) => {
    const paths = used
      .filter(({ sunset }) => (sunset ?? '') === day)
      .map(({ method, path }) => `${method} ${path}`);
    const routes = `${paths.length} ${paths.length === 1 ? 'route' : 'routes'}`;
    const list = paths.toSorted().join(', ');
    const area = 'routes';
    if (day === '')
      return okCheck({ area, code: 'routes-no-end-date', message: `${routes} without an end date: ${list}` });
    const ended = day <= now.slice(0, 10);
    const message = `${routes} ${ended ? 'ended' : paths.length === 1 ? 'ends' : 'end'} on ${day}: ${list}`;
    const help = remedyOf(used.filter(({ sunset }) => sunset === day));
    if (ended) return failedCheck({ area, code: 'routes-ended', message }, help, ExitCode.error);
    if (day > addMilliseconds(now, sunsetWarningPeriod).slice(0, 10))
      return okCheck({ area, code: 'routes-end', message });
    return warningCheck({ area, code: 'routes-end-soon', message }, help);
  });
}

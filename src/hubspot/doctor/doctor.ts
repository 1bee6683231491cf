import type { AccountReader } from '../../model/account.ts';
import type { AccountExaminer, Examination, Examined } from '../../model/examination.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import type { Transport } from '../http/read-transport.ts';
import { type AccountOptions, openParts } from '../open-account.ts';
import { routesInUse } from '../routes-in-use.ts';
import { clockCheck, rateCheck, sunsetChecks, type WireFacts } from './check-connection.ts';
import { examineLists, examineSenders, examineTargets } from './check-references.ts';
import { failed, ok } from './check-results.ts';
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

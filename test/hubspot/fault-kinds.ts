/** The faults of one route, and how rollcall must report them. */
import { ExitCode } from '../../src/model/exit-code.ts';
import type { Fault } from '../../src/simulator/server/fault.ts';

export interface FaultKind {
  readonly name: string;
  readonly fault: Omit<Fault, 'route'>;
  /** The exit code of a read that always fails with it. */
  readonly exit: ExitCode;
  /** The text that the message must match. */
  readonly message: RegExp;
  /** Whether a retry succeeds after the fault ends. */
  readonly passing: boolean;
  /** The outcome of a write. */
  readonly write: 'refused' | 'ambiguous' | 'denied' | 'quota' | 'not-sent';
}

const correlationId = '00000000-0000-4000-8000-00000000fa17';

const scopes = {
  status: 'error',
  message: 'This app lacks scopes.',
  category: 'MISSING_SCOPES',
  correlationId,
  context: { missingScopes: ['some.scope.write'] },
};

const usual = { exit: ExitCode.error, passing: true, write: 'ambiguous' } as const;
const stays = { exit: ExitCode.error, passing: false, write: 'refused' } as const;
const account = { exit: ExitCode.account, passing: false, write: 'denied' } as const;

const json = (status: number): RegExp => new RegExp(`returned ${status}, .*correlation id ${correlationId}`);
const unreadable = (status: string, what: string): RegExp =>
  new RegExp(`returned ${status} with ${what}.*; correlation id ${correlationId}`);

export const faultKinds: readonly FaultKind[] = [
  ...[400, 404, 409].map(
    (status) =>
      ({ name: `${status}`, fault: { kind: 'status', status }, message: json(status), ...stays }) as const,
  ),
  { name: '401', fault: { kind: 'status', status: 401 }, message: json(401), ...account },
  {
    name: '403',
    fault: { kind: 'status', status: 403, body: scopes },
    message: /returned 403, .*correlation id/,
    ...account,
  },
  ...[423, 477, 500, 502, 503, 504].map(
    (status) =>
      ({ name: `${status}`, fault: { kind: 'status', status }, message: json(status), ...usual }) as const,
  ),
  // An error page of the proxy in front of HubSpot has no correlation id.
  ...[521, 522, 523, 524, 525, 526].map(
    (status) =>
      ({
        name: `${status}`,
        fault: { kind: 'status', status },
        message: new RegExp(`${status}`),
        ...usual,
      }) as const,
  ),
  { name: 'reset', fault: { kind: 'reset' }, message: /ECONNRESET|socket hang up|broke off/, ...usual },
  { name: 'timeout', fault: { kind: 'timeout' }, message: /no complete response within/, ...usual },
  {
    name: 'slow',
    fault: { kind: 'slow', pauseMilliseconds: 4_000 },
    message: /no complete response within/,
    ...usual,
  },
  {
    name: 'cut-off',
    fault: { kind: 'cut-off' },
    message: unreadable('20[07]', 'JSON that is cut off'),
    ...usual,
  },
  { name: 'drop', fault: { kind: 'drop' }, message: /broke off|ECONNRESET|aborted|socket hang up/, ...usual },
  { name: 'html', fault: { kind: 'html' }, message: unreadable('200', 'a web page'), ...usual },
  // For example of a removed route: never proof that an object does not exist.
  {
    name: '404-html',
    fault: { kind: 'html', status: 404 },
    message: unreadable('404', 'a web page'),
    ...usual,
  },
  { name: 'redirect', fault: { kind: 'redirect' }, message: /redirect|returned 307/, ...usual },
  {
    name: 'error-200',
    fault: { kind: 'error-200' },
    message: new RegExp(
      `error in a response with a success status.*${correlationId}|${correlationId}.*error in a response with a success status`,
    ),
    ...usual,
  },
  { name: 'huge', fault: { kind: 'huge' }, message: /larger than 8 MB/, ...usual },
  { name: 'throttled', fault: { kind: 'throttled' }, message: /429|rate limit/, ...usual, write: 'not-sent' },
  {
    name: 'quota',
    fault: { kind: 'quota' },
    message: /returned 429/,
    exit: ExitCode.quota,
    passing: false,
    write: 'quota',
  },
];

const alike = ['500', '502', '504', '522', '523', '524', '525', '526'];

/** One fault of each sort, without statuses that the same code handles. */
export const faultSorts: readonly FaultKind[] = faultKinds.filter(({ name }) => !alike.includes(name));

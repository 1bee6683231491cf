/** Everything that can go wrong with one route, and how it must be told. */
import { ExitCode } from '../../src/model/exit-code.ts';
import type { Fault } from '../../src/simulator/server/fault.ts';

export interface FaultKind {
  readonly name: string;
  readonly fault: Omit<Fault, 'route'>;
  /** Of a read that meets it every time. */
  readonly exit: ExitCode;
  /** What the message must say of it. */
  readonly says: RegExp;
  /** Whether asking again helps when it passes. */
  readonly passing: boolean;
  /** What it leaves open about a write. */
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
      ({ name: `${status}`, fault: { kind: 'status', status }, says: json(status), ...stays }) as const,
  ),
  { name: '401', fault: { kind: 'status', status: 401 }, says: json(401), ...account },
  {
    name: '403',
    fault: { kind: 'status', status: 403, body: scopes },
    says: /returned 403, .*correlation id/,
    ...account,
  },
  ...[423, 477, 500, 502, 503, 504].map(
    (status) =>
      ({ name: `${status}`, fault: { kind: 'status', status }, says: json(status), ...usual }) as const,
  ),
  // A page of the proxy before HubSpot has no correlation id.
  ...[521, 522, 523, 524, 525, 526].map(
    (status) =>
      ({
        name: `${status}`,
        fault: { kind: 'status', status },
        says: new RegExp(`${status}`),
        ...usual,
      }) as const,
  ),
  { name: 'reset', fault: { kind: 'reset' }, says: /ECONNRESET|socket hang up|broke off/, ...usual },
  { name: 'timeout', fault: { kind: 'timeout' }, says: /no complete response within/, ...usual },
  {
    name: 'slow',
    fault: { kind: 'slow', pauseMilliseconds: 4_000 },
    says: /no complete response within/,
    ...usual,
  },
  {
    name: 'cut-off',
    fault: { kind: 'cut-off' },
    says: unreadable('20[07]', 'JSON that is cut off'),
    ...usual,
  },
  { name: 'drop', fault: { kind: 'drop' }, says: /broke off|ECONNRESET|aborted|socket hang up/, ...usual },
  { name: 'html', fault: { kind: 'html' }, says: unreadable('200', 'a web page'), ...usual },
  // Of a route that is gone, say: never an answer that there is nothing.
  {
    name: '404-html',
    fault: { kind: 'html', status: 404 },
    says: unreadable('404', 'a web page'),
    ...usual,
  },
  { name: 'redirect', fault: { kind: 'redirect' }, says: /redirect|returned 307/, ...usual },
  {
    name: 'error-200',
    fault: { kind: 'error-200' },
    says: new RegExp(
      `error in a response with a success status.*${correlationId}|${correlationId}.*error in a response with a success status`,
    ),
    ...usual,
  },
  { name: 'huge', fault: { kind: 'huge' }, says: /larger than 8 MB/, ...usual },
  { name: 'throttled', fault: { kind: 'throttled' }, says: /429|rate limit/, ...usual, write: 'not-sent' },
  {
    name: 'quota',
    fault: { kind: 'quota' },
    says: /returned 429/,
    exit: ExitCode.quota,
    passing: false,
    write: 'quota',
  },
];

const alike = ['500', '502', '504', '522', '523', '524', '525', '526'];

/** One of each sort: statuses that differ in their number only are met by the same lines. */
export const faultSorts: readonly FaultKind[] = faultKinds.filter(({ name }) => !alike.includes(name));

import { Failure } from '../../model/failure.ts';
import { compileWildcard, type WildcardMatcher } from '../../model/text/wildcard.ts';

/** A failure of HubSpot or of the network that the simulator produces, and the requests that get it. */
export interface Fault {
  /**
   * The matching requests: `POST /automation/*`, or only a path; `*` matches any characters. If left out, every
   * request matches.
   */
  readonly route?: string;
  /** Only the n-th matching request, counted from 1. */
  readonly nth?: number;
  /** Every n-th matching request. */
  readonly every?: number;
  /** The share of the matching requests, from 0 to 1, drawn at random from `seed`. */
  readonly probability?: number;
  readonly seed?: number;
  /** The maximum number of times; 1 with `nth`, else unlimited. */
  readonly times?: number;
  readonly kind: FaultKind;
  /** The request takes effect before the fault changes its response. */
  readonly handled?: boolean;
  /** The status of the response. If left out: `status` 500, `redirect` 307, `html` and `empty` 200. */
  readonly status?: number;
  /** `status`, `error-200`: a body that replaces the default one. */
  readonly body?: unknown;
  /** `redirect`: the value of `Location`; if left out, the same path under `/elsewhere`. */
  readonly location?: string;
  /** `slow`: the pause between two bytes, in milliseconds; 50 if left out. */
  readonly pauseMilliseconds?: number;
}

/** Each kind of fault, and what the client gets. */
export const faultKinds = {
  status: 'an error response (status:503); 477 with Retry-After, 52x as the HTML page of a proxy',
  reset: 'the connection is reset',
  timeout: 'no response',
  slow: 'the true response, byte by byte',
  'cut-off': 'half of the true response, as if it were complete',
  drop: 'half of the true response, then the connection closes',
  html: '200 with an HTML page, or another status (html:404)',
  redirect: 'a redirect to another path',
  'error-200': '200 with an error body',
  empty: '200 with an empty body, or another status (empty:403)',
  huge: '200 with 10 MB of JSON',
  throttled: '429 of the ten-second limit',
  quota: '429 of the daily limit',
} as const;

export type FaultKind = keyof typeof faultKinds;

export interface FaultPlan {
  /** Returns the fault that applies to this request, if any. Counts the request for each fault that it matches. */
  nextFault(method: string, path: string): Fault | undefined;
}

export function faultPlan(faults: readonly Fault[]): FaultPlan {
  const armed = faults.map((fault) => ({
    fault,
    matches: routeMatcher(fault.route ?? '*'),
    draw: randomNumbers(fault.seed ?? 1),
    matchCount: 0,
    appliedCount: 0,
  }));
  return {
    nextFault(method, path) {
      let chosen: Fault | undefined;
      for (const entry of armed) {
        const { fault } = entry;
        if (!entry.matches(`${method} ${path}`)) continue;
        entry.matchCount += 1;
        const times = fault.times ?? (fault.nth === undefined ? Number.POSITIVE_INFINITY : 1);
        if (!isTriggered(fault, entry.matchCount, entry.draw) || entry.appliedCount >= times || chosen)
          continue;
        entry.appliedCount += 1;
        chosen = fault;
      }
      return chosen;
    },
  };
}

/** Returns whether the simulator serves the request before it applies the fault. */
export function isAppliedAfterRequest(fault: Fault): boolean {
  return fault.handled === true || ['slow', 'cut-off', 'drop'].includes(fault.kind);
}

function isTriggered({ nth, every, probability }: Fault, matchCount: number, draw: () => number): boolean {
  if (nth !== undefined) return matchCount === nth;
  if (every !== undefined) return matchCount % every === 0;
  return probability === undefined || draw() < probability;
}

function routeMatcher(route: string): WildcardMatcher {
  return compileWildcard(route.includes(' ') || route === '*' ? route : `* ${route}`);
}

/** Returns a generator of pseudo-random numbers in [0, 1) (Mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Parses the faults of the command line: JSON (an object or a list of objects), or the short form
 * `KIND[:STATUS] [METHOD] [PATH] [nth=N] [every=N] [times=N] [probability=P] [seed=N] [handled]`. A number instead of
 * `KIND` is a status. Throws a `Failure` that lists the allowed values.
 */
export function parseFaults(texts: readonly string[]): readonly Fault[] {
  return texts.flatMap((text) => (/^\s*[[{]/.test(text) ? parseJsonFaults(text) : parseShortForm(text)));
}

type MutableFault = { -readonly [Key in keyof Fault]: Fault[Key] };

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const numericSettings = [
  'nth',
  'every',
  'times',
  'probability',
  'seed',
  'status',
  'pauseMilliseconds',
] as const;

function parseShortForm(text: string): Fault {
  const [first = '', ...rest] = text.trim().split(/\s+/);
  const fault: MutableFault = { ...parseKind(first, text) };
  const route: string[] = [];
  for (const word of rest) {
    const [key = '', value] = word.split('=', 2);
    if (word === 'handled') fault.handled = true;
    else if (methods.includes(word) || word.startsWith('/') || word === '*') route.push(word);
    else if (value !== undefined) fault[parseSettingName(key, text)] = parseNumber(value, text);
    else throw invalidFault(text, `unexpected word ${word}`);
  }
  const [method = ''] = route;
  if (route.length > 0)
    fault.route = route.length === 1 && methods.includes(method) ? `${method} *` : route.join(' ');
  return fault;
}

function parseKind(word: string, text: string): Fault {
  const [kind = '', status] = /^\d+$/.test(word) ? ['status', word] : word.split(':', 2);
  if (!isKind(kind)) throw invalidFault(text, `unknown kind ${kind === '' ? '(none given)' : kind}`);
  return status === undefined ? { kind } : { kind, status: parseNumber(status, text) };
}

function parseJsonFaults(text: string): readonly Fault[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalidFault(text, 'invalid JSON');
  }
  return (Array.isArray(value) ? value : [value]).map((item) => validateFault(item, text));
}

function validateFault(item: unknown, text: string): Fault {
  const kind: unknown = item !== null && typeof item === 'object' && 'kind' in item ? item.kind : undefined;
  if (typeof kind !== 'string' || !isKind(kind)) throw invalidFault(text, '"kind" is missing or unknown');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the other keys are optional, and the simulator ignores unknown ones
  return { ...(item as Fault), kind };
}

function isKind(kind: string): kind is FaultKind {
  return Object.hasOwn(faultKinds, kind);
}

function parseSettingName(key: string, text: string): (typeof numericSettings)[number] {
  const found = numericSettings.find((name) => name === key);
  if (found === undefined)
    throw invalidFault(text, `unknown setting ${key}; the settings are ${numericSettings.join(', ')}`);
  return found;
}

function parseNumber(value: string, text: string): number {
  const number = Number(value);
  if (value === '' || !Number.isFinite(number) || number < 0)
    throw invalidFault(text, `"${value}" is not a valid number`);
  return number;
}

function invalidFault(text: string, problem: string): Failure {
  return new Failure({
    code: 'simulator-fault',
    message: `--fault '${text}': ${problem}.`,
    help: `Pass KIND[:STATUS] [METHOD] [PATH] [nth=N] [times=N] [handled], or JSON. The kinds are ${Object.keys(faultKinds).join(', ')}.`,
  });
}

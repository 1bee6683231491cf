import { Failure } from '../../model/failure.ts';
import { compileWildcard, type WildcardMatcher } from '../../model/text/wildcard.ts';

/** What can be made to go wrong on the wire, and when. */
export interface Fault {
  /**
   * Which requests: `POST /automation/*`, or a path alone, with `*` for any run of characters. Left
   * out: any request.
   */
  readonly route?: string;
  /** Only the n-th matching request, counted from 1. */
  readonly nth?: number;
  /** Every n-th matching request. */
  readonly every?: number;
  /** A share of the matching requests, 0 to 1, drawn from `seed`. */
  readonly probability?: number;
  readonly seed?: number;
  /** At most so often; 1 where `nth` is given, else without end. */
  readonly times?: number;
  readonly kind: FaultKind;
  /** The request takes effect before its answer is spoiled. */
  readonly handled?: boolean;
  /** `status`: which. `redirect`: 307 if left out. `html` and `empty`: 200 if left out. */
  readonly status?: number;
  /** `status`, `error-200`: a body in place of the usual one. */
  readonly body?: unknown;
  /** `redirect`: where to; left out, to the same path under `/elsewhere`. */
  readonly location?: string;
  /** `slow`: milliseconds between two bytes; 50 if left out. */
  readonly pauseMilliseconds?: number;
}

/** Each kind with what a client meets. */
export const faultKinds = {
  status: 'an error response (status:503); 423 and 477 with their headers, 52x as the page of a proxy',
  reset: 'the connection is reset',
  timeout: 'no response',
  slow: 'the true response, byte by byte',
  'cut-off': 'half of the true response, as if it were complete',
  drop: 'half of the true response, then the connection closes',
  html: '200 with a page, or another status (html:404)',
  redirect: 'a redirect to somewhere else',
  'error-200': '200 with an error body',
  empty: '200 with an empty body, or another status (empty:403)',
  huge: '200 with 10 MB of JSON',
  throttled: '429 by ten seconds',
  quota: '429 by the day',
} as const;

export type FaultKind = keyof typeof faultKinds;

export interface FaultPlan {
  /** The fault that strikes this request, if any; counts the request for each fault that it matches. */
  nextFault(method: string, path: string): Fault | undefined;
}

export function faultPlan(faults: readonly Fault[]): FaultPlan {
  const armed = faults.map((fault) => ({
    fault,
    matches: routeMatcher(fault.route ?? '*'),
    draw: randomNumbers(fault.seed ?? 1),
    seen: 0,
    struck: 0,
  }));
  return {
    nextFault(method, path) {
      let chosen: Fault | undefined;
      for (const one of armed) {
        if (!one.matches(`${method} ${path}`)) continue;
        one.seen += 1;
        const times = one.fault.times ?? (one.fault.nth === undefined ? Number.POSITIVE_INFINITY : 1);
        if (!isTriggered(one.fault, one.seen, one.draw) || one.struck >= times || chosen) continue;
        one.struck += 1;
        chosen = one.fault;
      }
      return chosen;
    },
  };
}

/** Returns whether a fault spoils the answer to a request that was served, or keeps it from being served. */
export function isAppliedAfterRequest(fault: Fault): boolean {
  return fault.handled === true || ['slow', 'cut-off', 'drop'].includes(fault.kind);
}

function isTriggered({ nth, every, probability }: Fault, seen: number, draw: () => number): boolean {
  if (nth !== undefined) return seen === nth;
  if (every !== undefined) return seen % every === 0;
  return probability === undefined || draw() < probability;
}

function routeMatcher(route: string): WildcardMatcher {
  return compileWildcard(route.includes(' ') || route === '*' ? route : `* ${route}`);
}

/** Mulberry32: numbers in [0, 1) that a seed decides. */
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
 * Reads faults as a command line gives them: JSON (an object or a list of them), or in short
 * `KIND[:STATUS] [METHOD] [PATH] [nth=N] [every=N] [times=N] [probability=P] [seed=N] [handled]`. A
 * number alone is a status. Throws a `Failure` that names what is allowed.
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
    else throw invalidFault(text, `${word} is not understood`);
  }
  const [method = ''] = route;
  if (route.length > 0)
    fault.route = route.length === 1 && methods.includes(method) ? `${method} *` : route.join(' ');
  return fault;
}

function parseKind(word: string, text: string): Fault {
  const [kind = '', status] = /^\d+$/.test(word) ? ['status', word] : word.split(':', 2);
  if (!isKind(kind)) throw invalidFault(text, `there is no kind ${kind === '' ? '(nothing)' : kind}`);
  return status === undefined ? { kind } : { kind, status: parseNumber(status, text) };
}

function parseJsonFaults(text: string): readonly Fault[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalidFault(text, 'it is no JSON');
  }
  return (Array.isArray(value) ? value : [value]).map((item) => validateFault(item, text));
}

function validateFault(item: unknown, text: string): Fault {
  const kind: unknown = item !== null && typeof item === 'object' && 'kind' in item ? item.kind : undefined;
  if (typeof kind !== 'string' || !isKind(kind)) throw invalidFault(text, 'it names no kind that there is');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a rehearsal's own words; the server ignores what it does not know
  return { ...(item as Fault), kind };
}

function isKind(kind: string): kind is FaultKind {
  return Object.hasOwn(faultKinds, kind);
}

function parseSettingName(key: string, text: string): (typeof numericSettings)[number] {
  const found = numericSettings.find((name) => name === key);
  if (found === undefined)
    throw invalidFault(text, `there is no setting ${key}; there are ${numericSettings.join(', ')}`);
  return found;
}

function parseNumber(value: string, text: string): number {
  const number = Number(value);
  if (value === '' || !Number.isFinite(number) || number < 0)
    throw invalidFault(text, `${value} is no number`);
  return number;
}

function invalidFault(text: string, why: string): Failure {
  return new Failure({
    code: 'simulator-fault',
    message: `--fault '${text}': ${why}.`,
    help: `Write KIND[:STATUS] [METHOD] [PATH] [nth=N] [times=N] [handled], or JSON; the kinds are ${Object.keys(faultKinds).join(', ')}.`,
  });
}

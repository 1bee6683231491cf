import { Failure } from '../../model/failure.ts';
import type { Fault, FaultKind } from './fault.ts';
import { faultKinds } from './fault.ts';

/**
 * Reads faults as a command line gives them: JSON (an object or a list of them), or in short
 * `KIND[:STATUS] [METHOD] [PATH] [nth=N] [every=N] [times=N] [probability=P] [seed=N] [handled]`. A
 * number alone is a status. Throws a `Failure` that names what is allowed.
 */
export function parseFaults(texts: readonly string[]): readonly Fault[] {
  return texts.flatMap((text) => (/^\s*[[{]/.test(text) ? fromJson(text) : fromWords(text)));
}

type Mutable = { -readonly [Key in keyof Fault]: Fault[Key] };

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const numbers = ['nth', 'every', 'times', 'probability', 'seed', 'status', 'pauseMilliseconds'] as const;

function fromWords(text: string): Fault {
  const [first = '', ...rest] = text.trim().split(/\s+/);
  const fault: Mutable = { ...kindOf(first, text) };
  const route: string[] = [];
  for (const word of rest) {
    const [key = '', value] = word.split('=', 2);
    if (word === 'handled') fault.handled = true;
    else if (methods.includes(word) || word.startsWith('/') || word === '*') route.push(word);
    else if (value !== undefined) fault[numberKey(key, text)] = numberOf(value, text);
    else throw refused(text, `${word} is not understood`);
  }
  if (route.length > 0)
    fault.route = route.length === 1 && methods.includes(route[0]!) ? `${route[0]} *` : route.join(' ');
  return fault;
}

function kindOf(word: string, text: string): Fault {
  const [kind = '', status] = /^\d+$/.test(word) ? ['status', word] : word.split(':', 2);
  if (!isKind(kind)) throw refused(text, `there is no kind ${kind === '' ? '(nothing)' : kind}`);
  return status === undefined ? { kind } : { kind, status: numberOf(status, text) };
}

function fromJson(text: string): readonly Fault[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused(text, 'it is no JSON');
  }
  return (Array.isArray(value) ? value : [value]).map((item) => checked(item, text));
}

function checked(item: unknown, text: string): Fault {
  const kind: unknown = item !== null && typeof item === 'object' && 'kind' in item ? item.kind : undefined;
  if (typeof kind !== 'string' || !isKind(kind)) throw refused(text, 'it names no kind that there is');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a rehearsal's own words; the server ignores what it does not know
  return { ...(item as Fault), kind };
}

function isKind(kind: string): kind is FaultKind {
  return Object.hasOwn(faultKinds, kind);
}

function numberKey(key: string, text: string): (typeof numbers)[number] {
  const found = numbers.find((name) => name === key);
  if (found === undefined) throw refused(text, `there is no setting ${key}; there are ${numbers.join(', ')}`);
  return found;
}

function numberOf(value: string, text: string): number {
  const number = Number(value);
  if (value === '' || !Number.isFinite(number) || number < 0) throw refused(text, `${value} is no number`);
  return number;
}

function refused(text: string, why: string): Failure {
  return new Failure({
    code: 'simulator-fault',
    message: `--fault '${text}': ${why}.`,
    help: `Write KIND[:STATUS] [METHOD] [PATH] [nth=N] [times=N] [handled], or JSON; the kinds are ${Object.keys(faultKinds).join(', ')}.`,
  });
}

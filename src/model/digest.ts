import { createHash, hash } from 'node:crypto';

/**
 * JSON with the keys of every object in order and without `undefined`: equal values give equal bytes.
 * Maps and dates have no place in it; convert them first.
 */
export function canonicalJson(value: unknown): string {
  return textOf(value) ?? 'null';
}

/** Nothing for what JSON leaves out. A replacer of `JSON.stringify` does the same at many times the time. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return jsonOf(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${value.map(canonicalJson).join(',')}]`;
  const fields: Readonly<Record<string, unknown>> = Object(value);
  let text = '{';
  for (const key of inOrder(Object.keys(value))) {
    const written = textOf(fields[key]);
    if (written === undefined) continue;
    if (text !== '{') text += ',';
    text += nameOf(key);
    text += written;
  }
  return `${text}}`;
}

/** Sorts only what is not sorted: a million copies are a lot to clear away. */
function inOrder(keys: readonly string[]): readonly string[] {
  for (let at = 1; at < keys.length; at += 1) {
    if ((keys[at - 1] ?? '') > (keys[at] ?? '')) return keys.toSorted();
  }
  return keys;
}

const names = new Map<string, string>();

/** A key as it stands in the text. There are a few dozen, but in a file that claims to be a plan. */
function nameOf(key: string): string {
  const known = names.get(key);
  if (known !== undefined) return known;
  const name = `${jsonOf(key)}:`;
  if (names.size < 1_000) names.set(key, name);
  return name;
}

/** Most texts hold nothing that JSON escapes, and asking that is faster than the escaping. */
function jsonOf(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text);
}

const plain = /^[ !#-[\]-~]*$/;

/** SHA-256 of the canonical JSON of a value, in hexadecimal. */
export function digest(value: unknown): string {
  return hash('sha256', canonicalJson(value));
}

/** The digest of a text that comes in pieces, so that it never has to be held whole. */
export function digestPieces(pieces: Iterable<string>): string {
  const whole = createHash('sha256');
  let waiting = '';
  for (const piece of pieces) {
    waiting += piece;
    if (waiting.length < pieceSize) continue;
    whole.update(waiting);
    waiting = '';
  }
  return whole.update(waiting).digest('hex');
}

/** Each call of the hash costs as much as some hundred characters. */
const pieceSize = 16_384;

/** The canonical JSON of a list, in pieces. */
export function* canonicalList(items: Iterable<unknown>): Generator<string> {
  let before = '[';
  for (const item of items) {
    yield before;
    yield canonicalJson(item);
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

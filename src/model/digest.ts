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
  return Array.isArray(value) ? listOf(value) : recordOf(value);
}

function listOf(items: readonly unknown[]): string {
  let text = '[';
  for (const item of items) {
    if (text !== '[') text += ',';
    text += canonicalJson(item);
  }
  return `${text}]`;
}

function recordOf(value: object): string {
  const fields: Readonly<Record<string, unknown>> = Object(value);
  let text = '';
  for (const { key, first, further } of shapeOf(Object.keys(value)).inOrder) {
    const written = textOf(fields[key]);
    if (written === undefined) continue;
    text += text === '' ? first : further;
    text += written;
  }
  return text === '' ? '{}' : `${text}}`;
}

/** The keys of an object as they come, and in order with what stands before their values in the text. */
interface Shape {
  readonly keys: readonly string[];
  readonly inOrder: readonly { readonly key: string; readonly first: string; readonly further: string }[];
}

/** By the number of keys. A million objects have a few dozen shapes, and sorting keys is most of the work. */
const shapes = new Map<number, Shape[]>();

/** A file that claims to be a plan may hold any number of them. */
const mostShapes = 100;

function shapeOf(keys: readonly string[]): Shape {
  const alike = shapes.get(keys.length) ?? [];
  const known = alike.find((shape) => shape.keys.every((key, index) => key === keys[index]));
  if (known) return known;
  const inOrder = keys.toSorted().map((key) => {
    const name = `${jsonOf(key)}:`;
    return { key, first: `{${name}`, further: `,${name}` };
  });
  const shape = { keys, inOrder };
  if (alike.length < mostShapes) shapes.set(keys.length, [...alike, shape]);
  return shape;
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

/** Takes the next piece of a text. */
export type AddPiece = (piece: string) => void;

/** The digest of a text that `write` hands over in pieces, so that it never has to be held whole. */
export function digestPieces(write: (add: AddPiece) => void): string {
  const whole = createHash('sha256');
  let waiting = '';
  write((piece) => {
    waiting += piece;
    if (waiting.length < pieceSize) return;
    whole.update(waiting);
    waiting = '';
  });
  return whole.update(waiting).digest('hex');
}

/** Each call of the hash costs as much as some hundred characters. */
const pieceSize = 16_384;

/** The JSON of a list in pieces, canonical as far as that of its items is. */
export function addList<T>(
  items: Iterable<T>,
  add: AddPiece,
  write: (item: T) => string = canonicalJson,
): void {
  let before = '[';
  for (const item of items) {
    add(before);
    add(write(item));
    before = ',';
  }
  add(before === '[' ? '[]' : ']');
}

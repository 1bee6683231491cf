import { createHash, hash } from 'node:crypto';

/**
 * Returns JSON with sorted object keys and without `undefined`, so equal values give equal bytes. Does not support
 * maps and dates; convert them first.
 */
export function canonicalJson(value: unknown): string {
  return textOf(value) ?? 'null';
}

/** Returns undefined for a value that JSON omits. `JSON.stringify` takes several times as long, with a replacer or for each value. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return jsonOf(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null';
  if (typeof value === 'boolean') return String(value);
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
  for (const field of shapeOf(Object.keys(value)).inOrder) {
    const content = fields[field.key];
    const written = typeof content === 'string' ? jsonOfField(field, content) : textOf(content);
    if (written === undefined) continue;
    text += text === '' ? field.first : field.further;
    text += written;
  }
  return text === '' ? '{}' : `${text}}`;
}

/** Entries of a plan repeat the texts of most fields, and a comparison is faster than the test of `jsonOf`. */
function jsonOfField(field: Field, text: string): string {
  if (text !== field.last) {
    field.last = text;
    field.lastJson = jsonOf(text);
  }
  return field.lastJson;
}

interface Field {
  readonly key: string;
  /** The text before the value of the first field, and of a further one. */
  readonly first: string;
  readonly further: string;
  /** The last text that was the value, and its JSON. */
  last: string;
  lastJson: string;
}

/** The keys of an object in their own order, and sorted. */
interface Shape {
  readonly keys: readonly string[];
  readonly inOrder: readonly Field[];
}

/** Known shapes by number of keys. A million objects have a few dozen shapes, and sorting keys is most of the work. */
const shapes = new Map<number, Shape[]>();

/** Limits the cache for each number of keys: a malformed plan file may contain any number of shapes. */
const maxShapes = 100;

function shapeOf(keys: readonly string[]): Shape {
  const candidates = shapes.get(keys.length) ?? [];
  const known = candidates.find((shape) => shape.keys.every((key, index) => key === keys[index]));
  if (known) return known;
  const inOrder = keys.toSorted().map((key) => {
    const name = `${jsonOf(key)}:`;
    return { key, first: `{${name}`, further: `,${name}`, last: '', lastJson: '""' };
  });
  const shape = { keys, inOrder };
  if (candidates.length < maxShapes) shapes.set(keys.length, [...candidates, shape]);
  return shape;
}

/** Skips the escaping for texts without escapable characters: the test is faster, and most texts pass it. */
function jsonOf(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text);
}

const plain = /^[ !#-[\]-~]*$/;

/** Returns the SHA-256 of the canonical JSON of a value, in hexadecimal. */
export function digest(value: unknown): string {
  return hash('sha256', canonicalJson(value));
}

/** Appends a piece to a text. */
export type AddPiece = (piece: string) => void;

/** Returns the SHA-256 of a text that `write` passes in pieces, so that memory never holds the whole text. */
export function digestPieces(write: (add: AddPiece) => void): string {
  const sha256 = createHash('sha256');
  let buffer = '';
  write((piece) => {
    buffer += piece;
    if (buffer.length < pieceSize) return;
    sha256.update(buffer);
    buffer = '';
  });
  return sha256.update(buffer).digest('hex');
}

/** Characters per hash update. One update costs as much as hashing several hundred characters. */
const pieceSize = 16_384;

/** Adds the JSON of a list in pieces. The result is canonical if `write` returns canonical JSON. */
export function addList<T>(
  items: Iterable<T>,
  add: AddPiece,
  write: (item: T) => string = canonicalJson,
): void {
  let separator = '[';
  for (const item of items) {
    add(separator);
    add(write(item));
    separator = ',';
  }
  add(separator === '[' ? '[]' : ']');
}

/**
 * Holds data of a view as numbers. A view of a large ledger has millions of times and contact ids, and a text takes six
 * times the memory of a number. Each value is returned exactly as it was stored.
 */
import type { Instant } from '../../model/time.ts';
import type { ContactId } from '../../model/target.ts';

/** A list of numbers. It grows by blocks, so that it is never copied. */
export interface Column {
  readonly add: (value: number) => void;
  readonly at: (row: number) => number;
}

/** A block has 4,096 numbers: the lower 12 bits of a row are its place in the block. */
const [blockBits, blockSize] = [12, 4_096];

function makeColumn(makeBlock: (size: number) => Float64Array | Uint32Array): Column {
  const blocks: (Float64Array | Uint32Array)[] = [];
  let block: Float64Array | Uint32Array = makeBlock(0);
  let length = 0;
  return {
    add: (value) => {
      const place = length & (blockSize - 1);
      if (place === 0) blocks.push((block = makeBlock(blockSize)));
      block[place] = value;
      length += 1;
    },
    at: (row) => blocks[row >>> blockBits]?.[row & (blockSize - 1)] ?? 0,
  };
}

/** Returns a column of 64-bit floats, which hold every integer up to 2^53. */
export function numbers(): Column {
  return makeColumn((size) => new Float64Array(size));
}

/** Returns a column of integers below 2^32. */
export function smallNumbers(): Column {
  return makeColumn((size) => new Uint32Array(size));
}

/** Maps texts to numbers and back. */
export interface Codes<T extends string> {
  /** Returns the number of a part of a text. The number of an empty part is 0. */
  readonly encode: (text: string, start: number, end: number) => number;
  readonly decode: (code: number) => T;
}

/** Returns codes of times. Above 0 they compare as their texts do. */
export function instantCodes(): Codes<Instant> {
  return withOthers(instantNumber, instantText);
}

/** Returns codes of contact ids. */
export function contactCodes(): Codes<ContactId> {
  return withOthers(idNumber, String);
}

/** Gives every other text a number below 0. `encode` returns 0 for a text that has another form. */
function withOthers<T extends string>(
  encode: Codes<T>['encode'],
  decode: (code: number) => string,
): Codes<T> {
  const others: string[] = [];
  const numbersOfOthers = new Map<string, number>();
  const numberOther = (text: string): number => {
    const known = numbersOfOthers.get(text);
    if (known !== undefined) return known;
    const own = ownText(text);
    const number = -others.push(own);
    numbersOfOthers.set(own, number);
    return number;
  };
  return {
    encode: (text, start, end) => {
      if (start === end) return 0;
      return encode(text, start, end) || numberOther(text.slice(start, end));
    },
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- returns the text that was encoded
    decode: (code) => (code < 0 ? (others[-code - 1] ?? '') : code === 0 ? '' : decode(code)) as T,
  };
}

/** Returns a copy of a part of a text. The part itself would keep the whole text in memory. */
export function ownText(part: string): string {
  return Buffer.from(part).toString();
}

const digitZero = 48;

/** Returns an id of up to 15 digits as a number. */
function idNumber(text: string, start: number, end: number): number {
  if (end - start > 15 || text.charCodeAt(start) === digitZero) return 0;
  return digitsIn(text, start, end);
}

/** Returns the number that digits represent, or 0 if there is another character. */
export function digitsIn(text: string, start: number, end: number): number {
  let number = 0;
  for (let index = start; index < end; index += 1) {
    const digit = text.charCodeAt(index) - digitZero;
    if (digit < 0 || digit > 9) return 0;
    number = number * 10 + digit;
  }
  return number;
}

/** The digits of a time, and how many values they have in its code, at least as many as they can have in a time. */
const timeParts = [
  { offset: 0, length: 4, values: 10_000, after: '-' },
  { offset: 5, length: 2, values: 16, after: '-' },
  { offset: 8, length: 2, values: 32, after: 'T' },
  { offset: 11, length: 2, values: 32, after: ':' },
  { offset: 14, length: 2, values: 64, after: ':' },
  { offset: 17, length: 2, values: 64, after: '.' },
  { offset: 20, length: 3, values: 1_000, after: 'Z' },
].map((part) => ({ ...part, afterCode: part.after.charCodeAt(0) }));

/** Returns the code of a time written as `2026-11-02T09:00:00.000Z`. */
function instantNumber(text: string, start: number, end: number): number {
  if (end - start !== 24) return 0;
  let code = 0;
  for (const { offset, length, values, afterCode } of timeParts) {
    let value = 0;
    const stop = start + offset + length;
    for (let index = start + offset; index < stop; index += 1) {
      const digit = text.charCodeAt(index) - digitZero;
      if (digit < 0 || digit > 9) return 0;
      value = value * 10 + digit;
    }
    if (value >= values || text.charCodeAt(stop) !== afterCode) return 0;
    code = code * values + value;
  }
  return code;
}

function instantText(code: number): Instant {
  let text = '';
  let rest = code;
  for (const { length, values, after } of timeParts.toReversed()) {
    text = `${String(rest % values).padStart(length, '0')}${after}${text}`;
    rest = Math.floor(rest / values);
  }
  return text;
}

import { isUtf8 } from 'node:buffer';
import type { DiagnosticCode } from '../model/results/problem-codes.ts';

/** The longest line that rollcall reads, in bytes. */
const maxLineBytes = 1_000_000;

export type DecodedText =
  | { readonly text: string }
  | {
      readonly problem: {
        readonly code: DiagnosticCode;
        readonly line: number;
        readonly column: number;
        readonly message: string;
        readonly help: string;
      };
    };

/** Decodes UTF-8 bytes without a byte order mark. Returns a problem for bytes that are not text. Never throws. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (
    utf16Problem(buffer) ??
    nulByteProblem(buffer) ??
    utf8Problem(buffer) ??
    longLineProblem(buffer) ??
    decode(buffer)
  );
}

function decode(buffer: Buffer): DecodedText {
  return { text: new TextDecoder('utf-8').decode(buffer) };
}

const saveAsUtf8 = 'Save it as UTF-8 (in Excel: "CSV UTF-8").';

function utf16Problem(buffer: Buffer): DecodedText | undefined {
  const mark = buffer.subarray(0, 2).toString('hex');
  if (mark !== 'fffe' && mark !== 'feff') return undefined;
  const message = 'This file is UTF-16, not UTF-8.';
  return { problem: { code: 'not-utf8', line: 1, column: 1, message, help: saveAsUtf8 } };
}

function nulByteProblem(buffer: Buffer): DecodedText | undefined {
  const at = buffer.indexOf(0);
  if (at < 0) return undefined;
  const message = `This is a binary file: byte ${at + 1} is zero.`;
  return {
    problem: { code: 'binary-file', ...positionAt(buffer, at), message, help: 'Use a text file in UTF-8.' },
  };
}

function utf8Problem(buffer: Buffer): DecodedText | undefined {
  if (isUtf8(buffer)) return undefined;
  const at = validLength(buffer);
  const byte = (buffer[at] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  const message = `This file is not UTF-8: byte ${at + 1} is 0x${byte}.`;
  return { problem: { code: 'not-utf8', ...positionAt(buffer, at), message, help: saveAsUtf8 } };
}

function longLineProblem(buffer: Buffer): DecodedText | undefined {
  for (let start = 0, line = 1; start < buffer.length; line += 1) {
    const end = buffer.indexOf(10, start);
    const stop = end < 0 ? buffer.length : end;
    if (stop - start > maxLineBytes) {
      const [length, limit] = [stop - start, maxLineBytes].map((bytes) => bytes.toLocaleString('en-US'));
      const message = `Line ${line} has ${length} bytes; the limit is ${limit}.`;
      const help = 'Break the line. Put long lists of contacts into a CSV file, one contact per row.';
      return { problem: { code: 'line-too-long', line, column: 1, message, help } };
    }
    start = stop + 1;
  }
  return undefined;
}

/** Returns the length of the longest prefix that is valid UTF-8, in bytes. */
function validLength(buffer: Buffer): number {
  let [good, bad] = [0, buffer.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isValidPrefix(buffer, middle)) good = middle;
    else bad = middle;
  }
  return good;
}

/** Returns whether a prefix is valid UTF-8. A prefix that ends within a character is valid. */
function isValidPrefix(buffer: Buffer, length: number): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, length), { stream: true });
    return true;
  } catch {
    return false;
  }
}

function positionAt(buffer: Buffer, at: number): { readonly line: number; readonly column: number } {
  const before = new TextDecoder('utf-8').decode(buffer.subarray(0, at));
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: before.length - lineStart + 1 };
}

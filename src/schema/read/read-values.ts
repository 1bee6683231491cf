/** Readers of single values. Each reports an invalid value once and returns `undefined` for it. */
import { type Email, parseEmail } from '../../model/email.ts';
import { type Day, isCalendarDay } from '../../model/time.ts';
import { describeValue, quoted } from '../describe-value.ts';
import type { SourceFile, LocalProblem, SourceNode } from '../source-file.ts';
import { yaml11BooleanProblem } from '../yaml/yaml11-boolean.ts';
import { emailHint } from './email-syntax.ts';

type ProblemText = Omit<LocalProblem, 'at'>;

export function readEmail(node: SourceNode, scope: SourceFile): Email | undefined {
  const written = node.kind === 'scalar' && typeof node.value === 'string' ? node.value : '';
  return parseEmail(written) ?? reportOnce(node, scope, emailProblem(written, describeValue(node)));
}

export function readDay(node: SourceNode, scope: SourceFile): Day | undefined {
  const text = node.kind === 'scalar' && typeof node.value === 'string' ? node.value.trim() : '';
  return isCalendarDay(text) ? text : reportOnce(node, scope, dayProblem(describeValue(node)));
}

/** Returns an id as decimal text. */
export function readId(node: SourceNode, scope: SourceFile): string | undefined {
  const misread = numberProblem(node);
  if (misread) return reportOnce(node, scope, misread);
  const text = node.kind === 'scalar' && node.value !== null ? String(node.value).trim() : '';
  if (isId(text)) return text;
  return reportOnce(node, scope, yaml11BooleanProblem(node) ?? idProblem(text, describeValue(node)));
}

/** Returns whether a text is an id: 1 to 19 digits, as many as a 64-bit integer has, without leading zeros. */
export function isId(text: string): boolean {
  return /^[1-9]\d{0,18}$/.test(text);
}

/**
 * Returns the problem of a number that is not a valid id as written. YAML reads `1e3`, `0x3E8`, `0o1750`, `1000.0`,
 * `+1000` and `01000` as 1000, and rounds numbers above 2^53.
 */
function numberProblem(node: SourceNode): ProblemText | undefined {
  if (node.kind !== 'scalar' || typeof node.value !== 'number') return undefined;
  const { value, text } = node;
  if (isId(text)) {
    if (Number.isSafeInteger(value)) return undefined;
    return {
      code: 'bad-id',
      message: `The id ${text} is larger than 9007199254740991 (2^53 - 1): many YAML readers round it.`,
      help: `Write it in quotes: "${text}".`,
    };
  }
  const readAs =
    Number.isSafeInteger(value) && value > 0 && String(value) !== text
      ? `, which YAML reads as ${value}`
      : '';
  return {
    code: 'bad-id',
    message: `Invalid id ${quoted(text)}${readAs}: an id is plain decimal digits.`,
    help: `Write the id as HubSpot shows it, digits only, for example 1042. ${spreadsheetHint}`,
  };
}

/** Reports a number that is not a valid id, and returns whether it is one. */
export function reportMisreadNumber(node: SourceNode, scope: SourceFile): boolean {
  const problem = numberProblem(node);
  if (problem) reportOnce(node, scope, problem);
  return problem !== undefined;
}

const spreadsheetHint =
  'If the spreadsheet shows 1.51235E+11, its digits are lost: format the column as text and export again.';

/** Returns the problem of an invalid email. `found` describes the value for the message. */
export function emailProblem(written: string, found: string): ProblemText {
  const { problem, help } = emailHint(written);
  return {
    code: 'bad-email',
    message: `Invalid email address: ${found}${problem}.`,
    help: help ?? 'Write one address, for example ana@northwind.example. Write a contact id as `id: 1042`.',
  };
}

/** Returns the problem of an invalid day. `found` describes the value for the message. */
export function dayProblem(found: string): ProblemText {
  return {
    code: 'bad-date',
    message: `Invalid date: ${found}.`,
    help: 'Write a day as YYYY-MM-DD, for example 2026-11-01.',
  };
}

/** Returns the problem of an invalid id. `found` describes the value for the message. */
export function idProblem(written: string, found: string): ProblemText {
  const isRounded = /^[+-]?\d+(?:[.,]\d+)?e[+-]?\d+$/i.test(written.trim());
  return {
    code: 'bad-id',
    message: `Invalid id: ${found}.`,
    help: `Write digits only, for example 1042.${isRounded ? ` ${spreadsheetHint}` : ''}`,
  };
}

/** Reports a problem of a value, unless the value has been reported. Returns `undefined`. */
export function reportOnce(node: SourceNode, scope: SourceFile, problem: ProblemText): undefined {
  if (scope.isRejected(node)) return;
  scope.reject(node);
  scope.report({ ...problem, at: node.offset });
}

/** Single values with their checks. Each reports what is wrong once and answers with nothing then. */
import type { Sender } from '../../model/desired-state.ts';
import type { Email } from '../../model/email.ts';
import { normalEmail } from '../../model/email.ts';
import type { Day } from '../../model/instant.ts';
import { spokenBooleanProblem } from '../shape/spoken-boolean.ts';
import { foundValue } from '../source/found-value.ts';
import type { FileScope, LocalProblem } from '../source/scope.ts';
import type { SourceNode } from '../source/source-tree.ts';
import { isCalendarDay } from './calendar-day.ts';
import { isEmail } from './email-syntax.ts';

type Words = Omit<LocalProblem, 'at'>;

export function readEmail(node: SourceNode, scope: FileScope): Email | undefined {
  const email = node.kind === 'scalar' && typeof node.value === 'string' ? normalEmail(node.value) : '';
  return isEmail(email) ? email : refuse(node, scope, emailProblem(foundValue(node)));
}

export function readSender(node: SourceNode, scope: FileScope): Sender | undefined {
  if (node.kind === 'scalar' && node.value === 'contact-owner') return 'contact-owner';
  const email = readEmail(node, scope);
  return email === undefined ? undefined : { email };
}

export function readDay(node: SourceNode, scope: FileScope): Day | undefined {
  const text = node.kind === 'scalar' && typeof node.value === 'string' ? node.value.trim() : '';
  return isCalendarDay(text) ? text : refuse(node, scope, dayProblem(foundValue(node)));
}

/** An id as decimal text, with every digit that was written. */
export function readId(node: SourceNode, scope: FileScope): string | undefined {
  const text = node.kind === 'scalar' && node.value !== null ? idText(node.value, node.text) : '';
  if (isId(text)) return text;
  return refuse(node, scope, spokenBooleanProblem(node) ?? idProblem(foundValue(node)));
}

/** Digits without leading zeros, as many as a 64-bit number has. */
export function isId(text: string): boolean {
  return /^[1-9]\d{0,18}$/.test(text);
}

function idText(value: string | number | boolean, written: string): string {
  return typeof value === 'string' ? value.trim() : isId(written) ? written : String(value);
}

export function emailProblem(found: string): Words {
  return {
    code: 'bad-email',
    message: `This is no e-mail address: ${found}.`,
    help: 'Write one address, for example ana@northwind.example. A contact id is written `id: 1042`.',
  };
}

export function dayProblem(found: string): Words {
  return {
    code: 'bad-date',
    message: `This is no day of the calendar: ${found}.`,
    help: 'Write it as YYYY-MM-DD, for example 2026-11-01.',
  };
}

export function idProblem(found: string): Words {
  return {
    code: 'bad-id',
    message: `This is no id of HubSpot: ${found}.`,
    help: 'Write digits only, for example 1042.',
  };
}

function refuse(node: SourceNode, scope: FileScope, problem: Words): undefined {
  if (scope.isRejected(node)) return;
  scope.reject(node);
  scope.report({ ...problem, at: node.offset });
}

/** Judges a printed plan: it names the contacts that the plan names, and says of each only what is true. */
import type { Plan } from '../../../src/model/results/plan.ts';
import { judgeEffect } from './judge-effect.ts';
import { aboutOf, report } from './judge-line.ts';
import type { Seen } from './judge-line.ts';
import { linesOf } from './plan-lines.ts';
import type { PlanLine } from './plan-lines.ts';
import { judgeSentence } from './sentences.ts';
import { surplus, textLines } from './text-lines.ts';
import type { TextLine } from './text-lines.ts';

export function judgePlanText(printed: string, plan: Plan, seen: Seen): void {
  const { book } = seen;
  const lines = linesOf(plan);
  const shown = textLines(printed);
  const names = shown.map(nameOf);
  const planned = lines.map(nameOfLine);
  for (const name of surplus(names, planned))
    book.blame('false-statement', `plan text: ${name}: not planned`);
  for (const name of surplus(planned, names)) book.blame('silence', `plan text: ${name}: left out`);
  for (const one of shown) {
    const line = lines.find((candidate) => nameOfLine(candidate) === nameOf(one));
    if (line) judgeShown(one, line, seen);
  }
  judgeHeadline(printed.split('\n')[0] ?? '', shown, seen);
}

function judgeShown(one: TextLine, line: PlanLine, seen: Seen): void {
  const what = `plan text: ${nameOf(one)}`;
  const isChange = ['enroll', 'unenroll', 'archive'].includes(line.says);
  // The reason of the plan itself is judged there.
  if (!isChange && one.text === line.reason) return;
  const judged = isChange ? judgeEffect(one.text, line, seen) : judgeSentence(one.text, aboutOf(line, seen));
  report(judged, { what, sentence: one.text }, seen.book);
}

function nameOf({ word, target, contactId = '?' }: TextLine): string {
  return `${word} ${target}${word === 'archive' ? '' : `/${contactId}`}`;
}

function nameOfLine({ address, says, reenroll, contactId = '?' }: PlanLine): string {
  const target = address.split('/')[0] ?? '';
  if (says === 'archive') return `archive ${target}`;
  return `${reenroll ? 're-enroll' : says} ${target}/${contactId}`;
}

/** The counts of the headline, and the words of the lines that they count. */
const counted: readonly (readonly [phrase: RegExp, ...words: readonly string[]])[] = [
  [/^will be unenrolled$/u, 'unenroll'],
  [/^of them enrolled again$/u, 're-enroll'],
  [/^workflows? will be deleted$/u, 'archive'],
  [/^unchanged\b/u, 'active', 'ended'],
  [/^waiting$/u, 'waiting'],
  [/^blocked$/u, 'blocked'],
  [/^unknown$/u, 'unknown'],
  [/^manual$/u, 'manual'],
  [/^left the audience$/u, 'left-audience'],
  [/^orphans?$/u, 'orphan'],
  [/^unmanaged$/u, 'unmanaged'],
];

/** The first sentence of a plan without changes. Counts may follow it. */
const idleSentence =
  /^(?:No changes(?: that rollcall can make)?\.|[\d,]+ (?:person|people) must be unenrolled, and cannot be now\.)(?: |$)/u;
const senderPart =
  /^senders? will email (?<people>[\d,]+) (?:person|people): (?:about|at least) [\d,]+ emails?(?: over [\d,]+ days?)?$/u;
const workflowPart = /^(?:person|people) will start a workflow$/u;
/** A plan without changes counts active and ended contacts separately. */
const idleParts = /^(?:active$|ended\b)/u;
const brokenPlan = /^No plan: [\d,]+ errors? to fix first$/u;

function judgeHeadline(headline: string, shown: readonly TextLine[], { book }: Seen): void {
  const isChange = ({ word }: TextLine): boolean => /^(?:re-)?enroll$|^unenroll$|^archive$/u.test(word);
  const changes = shown.filter(isChange).length;
  if (brokenPlan.test(headline)) {
    if (changes > 0) book.blame('false-statement', `plan text: ${headline}: ${changes} changes`);
    return;
  }
  const isIdle = idleSentence.test(headline);
  const parts = headline
    .replace(idleSentence, '')
    .split('; ')
    .filter((part) => part !== '')
    .map((part) => {
      const { amount = '', phrase = part } = /^(?<amount>[\d,]+) (?<phrase>.+)$/u.exec(part)?.groups ?? {};
      return { amount: numberOf(amount), phrase };
    });
  const known = [senderPart, workflowPart, ...(isIdle ? [idleParts] : []), ...counted.map(([one]) => one)];
  for (const { phrase } of parts)
    if (!known.some((pattern) => pattern.test(phrase)))
      book.blame('unclassified', `plan text: no check for ${phrase} in the headline: ${headline}`);
  if (!isIdle && parts.length === 0)
    book.blame('unclassified', 'plan text: the first line is not a headline');
  const check = (amount: number, actual: number, meaning: string): void => {
    if (amount !== actual) book.blame('false-statement', `plan text: ${headline}: ${actual} ${meaning}`);
  };
  for (const [phrase, ...words] of counted) {
    // Only a plan with changes counts active and ended contacts together.
    if (isIdle && words.includes('ended')) continue;
    const lines = shown.filter(({ word }) => words.includes(word)).length;
    check(parts.find((part) => phrase.test(part.phrase))?.amount ?? 0, lines, words.join(' or '));
  }
  const people = (kind: 'sequences' | 'workflows'): number =>
    new Set(
      shown
        .filter(({ word, target }) => /^(?:re-)?enroll$/u.test(word) && target.startsWith(`${kind}.`))
        .map(({ contactId }) => contactId),
    ).size;
  const emailed = parts.flatMap(({ phrase }) => senderPart.exec(phrase)?.groups?.['people'] ?? []);
  check(numberOf(emailed[0]), people('sequences'), 'contacts to enroll in sequences');
  const started = parts.find(({ phrase }) => workflowPart.test(phrase))?.amount ?? 0;
  check(started, people('workflows'), 'contacts to enroll in workflows');
  if (isIdle && changes > 0) book.blame('false-statement', `plan text: ${headline}: ${changes} changes`);
}

function numberOf(printed = ''): number {
  return Number(printed.replaceAll(',', ''));
}

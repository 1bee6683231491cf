/** Judges a printed plan: it names the contacts that the plan names, and says of each only what is true. */
import type { Plan } from '../../../src/model/plan.ts';
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

/** What the headline counts, and the words of the lines that it means. */
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

function judgeHeadline(headline: string, shown: readonly TextLine[], { book }: Seen): void {
  const parts = headline.split('; ').map((part) => /^(?:.*\. )?(\d+) (.+)$/u.exec(part));
  const isIdle =
    headline.startsWith('No changes.') || headline.startsWith('No changes that rollcall can make.');
  for (const [phrase, ...words] of counted) {
    const lines = shown.filter(({ word }) => words.includes(word)).length;
    const said = Number(parts.find((part) => phrase.test(part?.[2] ?? ''))?.[1] ?? 0);
    // An idle plan counts those two one by one.
    if (said === lines || (isIdle && words.includes('ended'))) continue;
    if (headline.includes(' must be unenrolled, and cannot be now.') && words.includes('ended')) continue;
    book.blame('false-statement', `plan text: ${headline}: ${lines} ${words.join(' or ')}`);
  }
  const changes = shown.filter(({ word }) => /^(?:re-)?enroll$|^unenroll$|^archive$/u.test(word)).length;
  if (isIdle && changes > 0) book.blame('false-statement', `plan text: ${headline}: ${changes} changes`);
}

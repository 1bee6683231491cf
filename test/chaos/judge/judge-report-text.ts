/** Judges a printed report: by its headings, every change has one outcome, and it is the true one. */
import type { Report } from '../../../src/model/report.ts';
import { claimName, claimsOf, judgeClaims } from './judge-report.ts';
import type { Claim, SeenReport } from './judge-report.ts';
import { surplus, textLines } from './text-lines.ts';

/** How headings begin, and the status of what stands under them. */
const headings: readonly (readonly [string, Claim['status']])[] = [
  ['Unknown:', 'unknown'],
  ['Failed', 'failed'],
  ['Blocked', 'blocked'],
  ['Not attempted', 'not-attempted'],
  ['Done:', 'done'],
];

export function judgeReportText(printed: string, report: Report, seen: SeenReport): void {
  const shown = textLines(printed).flatMap(({ under, word: action, target, contactId, text }): Claim[] => {
    const status = headings.find(([heading]) => under.startsWith(heading))?.[1];
    // Removals left for a person are no outcomes.
    return status === undefined ? [] : [{ action, target, contactId, status, reason: text }];
  });
  judgeClaims(shown, seen, 'report text');
  const names = shown.map(claimName);
  const reported = claimsOf(report).map(claimName);
  const { book } = seen;
  for (const name of surplus(names, reported)) book.blame('false-statement', `report text: ${name}`);
  for (const name of surplus(reported, names)) book.blame('silence', `report text: ${name}: left out`);
  const sum = printed.split('\n')[0] ?? '';
  const said = [...sum.matchAll(/(\d+) (planned|done|failed|blocked|unknown|not attempted)/gu)];
  for (const [, amount, word = ''] of said) {
    const status = word.replace(' ', '-');
    const is = word === 'planned' ? shown.length : shown.filter((one) => one.status === status).length;
    if (Number(amount) !== is) book.blame('false-statement', `report text: ${sum}: ${is} ${word}`);
  }
}

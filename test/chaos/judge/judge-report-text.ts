/** Judges a printed report: by its headings, every change has one outcome, and it is the true one. */
import type { Report } from '../../../src/model/results/report.ts';
import { claimName, claimsOf, judgeClaims } from './judge-report.ts';
import type { Claim, SeenReport } from './judge-report.ts';
import { surplus, textLines } from './text-lines.ts';

/** How headings begin, and the status of what stands under them. */
const headings: readonly (readonly [string, Claim['status']])[] = [
  ['Unknown:', 'unknown'],
  ['Failed', 'failed'],
  ['Blocked', 'blocked'],
  ['Not attempted', 'not-attempted'],
  ['Applied:', 'done'],
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
  judgeHeadline(printed.split('\n')[0] ?? '', { shown, manual: report.manual.length }, seen);
}

/** `Apply incomplete. 1 of 4 changes applied; 2 failed, 1 blocked.` */
const headlinePattern =
  /^Apply (?:in)?complete\. (?:No changes|(?<done>[\d,]+) of (?<planned>[\d,]+) changes? applied)(?:: (?<actions>[^;]+))?(?:; (?<others>.+))?\.$/u;

/** A status that the headline leaves out has the count zero. */
const otherStatuses = ['failed', 'blocked', 'unknown', 'not attempted'] as const;

/** What the headline calls an applied action. */
const actionWords = { enroll: 'enrolled', unenroll: 'unenrolled', archive: 'deleted' } as const;

function judgeHeadline(
  headline: string,
  { shown, manual }: { readonly shown: readonly Claim[]; readonly manual: number },
  { book }: SeenReport,
): void {
  const parts = headlinePattern.exec(headline)?.groups;
  if (!parts) {
    book.blame('unclassified', `report text: the first line is not a headline: ${headline}`);
    return;
  }
  const check = (word: string, printedAmount: string, actual: number): void => {
    if (Number(printedAmount.replaceAll(',', '')) !== actual)
      book.blame('false-statement', `report text: ${headline}: ${actual} ${word}`);
  };
  const amount = (status: string): number => shown.filter((one) => one.status === status).length;
  check('planned', parts['planned'] ?? '0', shown.length);
  check('applied', parts['done'] ?? '0', amount('done'));
  for (const word of otherStatuses)
    check(word, countBefore(word, parts['others']), amount(word.replace(' ', '-')));
  check('manual', countBefore('manual', parts['others']), manual);
  // Only the headline of an apply without a rest names the actions.
  if (parts['actions'] === undefined) return;
  for (const [action, word] of Object.entries(actionWords)) {
    const applied = shown.filter((one) => one.status === 'done' && one.action === action).length;
    check(word, countBefore(word, parts['actions']), applied);
  }
}

/** Returns the number before a word of a list such as `2 failed, 1 blocked`; zero where the word is absent. */
function countBefore(word: string, list = ''): string {
  const entry = list.split(', ').find((one) => one.endsWith(` ${word}`));
  return entry?.split(' ')[0] ?? '0';
}

/** Judges a printed report: by its headings, every change has one outcome, and it is the true one. */
import type { Report } from '../../../src/model/results/report.ts';
import { claimName, claimsOf, judgeClaims } from './judge-report.ts';
import type { Claim, SeenReport } from './judge-report.ts';
import { actionOf } from './plan-text.ts';
import { surplus } from './surplus.ts';

/** How headings begin, and the status of the contacts below. */
const headings: readonly (readonly [string, Claim['status']])[] = [
  ['Unknown:', 'unknown'],
  ['Failed:', 'failed'],
  ['Blocked:', 'blocked'],
  ['Not attempted:', 'not-attempted'],
  ['Applied:', 'done'],
];

export function judgeReportText(printed: string, report: Report, seen: SeenReport): void {
  const lines = reportLines(printed);
  const shown = lines.flatMap(({ under, action, target, contactId, reason }): Claim[] => {
    const status = headings.find(([heading]) => under.startsWith(heading))?.[1];
    // Removals left for a person are no outcomes.
    return status === undefined ? [] : [{ action, target, contactId, status, reason }];
  });
  judgeClaims(shown, seen, 'report text');
  const names = shown.map(claimName);
  const reported = claimsOf(report).map(claimName);
  const { book } = seen;
  for (const name of surplus(names, reported)) book.blame('false-statement', `report text: ${name}`);
  for (const name of surplus(reported, names)) book.blame('silence', `report text: ${name}: left out`);
  judgeHeadline(printed.split('\n')[0] ?? '', { shown, report }, seen);
  judgeSteps(printed, { shown, report }, seen);
  judgeEnding(printed, { shown, report }, seen);
}

interface ReportLine {
  /** The heading above it. */
  readonly under: string;
  readonly action: string;
  readonly target: string;
  /** Absent for a change of a whole target. */
  readonly contactId: string | undefined;
  readonly reason: string;
}

/** `    ! enroll  b•••@northwind.example (1042)  enrollments.yaml:16`; an unknown outcome begins further left. */
const contactPattern = /^(?<indent> {2}| {4})[+!~?] (?<action>[a-z-]+) +(?<who>\S.*?)(?: {2,}\S+:\d+)?$/u;
/** `  ! sequences.q4-outbound: nina@acme.example has no connected inbox`: the cause of the contacts below. */
const causePattern = /^ {2}[+!~] (?<target>(?:sequences|workflows)\.[^\s:/]+): (?<reason>.*)$/u;
/** The sentence below an unknown outcome. */
const knownPattern = /^ {6}(?<target>(?:sequences|workflows)\.[^\s:/]+): (?<reason>.*)$/u;

/** Reads the lines that are about one change, as `grep` would: each contact is below the cause of its group. */
function reportLines(printed: string): readonly ReportLine[] {
  const found: ReportLine[] = [];
  const lines = printed.split('\n');
  let under = '';
  let cause = { target: '', reason: '' };
  for (const [index, line] of lines.entries()) {
    if (line !== '' && !line.startsWith(' ')) {
      under = line;
      cause = { target: '', reason: '' };
    }
    const { target, reason = '' } = causePattern.exec(line)?.groups ?? {};
    if (target !== undefined) {
      cause = { target, reason };
      continue;
    }
    const { indent, action, who = '' } = contactPattern.exec(line)?.groups ?? {};
    if (action === undefined) continue;
    const known = indent === '  ' ? knownPattern.exec(lines[index + 1] ?? '')?.groups : undefined;
    const about = known ? { target: known['target'] ?? '', reason: known['reason'] ?? '' } : cause;
    found.push({ under, action: actionOf(action), ...about, contactId: contactOf(who) });
  }
  return found;
}

/** Where no contact is known, the address is printed. */
function contactOf(who: string): string | undefined {
  const [, ofAddress] = /^(?:sequences|workflows)\.\S+?\/(\S+)$/u.exec(who) ?? [];
  return ofAddress ?? /(?:^contact |\()(\d+)\)?$/u.exec(who)?.[1];
}

/** `Apply incomplete. 1 of 4 changes applied; 2 failed, 1 blocked.` */
const headlinePattern =
  /^Apply (?<state>complete|finished|incomplete)\. (?:No changes(?:\. (?<adopted>[\d,]+) existing enrollments? recorded\. Nothing was sent)?|(?<done>[\d,]+) of (?<planned>[\d,]+) changes? applied)(?:: (?<actions>[^;]+))?(?:; (?<others>.+))?\.$/u;

/** A status that the headline leaves out has the count zero. */
const otherStatuses = ['failed', 'blocked', 'unknown', 'not attempted'] as const;

/** What the headline calls an applied action. */
const actionWords = {
  enroll: 'enrolled',
  unenroll: 'unenrolled',
  archive: 'deleted',
  'create-workflow': 'created',
} as const;

interface Printed {
  readonly shown: readonly Claim[];
  readonly report: Report;
}

function judgeHeadline(headline: string, { shown, report }: Printed, { book }: SeenReport): void {
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
  if (shown.length === 0) check('recorded', parts['adopted'] ?? '0', report.adopted ?? 0);
  for (const word of otherStatuses)
    check(word, countBefore(word, parts['others']), amount(word.replace(' ', '-')));
  check('manual', countBefore('manual', parts['others']), report.manual.length);
  const isComplete = parts['state'] === 'complete';
  if (isComplete && (amount('done') < shown.length || report.exitCode !== 0))
    book.blame('false-statement', `report text: ${headline}: not all changes were applied`);
  if ((parts['state'] === 'incomplete') !== (report.exitCode !== 0))
    book.blame('false-statement', `report text: ${headline}: the exit code is ${report.exitCode}`);
  // Only the headline of a complete apply names the actions.
  if (parts['actions'] === undefined) return;
  for (const [action, word] of Object.entries(actionWords)) {
    const applied = shown.filter((one) => one.status === 'done' && one.action === action).length;
    check(word, countBefore(word, parts['actions']), applied);
  }
}

/** Every unknown outcome of a contact has the two commands that settle it, and no other one has. */
function judgeSteps(printed: string, { shown }: Printed, { book }: SeenReport): void {
  const commands = printed
    .split('\n')
    .flatMap((line) => /^ {11}rollcall resolve (\S+ --\S+)$/u.exec(line)?.[1] ?? []);
  const needed = shown.flatMap(({ status, target, contactId }) =>
    status === 'unknown' && contactId !== undefined
      ? [`${target}/${contactId} --enrolled`, `${target}/${contactId} --not-enrolled`]
      : [],
  );
  // An address can name its contact by an email: only the number of commands and their targets are known here.
  const targets = (some: readonly string[]): string[] => some.map((one) => one.replace(/\/\S+/u, ''));
  for (const one of surplus(targets(needed), targets(commands)))
    book.blame('silence', `report text: no command to settle ${one}`);
  for (const one of surplus(targets(commands), targets(needed)))
    book.blame('false-statement', `report text: a command settles ${one}, which is not unknown`);
}

/** The exit code, the emails and the offer to undo the run. */
function judgeEnding(printed: string, { shown, report }: Printed, { book }: SeenReport): void {
  const blame = (what: string): void => book.blame('false-statement', `report text: ${what}`);
  const flat = printed.replaceAll(/\n {2}(?=\S)/gu, ' ');
  const exit = Number(/(?:^| )Exit code (\d+): /mu.exec(flat)?.[1] ?? 0);
  if (exit !== report.exitCode) blame(`exit code ${exit} instead of ${report.exitCode}`);
  if (shown.some(({ status }) => status === 'unknown') && !/\nExit code \d+: [^\n]*\n$/u.test(flat))
    blame('with an unknown outcome, the exit code is not the last line');
  const enrolled = shown.filter(({ action, status }) => action === 'enroll' && status === 'done').length;
  if (/^Undo this run:/mu.test(printed) && (enrolled === 0 || report.undoRun !== undefined))
    blame(`offers to undo a run that enrolled ${enrolled} contacts`);
  if (/\bemails? (?:leaves?|will leave)\b/u.test(flat) && enrolled === 0)
    blame('emails leave, and no contact was enrolled');
}

/** Returns the number before a word of a list such as `2 failed, 1 blocked`; zero where the word is absent. */
function countBefore(word: string, list = ''): string {
  const entry = list.split(', ').find((one) => one.endsWith(` ${word}`));
  return entry?.split(' ')[0] ?? '0';
}

import type { Change } from '../../model/results/plan.ts';
import type { Outcome, OutcomeEvidence, OutcomeStatus, Report } from '../../model/results/report.ts';
import { groupBy } from '../../model/group-by.ts';
import { count, formatNumber } from './format.ts';
import { targetPart } from './line.ts';
import { linksOf } from './links.ts';
import {
  contactIdOf,
  manualGroups,
  type OutcomeGroup,
  outcomeGroups,
  type UnknownSection,
  unknownSection,
} from './outcome-groups.ts';

/** The report of an apply as every format shows it: the formats choose the layout, never a number or a sentence. */
export interface ReportView {
  readonly state: ReportState;
  /** `Apply incomplete`. */
  readonly title: string;
  /** What was applied: `1 of 4 changes applied: 1 enrolled`, or `No changes`. */
  readonly result: string;
  /** `2 failed, 1 blocked`, or empty. */
  readonly rest: string;
  /** Changes by status, for a bar; without those that are zero. */
  readonly shares: readonly {
    readonly status: OutcomeStatus;
    readonly amount: number;
    readonly word: string;
  }[];
  readonly unknown: UnknownSection;
  /** What needs a person, most serious first; without empty sections. */
  readonly sections: readonly OutcomeSection[];
  readonly applied: AppliedSection;
  /** `15 emails leave today, about 43 until 2026-11-11`, or empty. */
  readonly emails: string;
  /** `HubSpot confirmed 15 changes; rollcall verified 12 by reading them back`, or empty. */
  readonly evidence: string;
  /** `Run 7, plan 2e336ad33cab6b51, 11 requests`. */
  readonly run: string;
  /** `Exit code 6: 2 changes failed`; empty for exit code 0. */
  readonly exit: string;
  /** What to do next. */
  readonly next: readonly NextAction[];
}

/** `finished`: nothing failed, and some contacts are blocked or wait for their turn. */
type ReportState = 'complete' | 'finished' | 'incomplete';

/** A sentence, or a command with its purpose. Formats put `Next` before the sentence. */
export type NextAction = { readonly text: string } | { readonly what: string; readonly command: string };

/** The outcomes of one status, or the removals that are left for manual work. */
export interface OutcomeSection {
  readonly id: Exclude<OutcomeStatus, 'done' | 'unknown'> | 'manual';
  /** `Failed: 2`. */
  readonly title: string;
  readonly amount: number;
  readonly groups: readonly OutcomeGroup[];
}

export interface AppliedSection {
  /** `Applied: 27`. */
  readonly title: string;
  readonly targets: readonly AppliedTarget[];
  readonly groups: readonly OutcomeGroup[];
}

/** The changes that were made in one target. */
export interface AppliedTarget {
  readonly address: string;
  /** `13 enrolled`, by action; an empty text for an action that the target does not have, and another one does. */
  readonly amounts: readonly string[];
}

/** Returns the numbers, titles and sentences of a report. */
export function reportView(report: Report): ReportView {
  const { counts, manual, exitCode, exitReasons } = report;
  const byStatus = groupBy(report.outcomes, ({ status }) => status);
  const outcomes = (status: OutcomeStatus): readonly Outcome[] => byStatus.get(status) ?? [];
  const section = (id: Exclude<OutcomeStatus, 'done' | 'unknown'>): OutcomeSection => ({
    id,
    title: `${statusWords[id]}: ${formatNumber(outcomes(id).length)}`,
    amount: outcomes(id).length,
    groups: outcomeGroups(outcomes(id)),
  });
  const state =
    exitReasons.length > 0
      ? 'incomplete'
      : counts.blocked + counts.notAttempted + (report.forReview ?? 0) > 0
        ? 'finished'
        : 'complete';
  const manualSection: OutcomeSection = {
    id: 'manual',
    title: `Manual: ${formatNumber(manual.length)}. No route can unenroll ${manual.length === 1 ? 'this contact' : 'these contacts'}.`,
    amount: manual.length,
    groups: manualGroups(manual),
  };
  const sections = [section('failed'), section('blocked'), manualSection, section('not-attempted')];
  const done = outcomes('done');
  return {
    state,
    title: `Apply ${state}`,
    result: resultOf(report, state, done),
    rest: restOf(report),
    shares: statuses.flatMap((status) => {
      const amount = outcomes(status).length;
      return amount === 0 ? [] : [{ status, amount, word: shareWords[status] }];
    }),
    unknown: unknownSection(outcomes('unknown'), linksOf(report)),
    sections: sections.filter(({ amount }) => amount > 0),
    applied: {
      title: `Applied: ${formatNumber(done.length)}`,
      targets: appliedTargets(done),
      groups: outcomeGroups(done),
    },
    emails: emailText(report),
    evidence: evidenceText(done),
    run: runText(report),
    exit:
      exitReasons.length === 0
        ? ''
        : `Exit code ${exitCode}: ${exitReasons.map((reason) => withoutShownHelp(reason, report).replace(/\.$/u, '')).join('; ')}`,
    next: nextActions(report, sections),
  };
}

/** Returns the reason for an exit code. Leaves out its next step if the changes that were not attempted show the same. */
function withoutShownHelp(reason: string, { outcomes }: Report): string {
  const shown = outcomes.find(
    ({ status, help, reason: own }) =>
      status === 'not-attempted' && help !== undefined && reason.startsWith(own) && reason.endsWith(help),
  );
  return shown?.reason ?? reason;
}

/** In the order of a report. */
const statuses: readonly OutcomeStatus[] = ['done', 'failed', 'blocked', 'unknown', 'not-attempted'];

const statusWords: Readonly<Record<OutcomeStatus, string>> = {
  unknown: 'Unknown',
  failed: 'Failed',
  blocked: 'Blocked',
  'not-attempted': 'Not attempted',
  done: 'Applied',
};

const shareWords: Readonly<Record<OutcomeStatus, string>> = {
  unknown: 'unknown',
  failed: 'failed',
  blocked: 'blocked',
  'not-attempted': 'not attempted',
  done: 'applied',
};

function resultOf({ counts, adopted }: Report, state: ReportState, done: readonly Outcome[]): string {
  if (counts.planned === 0) {
    if (adopted === undefined) return 'No changes';
    return `No changes. ${count(adopted, 'existing enrollment')} recorded. Nothing was sent`;
  }
  const actions = state === 'complete' && done.length > 0 ? `: ${actionTotals(done).join(', ')}` : '';
  return `${formatNumber(counts.done)} of ${count(counts.planned, 'change')} applied${actions}`;
}

function restOf({ counts, manual, forReview = 0 }: Report): string {
  const parts = [
    [counts.failed, 'failed'],
    [counts.blocked, 'blocked'],
    [counts.unknown, 'unknown'],
    [counts.notAttempted, 'not attempted'],
    [manual.length, 'manual'],
    [forReview, 'left for a reviewed plan'],
  ] as const;
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, word]) => `${formatNumber(amount)} ${word}`)
    .join(', ');
}

function emailText({ emails, emailsToday, emailsUntil }: Report): string {
  if (emails === 0) return '';
  if (emailsToday === undefined || emailsUntil === undefined)
    return `about ${count(emails, 'email')} will leave; HubSpot does not show all of their days`;
  const leave = (amount: number): string => `${count(amount, 'email')} ${amount === 1 ? 'leaves' : 'leave'}`;
  if (emailsToday === emails) return `${leave(emails)} today`;
  if (emailsToday === 0) return `about ${leave(emails)} until ${emailsUntil}, none of them today`;
  return `${leave(emailsToday)} today, about ${formatNumber(emails)} until ${emailsUntil}`;
}

function evidenceText(done: readonly Outcome[]): string {
  const byEvidence = groupBy(done, ({ evidence }) => evidence);
  const sentences = evidenceWords.flatMap(([evidence, sentence]) => {
    const amount = byEvidence.get(evidence)?.length ?? 0;
    return amount === 0 ? [] : [{ amount, sentence }];
  });
  return sentences
    .map(({ amount, sentence }, index) =>
      sentence(index === 0 ? count(amount, 'change') : formatNumber(amount), amount === 1),
    )
    .join('; ');
}

const evidenceWords: readonly (readonly [OutcomeEvidence, (amount: string, isOne: boolean) => string])[] = [
  ['confirmed', (amount) => `HubSpot confirmed ${amount}`],
  ['read-back', (amount, isOne) => `rollcall verified ${amount} by reading ${isOne ? 'it' : 'them'} back`],
  [
    'accepted',
    (amount, isOne) => `HubSpot accepted ${amount}, and a later run verifies ${isOne ? 'it' : 'them'}`,
  ],
];

function runText({ run, planId, requests }: Report): string {
  const name = run === undefined ? 'Nothing to apply' : `Run ${run}`;
  return `${name}, plan ${planId}, ${count(requests, 'request')}`;
}

const actionWords: readonly (readonly [Change['action'], string])[] = [
  ['enroll', 'enrolled'],
  ['unenroll', 'unenrolled'],
  ['archive', 'deleted'],
  ['create-workflow', 'created'],
];

/** Returns `11 enrolled`, `1 unenrolled`, without actions that did not happen. */
function actionTotals(outcomes: readonly Outcome[]): readonly string[] {
  return amountsByAction(outcomes, actionWords).filter((amount) => amount !== '');
}

function amountsByAction(outcomes: readonly Outcome[], actions: typeof actionWords): readonly string[] {
  const byAction = groupBy(outcomes, ({ action }) => action);
  return actions.map(([action, word]) => {
    const amount = byAction.get(action)?.length ?? 0;
    return amount === 0 ? '' : `${formatNumber(amount)} ${word}`;
  });
}

function appliedTargets(done: readonly Outcome[]): readonly AppliedTarget[] {
  const used = actionWords.filter(([action]) => done.some((outcome) => outcome.action === action));
  return [...groupBy(done, ({ address }) => targetPart(address))].map(([address, own]) => ({
    address,
    amounts: amountsByAction(own, used),
  }));
}

function nextActions(report: Report, sections: readonly OutcomeSection[]): readonly NextAction[] {
  const { counts, outcomes, run, undoRun, forReview = 0 } = report;
  const enrolled = outcomes.filter(({ action, status }) => action === 'enroll' && status === 'done').length;
  const answered = outcomes.filter(({ status, response }) => status !== 'done' && response !== undefined);
  const contacts = new Set(answered.flatMap((outcome) => contactIdOf(outcome) ?? []));
  const [first] = contacts;
  const what = contacts.size === 1 ? 'Full response' : 'Full responses, one contact each';
  const created = outcomes.filter(({ action, status }) => action === 'create-workflow' && status === 'done');
  return [
    ...created.flatMap(({ help }) => (help === undefined ? [] : [{ text: help }])),
    ...(counts.failed > 0 ? [{ text: retryText(report, sections, enrolled) }] : []),
    ...(forReview > 0 ? [{ text: reviewText(report, forReview) }] : []),
    ...(first === undefined ? [] : [{ what, command: `rollcall history ${first}` }]),
    ...(run === undefined || enrolled === 0 || undoRun !== undefined || counts.unknown > 0
      ? []
      : [{ what: 'Undo this run', command: commandFor('apply', { report, flags: `--undo-run ${run}` }) }]),
  ];
}

/** Returns a command line with the files of the run, unless they are the default. */
function commandFor(
  command: 'plan' | 'apply',
  { report, flags = '' }: { readonly report: Report; readonly flags?: string },
): string {
  const files = (report.files ?? []).map((path) => (/^[\w./@:-]+$/u.test(path) ? path : `'${path}'`));
  return ['rollcall', command, ...files, ...(flags === '' ? [] : [flags])].join(' ');
}

function reviewText(report: Report, forReview: number): string {
  const what = forReview === 1 ? 'the change that waits' : `the ${formatNumber(forReview)} changes that wait`;
  return `review ${what} for a reviewed plan: \`${commandFor('plan', { report, flags: '--out plan.json' })}\`, then \`rollcall apply plan.json\`.`;
}

function retryText(report: Report, sections: readonly OutcomeSection[], enrolled: number): string {
  const { counts, undoRun } = report;
  const failed = sections.find(({ id }) => id === 'failed')?.groups ?? [];
  const causes = new Set(failed.map(({ reason }) => reason)).size;
  const fix = causes === 1 ? 'fix the cause above' : `fix the ${formatNumber(causes)} causes above`;
  const flags = undoRun === undefined ? '' : `--undo-run ${undoRun}`;
  const command = commandFor('apply', { report, flags });
  const retried = `retries the ${counts.failed === 1 ? 'failed change' : `${formatNumber(counts.failed)} failed changes`}`;
  const were =
    enrolled === 1
      ? 'the contact that was enrolled is'
      : `the ${formatNumber(enrolled)} contacts that were enrolled are`;
  const kept = enrolled === 0 ? '' : `; ${were} not enrolled again`;
  return `${fix}, then run \`${command}\` again. It ${retried}${kept}.`;
}

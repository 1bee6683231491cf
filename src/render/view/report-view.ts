import type { Change, Unchanged } from '../../model/results/plan.ts';
import type { Outcome, OutcomeStatus, Report } from '../../model/results/report.ts';
import { count, formatNumber } from './format.ts';
import { targetPart } from './line.ts';

/** The report of an apply as every format shows it: the formats choose the layout, never a number or a title. */
export interface ReportView {
  /** The result in one sentence, without its full stop; formats that cannot show one line split it here. */
  readonly headline: readonly string[];
  readonly counts: Report['counts'];
  /** `about 9 emails will leave`, or empty. */
  readonly emails: string;
  /** `Run 7, plan 3f9c…, 11 requests`. */
  readonly run: string;
  readonly sections: Readonly<Record<OutcomeStatus, ReportSection<Outcome>>>;
  readonly manual: ReportSection<Unchanged>;
  /** Every target of the report, in the order of its outcomes. */
  readonly targets: readonly TargetOutcomes[];
  /** How rollcall knows that the changes were applied: `HubSpot confirmed it (3), read back (1)`. */
  readonly evidence: string;
  /** Why the command ends with its exit code, most serious first. Never empty. */
  readonly exitReasons: readonly string[];
  /** Whether the apply ends with exit code 0. */
  readonly complete: boolean;
}

/** The outcomes of one status, or the removals that are left for manual work. */
export interface ReportSection<T> {
  /** `Failed: 2`. */
  readonly title: string;
  readonly items: readonly T[];
}

/** The outcomes of one target. */
export interface TargetOutcomes {
  readonly address: string;
  /** `11 enrolled, 1 unenrolled`, or empty. */
  readonly applied: string;
}

/** Returns the numbers, titles and sentences of a report. */
export function reportView(report: Report): ReportView {
  const { counts, manual, emails, exitReasons } = report;
  const byStatus = groupBy(report.outcomes, ({ status }) => status);
  const section = (status: OutcomeStatus, amount: number): ReportSection<Outcome> => ({
    title: `${outcomeTitles[status]}: ${formatNumber(amount)}`,
    items: byStatus.get(status) ?? [],
  });
  const done = byStatus.get('done') ?? [];
  const unknown = section('unknown', counts.unknown);
  const applied = section('done', counts.done);
  const emailText = emails > 0 ? `about ${count(emails, 'email')} will leave` : '';
  const actions = actionTotals(done);
  return {
    headline: headlineOf(report, actions),
    counts,
    emails: emailText,
    run: runText(report),
    sections: {
      unknown: { ...unknown, title: `${unknown.title}. ${unknownText(counts.unknown)}` },
      failed: section('failed', counts.failed),
      blocked: section('blocked', counts.blocked),
      'not-attempted': section('not-attempted', counts.notAttempted),
      done: { ...applied, title: `${applied.title}. ${[actions, emailText].filter(Boolean).join('; ')}.` },
    },
    manual: {
      title: `Manual: ${formatNumber(manual.length)}. No route can unenroll ${manual.length === 1 ? 'this contact' : 'these contacts'}.`,
      items: manual,
    },
    targets: targetsOf(report.outcomes),
    evidence: [...groupBy(done, ({ reason }) => reason)]
      .map(([reason, same]) => `${reason} (${formatNumber(same.length)})`)
      .join(', '),
    exitReasons: exitReasons.length === 0 ? ['no change failed, no outcome is unknown'] : exitReasons,
    complete: exitReasons.length === 0,
  };
}

const outcomeTitles: Readonly<Record<OutcomeStatus, string>> = {
  unknown: 'Unknown',
  failed: 'Failed',
  blocked: 'Blocked',
  'not-attempted': 'Not attempted',
  done: 'Applied',
};

function headlineOf({ counts, manual, exitReasons }: Report, actions: string): readonly string[] {
  const others = (
    [
      [counts.failed, 'failed'],
      [counts.blocked, 'blocked'],
      [counts.unknown, 'unknown'],
      [counts.notAttempted, 'not attempted'],
      [manual.length, 'manual'],
    ] as const
  )
    .filter(([amount]) => amount > 0)
    .map(([amount, word]) => `${formatNumber(amount)} ${word}`);
  const all = counts.done === counts.planned && actions !== '' ? `: ${actions}` : '';
  const result =
    counts.planned === 0
      ? 'No changes'
      : `${formatNumber(counts.done)} of ${count(counts.planned, 'change')} applied${all}`;
  return [
    `Apply ${exitReasons.length === 0 ? 'complete' : 'incomplete'}. ${result}`,
    ...(others.length === 0 ? [] : [others.join(', ')]),
  ];
}

function runText({ run, planId, requests }: Report): string {
  const name = run === undefined ? 'Nothing to apply' : `Run ${run}`;
  return `${name}, plan ${planId}, ${count(requests, 'request')}`;
}

function unknownText(amount: number): string {
  return `rollcall does not know whether HubSpot applied ${amount === 1 ? 'this change' : 'these changes'}.`;
}

function targetsOf(outcomes: readonly Outcome[]): readonly TargetOutcomes[] {
  return [...groupBy(outcomes, ({ address }) => targetPart(address))].map(([address, own]) => ({
    address,
    applied: actionTotals(own.filter(({ status }) => status === 'done')),
  }));
}

const actionWords: readonly (readonly [Change['action'], string])[] = [
  ['enroll', 'enrolled'],
  ['unenroll', 'unenrolled'],
  ['archive', 'deleted'],
];

/** Returns `11 enrolled, 1 unenrolled`. */
function actionTotals(outcomes: readonly Outcome[]): string {
  const byAction = groupBy(outcomes, ({ action }) => action);
  return actionWords
    .flatMap(([action, word]) => {
      const amount = byAction.get(action)?.length ?? 0;
      return amount === 0 ? [] : [`${formatNumber(amount)} ${word}`];
    })
    .join(', ');
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const same = groups.get(key);
    if (same) same.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

import type { Diagnostic } from '../../model/results/diagnostic.ts';
import type { Change, ChangeTarget, Plan, Unchanged, UnchangedStatus } from '../../model/results/plan.ts';
import { targetAddress } from '../../model/target.ts';
import type { EmailLookup } from './contact-label.ts';
import {
  describeEmailTimeline,
  type EmailTimeline,
  emailTimeline,
  type SenderLoad,
  senderLoads,
} from './email-load.ts';
import { formatMoment, formatNumber } from './format.ts';
import { planHeadline, countReasons, errorCount } from './headline.ts';
import { changeLine, unchangedLine, type Line } from './line.ts';
import { nextSteps, type NextStepOptions } from './next-steps.ts';
import { type TargetCounts, targetCounts } from './target-counts.ts';
import { type Cut, cutOf, mapTruncated, truncateList, type TruncatedList } from './truncated-list.ts';

interface ViewOptions extends NextStepOptions {
  /** List every entry, including active contacts, and truncate no list. */
  readonly full?: boolean | undefined;
  readonly reveal?: EmailLookup | undefined;
  /** How many entries of each list are shown; the first 20 and last 5 unless given. */
  readonly cut?: Cut | undefined;
}

/** The numbers, titles and sentences of a plan that do not depend on how much of it is shown. */
export interface PlanSummaryView {
  readonly headline: string;
  readonly readiness: Readiness;
  readonly timeline: EmailTimeline;
  /** `Emails to come: 5 emails on the day of applying, 5 on day 4`, or empty. */
  readonly emailsToCome: string;
  readonly senders: readonly SenderLoad[];
  readonly targetCounts: readonly TargetCounts[];
  readonly nextSteps: readonly string[];
}

/** Whether a plan can be applied. */
export interface Readiness {
  readonly state: 'ready' | 'no-changes' | 'refused';
  readonly title: string;
  /** Until when a plan that is ready can be applied, or why it cannot be. */
  readonly detail: string;
}

/** Titles that the formats share. */
export const planTitles = {
  attention: 'Review first',
  advice: 'Advice',
  diff: 'Members before and after',
} as const;

/** Returns what every format shows of a plan, apart from its lines. */
export function planSummaryView(plan: Plan, options: NextStepOptions): PlanSummaryView {
  const timeline = emailTimeline(plan.changes);
  const emailsToCome = describeEmailTimeline(timeline);
  return {
    headline: planHeadline(plan),
    readiness: readinessOf(plan),
    timeline,
    emailsToCome: emailsToCome === '' ? '' : `Emails to come: ${emailsToCome}`,
    senders: senderLoads(plan),
    targetCounts: targetCounts(plan),
    nextSteps: nextSteps(plan, options),
  };
}

function readinessOf(plan: Plan): Readiness {
  if (plan.applyable)
    return { state: 'ready', title: 'Ready to apply', detail: `until ${formatMoment(plan.expiresAt)}` };
  if (plan.changes.length === 0 && !plan.errored)
    return { state: 'no-changes', title: 'No changes', detail: '' };
  const detail =
    errorCount(plan) === ''
      ? 'There is no ledger, so rollcall does not know which contacts it enrolled before.'
      : `${errorCount(plan)} to fix first.`;
  return { state: 'refused', title: 'Cannot be applied', detail };
}

export interface PlanView extends PlanSummaryView {
  /** Errors, warnings and entries that could do harm, most serious first. */
  readonly attention: readonly AttentionItem[];
  readonly targets: readonly TargetView[];
  readonly advice: TruncatedList<Diagnostic>;
}

export type AttentionItem =
  | { readonly type: 'notes'; readonly notes: TruncatedList<Diagnostic> }
  | { readonly type: 'lines'; readonly lines: TruncatedList<Line> };

/** Returns a plan in the order of review. An entry under `attention` is not repeated in the section of its target. */
export function planView(plan: Plan, options: ViewOptions): PlanView {
  const cut = cutOf(options);
  const notes = (severity: Diagnostic['severity']): TruncatedList<Diagnostic> =>
    truncateList(
      plan.diagnostics.filter((diagnostic) => diagnostic.severity === severity),
      cut,
    );
  const changes = (test: (change: Change) => boolean): AttentionItem => ({
    type: 'lines',
    lines: mapTruncated(truncateList(plan.changes.filter(test), cut), (change) =>
      changeLine(change, { reveal: options.reveal, withTarget: true }),
    ),
  });
  const unchanged = (status: Unchanged['status']): AttentionItem => ({
    type: 'lines',
    lines: mapTruncated(
      truncateList(
        plan.unchanged.filter((one) => one.status === status),
        cut,
      ),
      (one) => unchangedLine(one, { reveal: options.reveal, withTarget: true }),
    ),
  });
  return {
    ...planSummaryView(plan, options),
    attention: [
      { type: 'notes', notes: notes('error') } as const,
      changes(isReenroll),
      changes((change) => change.action === 'archive'),
      unchanged('unknown'),
      unchanged('manual'),
      { type: 'notes', notes: notes('warning') } as const,
      changes(isUnmanagedUnenroll),
    ].filter((item) => (item.type === 'notes' ? item.notes : item.lines).first.length > 0),
    targets: targetViews(
      {
        changes: plan.changes.filter((change) => !isDangerous(change)),
        unchanged: plan.unchanged.filter((one) => one.status !== 'unknown' && one.status !== 'manual'),
      },
      options,
    ),
    advice: notes('advice'),
  };
}

function isDangerous(change: Change): boolean {
  return change.action === 'archive' || isReenroll(change) || isUnmanagedUnenroll(change);
}

function isReenroll(change: Change): boolean {
  return change.action === 'enroll' && change.reenroll;
}

function isUnmanagedUnenroll(change: Change): boolean {
  return change.action === 'unenroll' && !change.owned;
}

/** The section of one target. */
export interface TargetView {
  readonly address: string;
  readonly target: ChangeTarget;
  /** Changes, then entries without a change by status; ended contacts near the end, active ones only with `full`. */
  readonly blocks: readonly TruncatedList<Line>[];
  /** `41 unchanged: 38 active, 3 ended (2 finished, 1 opted out)`, or empty. */
  readonly unchanged: string;
}

interface TargetItems {
  readonly target: ChangeTarget;
  readonly changes: Change[];
  readonly unchanged: Map<UnchangedStatus, Unchanged[]>;
}

/** Returns the sections of all targets with an entry to show, in the order of the plan. */
function targetViews(
  items: { readonly changes: readonly Change[]; readonly unchanged: readonly Unchanged[] },
  options: ViewOptions,
): readonly TargetView[] {
  return byTarget(items)
    .map((group) => targetView(group, options))
    .filter((view) => view.blocks.length > 0);
}

function byTarget(items: {
  readonly changes: readonly Change[];
  readonly unchanged: readonly Unchanged[];
}): TargetItems[] {
  const groups = new Map<string, TargetItems>();
  const groupOf = (target: ChangeTarget): TargetItems => {
    const address = targetAddress(target);
    const known = groups.get(address);
    if (known) return known;
    const created: TargetItems = { target, changes: [], unchanged: new Map() };
    groups.set(address, created);
    return created;
  };
  for (const change of items.changes) groupOf(change.target).changes.push(change);
  for (const unchanged of items.unchanged) {
    const group = groupOf(unchanged.target).unchanged;
    const same = group.get(unchanged.status);
    if (same) same.push(unchanged);
    else group.set(unchanged.status, [unchanged]);
  }
  return [...groups.values()];
}

/** Lists at most ten ended contacts; the summary of the target counts all of them. */
const endedCut = { head: 10, tail: 0 };
const shownStatuses = ['blocked', 'waiting', 'left-audience', 'orphan', 'unmanaged', 'ended'] as const;

function targetView(group: TargetItems, options: ViewOptions): TargetView {
  const lineOptions = { reveal: options.reveal, withTarget: false };
  const cut = cutOf(options);
  const statuses: readonly UnchangedStatus[] = options.full ? [...shownStatuses, 'active'] : shownStatuses;
  return {
    address: targetAddress(group.target),
    target: group.target,
    blocks: [
      mapTruncated(truncateList(group.changes, cut), (change) => changeLine(change, lineOptions)),
      ...statuses.map((status) =>
        mapTruncated(
          truncateList(
            groupByReason(group.unchanged.get(status) ?? []),
            status === 'ended' && !options.full ? endedCut : cut,
          ),
          (unchanged) => unchangedLine(unchanged, lineOptions),
        ),
      ),
    ].filter((block) => block.first.length > 0),
    unchanged: unchangedText(group),
  };
}

/** Moves entries with the same reason and help next to each other, so that the help is printed once. */
function groupByReason(unchanged: readonly Unchanged[]): readonly Unchanged[] {
  const groups = new Map<string, Unchanged[]>();
  for (const one of unchanged) {
    const name = one.help === undefined ? '' : `${one.reason}\n${one.help}`;
    const same = groups.get(name);
    if (same) same.push(one);
    else groups.set(name, [one]);
  }
  return [...groups.values()].flat();
}

function unchangedText({ unchanged }: TargetItems): string {
  const active = unchanged.get('active') ?? [];
  const ended = unchanged.get('ended') ?? [];
  const total = active.length + ended.length;
  if (total === 0) return '';
  const parts = [
    ...(active.length > 0 ? [`${formatNumber(active.length)} active`] : []),
    ...(ended.length > 0
      ? [`${formatNumber(ended.length)} ended (${countReasons(ended.map((one) => one.reason))})`]
      : []),
  ];
  return `${formatNumber(total)} unchanged: ${parts.join(', ')}`;
}

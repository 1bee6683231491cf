/** A plan as every format shows it. Every number and sentence is computed here or in a neighboring file. */
import type { Diagnostic } from '../../../model/results/diagnostic.ts';
import type { ChangeTarget, Plan, Unchanged, UnchangedStatus } from '../../../model/results/plan.ts';
import { targetAddress } from '../../../model/target.ts';
import type { EmailLookup } from '../contact-label.ts';
import {
  changeGroups,
  entriesByTarget,
  type EntryGroup,
  type TargetEntries,
  unchangedGroups,
} from './entry-groups.ts';
import { count } from '../format.ts';
import { type Impact, impactOf, unchangedCounts, undoneCounts } from './impact.ts';
import { type NextStep, type NextStepOptions, nextSteps, planFlagNotes } from './next-steps.ts';
import { exceededLimits, type LimitRow, type PlanState, planState } from './plan-state.ts';
import { type ReviewItem, reviewItems } from './review.ts';
import { type TargetCounts, targetCounts } from './target-counts.ts';
import { type Cut, cutOf, truncateList, type TruncatedList } from '../truncated-list.ts';

interface ViewOptions extends NextStepOptions {
  /** List every entry, including active contacts, and truncate no list. */
  readonly full?: boolean | undefined;
  readonly reveal?: EmailLookup | undefined;
  /** How many entries of each list are shown; the first 20 and last 5 unless given. */
  readonly cut?: Cut | undefined;
}

/** A plan apart from its lists of contacts. */
export interface PlanSummaryView {
  /** `Plan 2e336ad33cab6b51 for account 99000001 (simulated)`. */
  readonly title: string;
  readonly state: PlanState;
  /** The flags that shaped the plan, as sentences. */
  readonly flags: readonly string[];
  /** What an apply leaves undone: `5 blocked, 1 unknown`, or empty. */
  readonly undone: string;
  readonly limits: readonly LimitRow[];
  /** `26 active, 3 ended (2 finished, 1 bounced), 2 enrolled by someone else`, or empty. */
  readonly unchanged: string;
  /** `2 differences in HubSpot since the last apply: rollcall drift`, or empty. */
  readonly drift: string;
  readonly impact: Impact;
  /** `Applying needs about 37 requests, under 0.01% of the daily quota`, or empty. */
  readonly cost: string;
  readonly nextSteps: readonly NextStep[];
  readonly targetCounts: readonly TargetCounts[];
}

export interface PlanView extends PlanSummaryView {
  /** What could do harm, and what the diff of the files does not show; most serious first. */
  readonly review: TruncatedList<ReviewItem>;
  readonly targets: readonly TargetView[];
  readonly advice: TruncatedList<Diagnostic>;
}

/** Titles that the formats share. */
export const planTitles = {
  review: 'Review first',
  advice: 'Advice',
  diff: 'Members before and after',
} as const;

/** Returns what every format shows of a plan, apart from its lists. */
function planSummaryView(plan: Plan, options: NextStepOptions): PlanSummaryView {
  return {
    title: planTitle(plan),
    state: planState(plan),
    flags: planFlagNotes(plan),
    undone: undoneCounts(plan),
    limits: exceededLimits(plan),
    unchanged: unchangedCounts(plan),
    drift: driftNote(plan),
    impact: impactOf(plan),
    cost: costNote(plan),
    nextSteps: nextSteps(plan, options),
    targetCounts: targetCounts(plan),
  };
}

/** Returns a plan in the order of review. */
export function planView(plan: Plan, options: ViewOptions): PlanView {
  const cut = cutOf(options);
  return {
    ...planSummaryView(plan, options),
    review: truncateList(reviewItems(plan, options.reveal), cut),
    targets: entriesByTarget(plan)
      .map((entries) => targetView(entries, { ...options, cut }))
      .filter(({ groups }) => groups.first.length > 0),
    advice: truncateList(
      plan.diagnostics.filter(({ severity }) => severity === 'advice'),
      cut,
    ),
  };
}

/** Returns `Plan 2e336ad33cab6b51 for account 99000001 (simulated)`. */
function planTitle({ planId, portalId, context }: Plan): string {
  return `Plan ${planId} for account ${portalId}${context?.simulated ? ' (simulated)' : ''}`;
}

function driftNote({ drift }: Plan): string {
  const counted = drift.filter((one) => one.counts);
  if (counted.length === 0) return '';
  // HubSpot may be as it was where a definition file was edited.
  const isInHubSpot = counted.every(({ edited = 'account' }) => edited === 'account');
  const where = isInHubSpot
    ? 'in HubSpot since the last apply'
    : 'of HubSpot from the last apply or the files';
  return `${count(counted.length, 'difference')} ${where}: rollcall drift`;
}

/** Names the share of the requests that the account allows in a day. */
function costNote({ changes, summary: { requests, requestsPerDay } }: Plan): string {
  if (changes.length === 0) return '';
  const cost = `Applying needs about ${count(requests, 'request')}`;
  if (requestsPerDay === undefined || requestsPerDay === 0) return cost;
  const percent = (100 * requests) / requestsPerDay;
  return `${cost}, ${percent < 0.01 ? 'under 0.01' : percent.toFixed(percent < 10 ? 2 : 0)}% of the daily quota`;
}

/** The section of one target. */
export interface TargetView {
  readonly address: string;
  readonly target: ChangeTarget;
  /** Removals, enrollments, then entries without a change by status. */
  readonly groups: TruncatedList<EntryGroup>;
}

/** Shown in every section. Active, ended and unmanaged contacts are only counted unless `full`. */
const listedStatuses = ['unknown', 'manual', 'blocked', 'waiting', 'left-audience', 'orphan'] as const;
const countedStatuses = ['unmanaged', 'ended', 'active'] as const;

function targetView(
  { target, changes, unchanged }: TargetEntries,
  options: ViewOptions & { readonly cut: Cut },
): TargetView {
  const byStatus = new Map<UnchangedStatus, Unchanged[]>();
  for (const one of unchanged) {
    const same = byStatus.get(one.status);
    if (same) same.push(one);
    else byStatus.set(one.status, [one]);
  }
  const statuses: readonly UnchangedStatus[] = options.full
    ? [...listedStatuses, ...countedStatuses]
    : listedStatuses;
  const groups = [
    ...changeGroups(changes, options),
    ...statuses.flatMap((status) => unchangedGroups(byStatus.get(status) ?? [], options)),
  ];
  return { address: targetAddress(target), target, groups: truncateList(groups, options.cut) };
}

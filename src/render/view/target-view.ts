import { targetAddress } from '../../model/address.ts';
import type { Change, ChangeTarget, Unchanged, UnchangedStatus } from '../../model/plan.ts';
import { formatNumber } from './format.ts';
import { reasonGroups } from '../wording/reason-groups.ts';
import type { Line } from './line.ts';
import { changeLine, keptLine } from './line.ts';
import type { ViewOptions } from './plan-view.ts';
import type { Shortened } from './truncated-list.ts';
import { cutOf, mapShown, shorten } from './truncated-list.ts';

/** One target's part of a plan. */
export interface TargetView {
  readonly address: string;
  readonly target: ChangeTarget;
  /** Changes first, then who needs attention, then who ended, then (with `full`) who is satisfied. */
  readonly blocks: readonly Shortened<Line>[];
  /** Who stays as is: `41 unchanged: 38 satisfied, 3 ended (2 finished, 1 opted out)`; empty when nobody. */
  readonly unchanged: string;
}

interface TargetItems {
  readonly target: ChangeTarget;
  readonly changes: Change[];
  readonly unchanged: Map<UnchangedStatus, Unchanged[]>;
}

/** The parts of all targets with something to show, in the order in which the plan names them. */
export function targetViews(
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
    const made: TargetItems = { target, changes: [], unchanged: new Map() };
    groups.set(address, made);
    return made;
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

/** Ended people are named only while they are few. */
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
      mapShown(shorten(group.changes, cut), (change) => changeLine(change, lineOptions)),
      ...statuses.map((status) =>
        mapShown(
          shorten(
            alikeTogether(group.unchanged.get(status) ?? []),
            status === 'ended' && !options.full ? endedCut : cut,
          ),
          (unchanged) => keptLine(unchanged, lineOptions),
        ),
      ),
    ].filter((block) => block.first.length > 0),
    unchanged: unchangedText(group),
  };
}

/** Puts people with the same reason and help beside each other, so that the help is said once. */
function alikeTogether(unchanged: readonly Unchanged[]): readonly Unchanged[] {
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
      ? [`${formatNumber(ended.length)} ended (${reasonGroups(ended.map((one) => one.reason))})`]
      : []),
  ];
  return `${formatNumber(total)} unchanged: ${parts.join(', ')}`;
}

/** The entries of a plan, grouped by effect and then by source, as every format shows them. */
import { groupBy } from '../../../model/group-by.ts';
import type { Origin } from '../../../model/ledger/ledger-view.ts';
import { omitUndefined } from '../../../model/omit-undefined.ts';
import type { Source } from '../../../model/results/diagnostic.ts';
import {
  isContactChange,
  type Change,
  type ChangeTarget,
  type Plan,
  type Unchanged,
} from '../../../model/results/plan.ts';
import { targetAddress } from '../../../model/target.ts';
import { changeEffect } from './change-effect.ts';
import { withAddresses } from '../command-help.ts';
import { contactLabel, type EmailLookup } from '../contact-label.ts';
import { formatPlace } from '../format.ts';
import { changeStyles, changeWord, type Tone, unchangedStyles } from '../line.ts';
import type { LineStatus } from './target-counts.ts';
import { type Cut, mapTruncated, truncateList, type TruncatedList } from '../truncated-list.ts';

/** Entries of one target with the same effect, in the order of the plan. */
export interface EntryGroup {
  readonly tone: Tone;
  /** `+ - ~ ! ? =`; always shown next to the word. */
  readonly symbol: string;
  /** `enroll`, `re-enroll`, `unenroll`, `archive`, or the status of entries without a change. */
  readonly word: string;
  /** The action, or the status of entries without a change. */
  readonly status: LineStatus;
  readonly amount: number;
  /** What happens to each of them, or why nothing does: `3 emails each from maria@acme.example, days 0, 3, 9`. */
  readonly effect: string;
  /** The sender of the emails, for an enrollment in a sequence. */
  readonly sender?: string;
  /** The next step for the user, which all of them share. */
  readonly help?: string;
  readonly entries: TruncatedList<Entry>;
  readonly sources: TruncatedList<SourceGroup>;
}

/** One contact. For an entry about a whole target, the subject is its address. */
export interface Entry {
  readonly subject: string;
  /** Absent if HubSpot has no such contact. */
  readonly contactId?: string;
  /** The contact's page in HubSpot, for entries that require manual work there. */
  readonly link?: string;
  /** `enrollments.yaml:19`, or empty. */
  readonly place: string;
  /** The HubSpot list that declares the contact. */
  readonly list?: string;
  /** The day of the turn of a contact that waits. */
  readonly until?: string;
}

/** The entries of a group that one file, or one HubSpot list in it, declares. */
export interface SourceGroup {
  /** `enrollments.yaml:16-17, 28`, or empty. */
  readonly places: string;
  readonly list?: string;
  readonly amount: number;
  readonly entries: TruncatedList<Entry>;
}

/** The entries of one target to group. */
export interface TargetEntries {
  readonly target: ChangeTarget;
  readonly changes: readonly Change[];
  readonly unchanged: readonly Unchanged[];
}

/** Returns the entries of every target, in the order of the plan. */
export function entriesByTarget(plan: Pick<Plan, 'changes' | 'unchanged'>): readonly TargetEntries[] {
  const targets = new Map<string, { target: ChangeTarget; changes: Change[]; unchanged: Unchanged[] }>();
  const entriesOf = (target: ChangeTarget) => {
    const address = targetAddress(target);
    const known = targets.get(address);
    if (known) return known;
    const created = { target, changes: [], unchanged: [] };
    targets.set(address, created);
    return created;
  };
  for (const change of plan.changes) entriesOf(change.target).changes.push(change);
  for (const one of plan.unchanged) entriesOf(one.target).unchanged.push(one);
  return [...targets.values()];
}

interface GroupOptions {
  readonly cut: Cut;
  readonly reveal?: EmailLookup | undefined;
}

/** Groups changes by their effect. An effect names the sender, the emails and their days. */
export function changeGroups(changes: readonly Change[], options: GroupOptions): readonly EntryGroup[] {
  return [...groupBy(changes, changeGroupKey).values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const group = {
      ...changeStyles[first.action],
      word: first.action === 'enroll' && first.reenroll ? 're-enroll' : changeWord(first.action),
      status: first.action,
      effect: changeEffect(first, same.length),
      ...omitUndefined({ sender: first.action === 'enroll' ? first.sender : undefined }),
    };
    return [entryGroup(group, same, options)];
  });
}

/** Groups entries without a change by status, reason and help. */
export function unchangedGroups(
  unchanged: readonly Unchanged[],
  options: GroupOptions,
): readonly EntryGroup[] {
  const key = ({ status, reason, help }: Unchanged): string => `${status}\n${reason}\n${help ?? ''}`;
  return [...groupBy(unchanged, key).values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const { status, reason, help } = first;
    const turns = turnsText(same);
    const group = {
      ...unchangedStyles[status],
      word: status,
      status,
      effect: turns === '' ? reason : `${reason}; ${turns}`,
      ...omitUndefined({
        help:
          help &&
          withAddresses(
            help,
            same.map(({ address }) => address),
          ),
      }),
    };
    return [entryGroup(group, same, options)];
  });
}

/** Returns when the turns of waiting contacts come: `expected on 2026-11-30`, or `expected from … to …`. */
function turnsText(waiting: readonly Unchanged[]): string {
  let [first, last] = ['', ''];
  for (const { until } of waiting) {
    if (until === undefined) continue;
    if (first === '' || until < first) first = until;
    if (until > last) last = until;
  }
  if (first === '') return '';
  return first === last ? `expected on ${first}` : `expected from ${first} to ${last}`;
}

function changeGroupKey(change: Change): string {
  const again = change.action === 'enroll' && change.reenroll ? 'again' : '';
  return `${change.action} ${again} ${change.target.id} ${changeEffect(change)}`;
}

function entryGroup(
  group: Pick<EntryGroup, 'tone' | 'symbol' | 'word' | 'status' | 'effect' | 'sender' | 'help'>,
  items: readonly (Change | Unchanged)[],
  { cut, reveal }: GroupOptions,
): EntryGroup {
  const toEntry = (item: Change | Unchanged): Entry => entryOf(item, reveal);
  return {
    ...group,
    amount: items.length,
    // A format shows one of them. Both of a full plan would take more memory than the plan.
    get entries() {
      return mapTruncated(truncateList(items, cut), toEntry);
    },
    get sources() {
      const bySource = [...groupBy(items, sourceKey).values()];
      return mapTruncated(truncateList(bySource, cut), (same) => ({
        places: placesOf(same.flatMap(({ source }) => source ?? [])),
        ...omitUndefined({ list: same[0] && listOf(same[0]) }),
        amount: same.length,
        entries: mapTruncated(truncateList(same, cut), toEntry),
      }));
    },
  };
}

function entryOf(item: Change | Unchanged, reveal: EmailLookup | undefined): Entry {
  const place = item.source ? formatPlace(item.source) : '';
  if ('action' in item && !isContactChange(item)) return { subject: item.address, place };
  const { contact } = item;
  const link = 'status' in item && item.help !== undefined ? contact?.link : undefined;
  return {
    subject: contactLabel(item, reveal),
    place,
    ...omitUndefined({
      contactId: contact?.id,
      link,
      list: listOf(item),
      until: 'status' in item ? item.until : undefined,
    }),
  };
}

/** Returns the id of the HubSpot list that declares an entry, or nothing for a line or a CSV row. */
export function listOf(item: Change | Unchanged): string | undefined {
  const origin: Origin | undefined = 'action' in item && !isContactChange(item) ? undefined : item.origin;
  return origin === undefined || origin === 'text' ? undefined : origin.slice('list:'.length);
}

function sourceKey(item: Change | Unchanged): string {
  return `${item.source?.file ?? ''}\n${listOf(item) ?? ''}`;
}

/** Returns the file and its lines as ranges: `enrollments.yaml:16-17, 28`. All places are in one file. */
function placesOf(sources: readonly Source[]): string {
  const [first] = sources;
  if (!first) return '';
  const lines = [...new Set(sources.map(({ line }) => line))].toSorted((a, b) => a - b);
  const ranges: [from: number, to: number][] = [];
  for (const line of lines) {
    const last = ranges.at(-1);
    if (last && line === last[1] + 1) last[1] = line;
    else ranges.push([line, line]);
  }
  const shown = ranges.slice(0, maxRanges).map(([from, to]) => (from === to ? from : `${from}-${to}`));
  return `${first.file}:${shown.join(', ')}${ranges.length > maxRanges ? ', …' : ''}`;
}

const maxRanges = 8;

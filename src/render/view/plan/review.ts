import type { Diagnostic } from '../../../model/results/diagnostic.ts';
import { groupBy } from '../../../model/group-by.ts';
import { omitUndefined } from '../../../model/omit-undefined.ts';
import { isContactChange, type Change, type Plan, type Unchanged } from '../../../model/results/plan.ts';
import { targetAddress } from '../../../model/target.ts';
import { changeEffect } from './change-effect.ts';
import { withAddresses } from '../command-help.ts';
import { contactLabel, type EmailLookup } from '../contact-label.ts';
import { changeGroups, entriesByTarget, type EntryGroup, listOf, unchangedGroups } from './entry-groups.ts';
import { count, formatPlace } from '../format.ts';
import { planState } from './plan-state.ts';
import { changeStyles, changeWord, type Tone, unchangedStyles } from '../line.ts';
import type { LineStatus } from './target-counts.ts';

/** One thing to review before the lists of contacts: what could do harm, or what the diff of the files does not show. */
export interface ReviewItem {
  readonly tone: Tone;
  readonly symbol: string;
  /** `unenroll`, `re-enroll`, `unknown`, `list`, `warning`. */
  readonly word: string;
  /** A contact, a number of contacts, or a target; empty for a diagnostic. */
  readonly subject: string;
  readonly contactId?: string;
  /** The HubSpot list of a `list` item. */
  readonly list?: string;
  /** The code of a diagnostic. */
  readonly code?: string;
  readonly text: string;
  /** A sentence after the text. */
  readonly note?: string;
  /** The target that `text` begins with, and the rest of `text`; absent if the subject is the target. */
  readonly target?: { readonly address: string; readonly effect: string };
  /** The contact's page in HubSpot, for items that require manual work there. */
  readonly link?: string;
  /** `file:line`, or empty. */
  readonly place: string;
  readonly help?: string;
  /** The status of the entries that the item summarizes. */
  readonly status?: LineStatus;
}

/** More entries of a kind than this are summarized by target and reason. */
const maxSingle = 5;

/** Returns what to review first, most serious first. Exceeded limits are a table of their own. */
export function reviewItems(plan: Plan, reveal: EmailLookup | undefined): readonly ReviewItem[] {
  const { changes, unchanged, diagnostics } = plan;
  // The state of the plan explains a missing ledger.
  const isExplained = ({ code }: Diagnostic): boolean =>
    code === 'no-ledger' && planState(plan).kind === 'no-ledger';
  const isEdit = ({ code }: Diagnostic): boolean => code === 'target-edited';
  const notes = (severity: Diagnostic['severity']): readonly ReviewItem[] =>
    diagnostics
      .filter(
        (one) => one.severity === severity && one.limit === undefined && !isExplained(one) && !isEdit(one),
      )
      .map(noteItem);
  const ofStatus = (status: Unchanged['status']): readonly ReviewItem[] =>
    few(
      unchanged.filter((one) => one.status === status),
      (one) => unchangedItem(one, reveal),
      (many) => summaries({ changes: [], unchanged: many }),
    );
  const ofChanges = (is: (change: Change) => boolean): readonly ReviewItem[] =>
    few(
      changes.filter(is),
      (change) => changeItem(change, reveal),
      (many) => summaries({ changes: many, unchanged: [] }),
    );
  return [
    ...diagnostics.filter(isEdit).map(noteItem),
    ...notes('error'),
    ...ofStatus('unknown'),
    ...ofStatus('manual'),
    ...ofChanges((change) => change.action === 'enroll' && change.reenroll),
    ...ofChanges(({ action }) => action === 'unenroll'),
    ...ofChanges(({ action }) => action === 'archive'),
    ...ofChanges(({ action }) => action === 'create-workflow'),
    ...blockedTargets(plan),
    ...listItems(changes),
    ...notes('warning'),
  ];
}

function few<T>(
  items: readonly T[],
  single: (item: T) => ReviewItem,
  summarize: (items: readonly T[]) => readonly ReviewItem[],
): readonly ReviewItem[] {
  return items.length <= maxSingle ? items.map(single) : summarize(items);
}

function changeItem(change: Change, reveal: EmailLookup | undefined): ReviewItem {
  const isAgain = change.action === 'enroll' && change.reenroll;
  const effect = isAgain ? `${change.reason}: ${changeEffect(change)}` : changeEffect(change);
  const place = change.source ? formatPlace(change.source) : '';
  const item = { ...changeStyles[change.action], place, status: change.action };
  if (!isContactChange(change))
    return { ...item, word: changeWord(change.action), subject: targetAddress(change.target), text: effect };
  return {
    ...item,
    word: isAgain ? 're-enroll' : change.action,
    subject: contactLabel(change, reveal),
    contactId: change.contact.id,
    ...inTarget(targetAddress(change.target), effect),
  };
}

function unchangedItem(one: Unchanged, reveal: EmailLookup | undefined): ReviewItem {
  const { contact, status, target, reason, help, source } = one;
  return {
    ...unchangedStyles[status],
    word: status,
    subject: contactLabel(one, reveal),
    ...inTarget(targetAddress(target), reason),
    place: source ? formatPlace(source) : '',
    status,
    ...omitUndefined({
      contactId: contact?.id,
      link: help === undefined ? undefined : contact?.link,
      help: help && withAddresses(help, [one.address]),
    }),
  };
}

function inTarget(address: string, effect: string): Pick<ReviewItem, 'text' | 'target'> {
  return { text: `${address}: ${effect}`, target: { address, effect } };
}

const noEntries = { cut: { head: 0, tail: 0 } };

function summaries(entries: Pick<Plan, 'changes' | 'unchanged'>): readonly ReviewItem[] {
  return entriesByTarget(entries).flatMap(({ target, changes, unchanged }) =>
    [...changeGroups(changes, noEntries), ...unchangedGroups(unchanged, noEntries)].map((group) =>
      groupItem(targetAddress(target), group),
    ),
  );
}

function groupItem(address: string, group: EntryGroup): ReviewItem {
  const { tone, symbol, word, status, amount, effect, help } = group;
  return {
    tone,
    symbol,
    word,
    subject: count(amount, 'contact'),
    ...inTarget(address, effect),
    place: '',
    status,
    ...omitUndefined({ help }),
  };
}

/**
 * Returns the targets of which all contacts are blocked for the same reason: the cause is probably the target. Leaves
 * out a target with a warning that gives the same reason.
 */
function blockedTargets({ changes, unchanged, diagnostics }: Plan): readonly ReviewItem[] {
  const isWarned = ({ text }: ReviewItem): boolean =>
    diagnostics.some(({ message }) => message.includes(`${text}.`));
  return entriesByTarget({ changes, unchanged }).flatMap(({ target, changes: own, unchanged: rest }) => {
    const declared = rest.filter(({ status }) => status !== 'unmanaged');
    const reasons = new Set(declared.map(({ status, reason }) => `${status}\n${reason}`));
    const [first] = declared;
    if (own.length > 0 || reasons.size !== 1 || declared.length < 2 || first?.status !== 'blocked') return [];
    const [group] = unchangedGroups(declared, noEntries);
    return group ? [groupItem(targetAddress(target), group)].filter((item) => !isWarned(item)) : [];
  });
}

/** Returns the HubSpot lists that add contacts: the diff of the files names only the list. */
function listItems(changes: readonly Change[]): readonly ReviewItem[] {
  const listed = changes.filter((change) => change.action === 'enroll' && listOf(change) !== undefined);
  return [...groupBy(listed, (change) => listOf(change) ?? '')].map(([list, same]) => {
    const contacts = new Set(same.flatMap((change) => (isContactChange(change) ? change.contact.id : [])));
    const targets = new Set(same.map(({ target }) => targetAddress(target)));
    const [first] = same;
    return {
      tone: 'quiet',
      symbol: 'i',
      word: 'list',
      subject: list,
      list,
      text: `adds ${count(contacts.size, 'contact')} to ${listTargets([...targets])}`,
      note: 'The files name only the list, so their diff does not show these contacts.',
      place: first?.source ? formatPlace(first.source) : '',
    };
  });
}

/** Returns the first three targets, and the number of the others. */
function listTargets(targets: readonly string[]): string {
  const hidden = targets.length > maxListed ? targets.length - maxListed : 0;
  const shown = hidden === 0 ? targets : targets.slice(0, maxListed);
  const last = hidden === 0 ? targets.at(-1) : count(hidden, 'more target');
  const rest = hidden === 0 ? shown.slice(0, -1) : shown;
  return [rest.join(', '), last].filter(Boolean).join(' and ');
}

const maxListed = 3;

const noteStyles = {
  error: { symbol: '!', tone: 'stop' },
  warning: { symbol: '!', tone: 'wait' },
  advice: { symbol: 'i', tone: 'quiet' },
} as const;

function noteItem({ severity, code, message, help, source }: Diagnostic): ReviewItem {
  return {
    ...noteStyles[severity],
    word: severity,
    subject: '',
    code,
    text: message,
    help,
    place: source ? formatPlace(source) : '',
  };
}

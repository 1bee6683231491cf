import { FILE_HEADERS_ONLY, formatPatch, type StructuredPatch } from 'diff';
import { assertNever } from '../../model/failure.ts';
import {
  isContactChange,
  type Change,
  type Plan,
  type Unchanged,
  type UnchangedStatus,
} from '../../model/results/plan.ts';
import { type ContactId, targetAddress } from '../../model/target.ts';
import { displayEmail, type EmailLookup } from '../view/contact-label.ts';
import { diffHunks } from '../view/diff-hunks.ts';
import { safeLine } from '../view/safe-text.ts';
import { createStyle } from './style.ts';

/**
 * Renders the members of each target as a unified diff: active now, and active after the apply. One line per
 * member, ordered by contact id. Targets without changes are left out; empty if no target changes.
 */
export function renderPlanDiff(
  plan: Plan,
  options: { readonly color: boolean; readonly reveal?: EmailLookup },
): string {
  const style = createStyle({ color: options.color, width: 0 });
  return targetMembers(plan, options.reveal)
    .flatMap((target) => formatPatch(patchOf(target), FILE_HEADERS_ONLY).trimEnd().split('\n'))
    .map((line) => paint(line, style))
    .map((line) => `${line}\n`)
    .join('');
}

function patchOf({ address, members }: TargetMembers): StructuredPatch {
  return {
    oldFileName: address,
    newFileName: address,
    oldHeader: 'active now',
    newHeader: 'active after applying',
    hunks: diffHunks(members),
  };
}

function paint(line: string, style: ReturnType<typeof createStyle>): string {
  if (line.startsWith('---') || line.startsWith('+++')) return style.heading(line);
  if (line.startsWith('+')) return style.tone.add(line);
  if (line.startsWith('-')) return style.tone.remove(line);
  return line.startsWith('@@') ? style.faint(line) : line;
}

/** `+` is enrolled, `-` is unenrolled, a space is active before and after. */
type Mark = '+' | '-' | ' ';

/** The contacts that are active in a target before or after the apply, by contact id. */
interface TargetMembers {
  readonly address: string;
  readonly members: readonly { readonly mark: Mark; readonly text: string }[];
}

/** Returns the members of the targets that a plan changes, in the order of the plan. */
function targetMembers(plan: Plan, reveal?: EmailLookup): readonly TargetMembers[] {
  const targets = new Map<string, Map<ContactId, { mark: Mark; text: string }>>();
  for (const change of plan.changes) {
    const mark = changeMark(change);
    if (mark === undefined || !isContactChange(change)) continue;
    const address = targetAddress(change.target);
    const members = targets.get(address) ?? new Map<ContactId, { mark: Mark; text: string }>();
    targets.set(
      address,
      members.set(change.contact.id, { mark, text: memberText(change, change.contact.id, reveal) }),
    );
  }
  for (const unchanged of plan.unchanged) {
    const members = targets.get(targetAddress(unchanged.target));
    if (
      members &&
      unchanged.contact &&
      activeStatuses.has(unchanged.status) &&
      !members.has(unchanged.contact.id)
    )
      members.set(unchanged.contact.id, {
        mark: ' ',
        text: memberText(unchanged, unchanged.contact.id, reveal),
      });
  }
  return [...targets].map(([address, members]) => ({
    address,
    members: [...members].toSorted(([a], [b]) => byNumber(a, b)).map(([, member]) => member),
  }));
}

function changeMark(change: Change): Mark | undefined {
  switch (change.action) {
    case 'enroll':
      return '+';
    case 'unenroll':
      return '-';
    case 'archive':
    case 'create-workflow':
      return undefined;
    default:
      return assertNever(change);
  }
}

/** The statuses of contacts that are active before and after the apply. */
const activeStatuses: ReadonlySet<UnchangedStatus> = new Set([
  'active',
  'unmanaged',
  'left-audience',
  'orphan',
  'manual',
]);

function memberText(item: Change | Unchanged, id: ContactId, reveal?: EmailLookup): string {
  const email = displayEmail(item, reveal);
  return safeLine(email === undefined ? id : `${id} ${email}`);
}

/** Compares ids as numbers. They are decimal text, so the shorter one is smaller. */
function byNumber(a: ContactId, b: ContactId): number {
  return a.length - b.length || (a < b ? -1 : 1);
}

import { targetAddress } from '../../model/address.ts';
import { assertNever } from '../../model/assert-never.ts';
import type { Change, Unchanged, UnchangedStatus, Plan } from '../../model/plan.ts';
import type { ContactId } from '../../model/target.ts';
import { plain } from '../wording/plain.ts';
import type { Reveal } from './contact-label.ts';
import { emailOf } from './contact-label.ts';

/** `+` comes in, `-` goes out, a space stays. */
type Mark = '+' | '-' | ' ';

/** Who is active in a target now or afterwards, by contact id. */
export interface TargetMembers {
  readonly address: string;
  readonly members: readonly { readonly mark: Mark; readonly text: string }[];
}

/** Members of the targets that a plan changes, before and after, in the order of the plan. */
export function targetMembers(plan: Plan, reveal?: Reveal): readonly TargetMembers[] {
  const targets = new Map<string, Map<ContactId, { mark: Mark; text: string }>>();
  for (const change of plan.changes) {
    const mark = changeMark(change);
    if (mark === undefined || change.action === 'archive') continue;
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
      return undefined;
    default:
      return assertNever(change);
  }
}

/** Kept people who are in the target now, and still are afterwards. */
const activeStatuses: ReadonlySet<UnchangedStatus> = new Set([
  'active',
  'unmanaged',
  'left-audience',
  'orphan',
  'manual',
]);

function memberText(item: Change | Unchanged, id: ContactId, reveal?: Reveal): string {
  const email = emailOf(item, reveal);
  return plain(email === undefined ? id : `${id} ${email}`);
}

/** Ids are decimal text: the shorter one is the smaller. */
function byNumber(a: ContactId, b: ContactId): number {
  return a.length - b.length || (a < b ? -1 : 1);
}

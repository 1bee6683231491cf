/** The rep who sends to a contact. */
import type { RepSender, Sender, SenderRotation } from '../../model/desired-state.ts';
import type { Email } from '../../model/email.ts';
import type { LedgerEntry } from '../../model/ledger/ledger-view.ts';
import type { ObservedSender } from '../../model/observed-state.ts';
import type { MemberContext } from './member-context.ts';
import { rotationOrder } from './sender-rotation.ts';

/** The sender that the files and the ledger select for a contact, before limits. */
export type SenderChoice =
  | { readonly by: 'file'; readonly email: Email }
  /** Absent id: the contact has no owner. */
  | { readonly by: 'owner'; readonly ownerId?: string | undefined }
  | {
      readonly by: 'record';
      readonly email: Email;
      readonly rotation: SenderRotation;
      readonly entry: LedgerEntry;
    }
  | { readonly by: 'hash'; readonly email: Email; readonly rotation: SenderRotation };

/** Returns the choice for a contact in a sequence, and nothing for a workflow. */
export function senderChoice(member: MemberContext): SenderChoice | undefined {
  const { contact, planning } = member;
  const sender = senderWanted(member);
  if (sender === undefined) return undefined;
  const owner = { by: 'owner', ownerId: contact?.ownerId } as const;
  if (sender === 'contact-owner') return owner;
  if (!('prefer' in sender)) return repChoice(sender, member);
  const canSend = contact?.ownerId !== undefined && planning.observed.senders.has(contact.ownerId);
  return canSend ? owner : repChoice(sender.fallback, member);
}

function repChoice(sender: RepSender, member: MemberContext): SenderChoice | undefined {
  if ('email' in sender) return { by: 'file', email: sender.email };
  const recorded = recordedRep(sender, member);
  if (recorded) return { by: 'record', rotation: sender, ...recorded };
  const [email] = rotationOrder(sender.rotate, member.contactId ?? '');
  return email === undefined ? undefined : { by: 'hash', rotation: sender, email };
}

/**
 * Returns the rep of the rotation that rollcall last used for the contact, in this target first and otherwise in any
 * sequence. The contact may know that rep. A request without an effect counts too, so that a retry keeps its rep.
 */
function recordedRep(
  { rotate }: SenderRotation,
  { history, entries, planning }: MemberContext,
): { readonly email: Email; readonly entry: LedgerEntry } | undefined {
  if (entries.length === 0) return undefined;
  const emails = new Map(rotate.map((email) => [planning.observed.senders.get(email)?.userId, email]));
  emails.delete(undefined);
  const isOfRep = ({ action, senderUserId }: LedgerEntry): boolean =>
    action === 'enroll' && senderUserId !== undefined && emails.has(senderUserId);
  const entry = history.findLast(isOfRep) ?? entries.findLast(isOfRep);
  const email = entry && emails.get(entry.senderUserId);
  return email === undefined || !entry ? undefined : { email, entry };
}

/** Returns the user whose inbox sends, or nothing for a workflow and for a user that the account does not have. */
export function senderOf(member: MemberContext): ObservedSender | undefined {
  const choice = senderChoice(member);
  if (!choice) return undefined;
  const key = choice.by === 'owner' ? choice.ownerId : choice.email;
  return key === undefined ? undefined : member.planning.observed.senders.get(key);
}

/** Returns the users of the rotation that applies to a contact, in the order of the contact; empty without one. */
export function rotatingSenders(member: MemberContext): readonly ObservedSender[] {
  const choice = senderChoice(member);
  if (!choice || !('rotation' in choice)) return [];
  const { senders } = member.planning.observed;
  return rotationOrder(choice.rotation.rotate, member.contactId ?? '').flatMap(
    (email) => senders.get(email) ?? [],
  );
}

/** Returns whether a rotation of the contact's sender has `whenFull: next`. */
export function mayPassOn(member: MemberContext): boolean {
  const sender = senderWanted(member);
  if (sender === undefined || sender === 'contact-owner') return false;
  const rep = 'prefer' in sender ? sender.fallback : sender;
  return 'rotate' in rep && rep.whenFull === 'next';
}

function senderWanted({ target, declared }: MemberContext): Sender | undefined {
  return target.desired.kind === 'sequence' ? (declared?.sender ?? target.desired.sender) : undefined;
}

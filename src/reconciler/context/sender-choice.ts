/** The rep who sends to a contact. */
import type { RepSender, SenderRotation } from '../../model/desired-state.ts';
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
  const sender = senderWanted(member);
  if (sender === undefined) return undefined;
  return sender === 'contact-owner'
    ? { by: 'owner', ownerId: member.contact?.ownerId }
    : repChoice(sender, member);
}

function repChoice(sender: RepSender, member: MemberContext): SenderChoice | undefined {
  if ('email' in sender) return { by: 'file', email: sender.email };
  const recorded = recordedRep(sender, member);
  if (recorded) return { by: 'record', rotation: sender, ...recorded };
  const [email] = orderOf(sender, member);
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

/** Returns the rotation that selects the sender of a contact, or nothing without one. */
export function rotationOf(member: MemberContext): SenderRotation | undefined {
  const sender = senderWanted(member);
  return sender !== undefined && sender !== 'contact-owner' && 'rotate' in sender ? sender : undefined;
}

/** Returns the users of a rotation, in the order of a contact. */
export function sendersInOrder(rotation: SenderRotation, member: MemberContext): readonly ObservedSender[] {
  return orderOf(rotation, member).flatMap((email) => member.planning.observed.senders.get(email) ?? []);
}

function orderOf({ rotate }: SenderRotation, { contactId = '', planning }: MemberContext): readonly Email[] {
  return rotationOrder(rotate, contactId, planning.observed.repOrders);
}

/** Returns the sender that the files select: the owner of a contact if the owner can send, otherwise the fallback. */
function senderWanted({
  target,
  declared,
  contact,
  planning,
}: MemberContext): RepSender | 'contact-owner' | undefined {
  if (target.desired.kind !== 'sequence') return undefined;
  const sender = declared?.sender ?? target.desired.sender;
  if (sender === 'contact-owner' || !('prefer' in sender)) return sender;
  const canSend = contact?.ownerId !== undefined && planning.observed.senders.has(contact.ownerId);
  return canSend ? 'contact-owner' : sender.fallback;
}

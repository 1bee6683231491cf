/** The requests to enroll that left, what the account answered to each, and what follows for later ones. */
import type { AccountSeed, SeedContact } from '../../../src/simulator/account/account-seed.ts';
import type { SeenWrite } from '../watch.ts';
import type { Facts } from './facts.ts';

/** A request to enroll one contact. */
export interface EnrollRequest {
  readonly kind: 'sequence' | 'workflow';
  readonly targetId: string;
  readonly contactId: string;
  /** Of the declaration. */
  readonly since: string | undefined;
  readonly sender: string | undefined;
  readonly at: string;
  readonly run: number | undefined;
  /** The primary email of the contact at the request. */
  readonly email: string | undefined;
  readonly answer: Answer;
  /** Nothing kept the answer from rollcall. */
  readonly isHeard: boolean;
  /** A person cleared the refusal. */
  cleared?: boolean;
}

/** `sender` and `contact`: refused with a code. `nothing`: no effect, and no code that concerns either. */
type Answer =
  | { readonly is: 'enrolled' | 'nothing' }
  | { readonly is: 'sender' | 'contact'; readonly code: string };

/** What the account answered, by its rules: the sender is checked first, then the contact. */
export function answerTo(
  { told, targetId, before, after }: Pick<SeenWrite, 'told' | 'targetId' | 'before' | 'after'>,
  contactId: string,
): Answer {
  const known = new Set(before.enrollments.map(({ id }) => id));
  const isBegun = after.enrollments.some(
    (one) => !known.has(one.id) && one.contactId === contactId && one.targetId === targetId,
  );
  if (isBegun) return { is: 'enrolled' };
  const sender = before.owners.find(({ userId }) => userId === told.senderUserId);
  if (!sender) return { is: 'nothing' };
  const ofSender = refusalOfSender(sender);
  if (ofSender !== undefined) return { is: 'sender', code: ofSender };
  const contact = before.contacts.find(({ id }) => id === contactId);
  const ofContact = contact && refusalOfContact(contact, before);
  return ofContact === undefined ? { is: 'nothing' } : { is: 'contact', code: ofContact };
}

function refusalOfSender({ seat, inbox, refusal }: AccountSeed['owners'][number]): string | undefined {
  if (!seat) return 'NO_SEAT';
  return inbox ? refusal : 'NO_INBOX';
}

/** An enrollment in another sequence is no fault of the contact. */
function refusalOfContact(contact: SeedContact, { blockedDomains = [] }: AccountSeed): string | undefined {
  const { refusal, email, optedOut, bounced, markedSpam } = contact;
  if (refusal !== undefined) return refusal;
  if (email === undefined) return 'NO_EMAIL';
  if (optedOut) return 'UNSUBSCRIBED';
  if (bounced) return 'RECIPIENT_PREVIOUSLY_BOUNCED';
  if (markedSpam) return 'PREVIOUSLY_MARKED_AS_SPAM';
  return blockedDomains.includes(email.split('@')[1] ?? '') ? 'BLOCKED_DOMAIN' : undefined;
}

/** How a plan words the refusals of contacts. */
export const refusalWords: Readonly<Record<string, RegExp>> = {
  UNSUBSCRIBED: /opted out/u,
  GDPR: /opted out/u,
  RECIPIENT_PREVIOUSLY_BOUNCED: /earlier email .* bounced/u,
  RECIPIENT_PREVIOUSLY_BOUNCED_GLOBALLY: /earlier email .* bounced/u,
  PREVIOUSLY_MARKED_AS_SPAM: /spam/u,
  GLOBALLY_BLOCKED_RECIPIENT_ADDRESS: /blocks .* in all accounts/u,
  BLOCKED_ADDRESS: /on a block list/u,
  BLOCKED_DOMAIN: /on a block list/u,
  NO_EMAIL: /no valid email address/u,
};

export interface Attempted {
  /** The ids of a contact, of all merged ones. */
  readonly ids: ReadonlySet<string>;
  /** The target, and those that share its history. */
  readonly group: ReadonlySet<string>;
  readonly since: string | undefined;
}

/** The latest request for a declaration under each id that the contact had: a merge does not end a refusal. */
export function latestRequests(
  requests: readonly EnrollRequest[],
  { ids, group, since }: Attempted,
  { present }: Pick<Facts, 'present'>,
): readonly EnrollRequest[] {
  const latest = new Map<string, EnrollRequest>();
  for (const one of requests) {
    const isOf = group.has(one.targetId) && one.since === since && ids.has(present(one.contactId));
    if (isOf) latest.set(one.contactId, one);
  }
  return [...latest.values()];
}

/** Whether a refusal of the contact holds now: the email is the same, and no person cleared it. */
export function isRefused(one: EnrollRequest, email: string | undefined): boolean {
  return one.answer.is === 'contact' && one.cleared !== true && one.email === email;
}

/** Whether the latest answers to a sender refused it itself; ambiguous ones show nothing. */
export function isStopped(requests: readonly EnrollRequest[], sender: string): boolean {
  const last = requests.findLast(
    (one) => one.sender === sender && (one.answer.is === 'sender' || one.answer.is === 'enrolled'),
  );
  return last?.answer.is === 'sender';
}

/** What the contacts of a forecast do: a seeded share replies, another opts out. */
import { digest } from '../../model/digest.ts';
import { addMilliseconds } from '../../model/time.ts';
import type { AccountSeed, Reaction, SeedContact } from '../../simulator/account/account-seed.ts';

export interface Rates {
  readonly seed: number;
  /** The shares of the contacts, from 0 to 1. */
  readonly replyRate: number;
  readonly optOutRate: number;
}

/** The days after enrolling within which contacts react. */
export const reactionDays = { first: 1, last: 5 } as const;

const millisecondsPerDay = 86_400_000;

/**
 * Returns the account with contacts that react, each once, 1 to 5 days after a sequence enrolled them. Contacts in a
 * sequence now react within 5 days. The seed and the contact alone decide whether it reacts.
 */
export function withReactions(account: AccountSeed, rates: Rates): AccountSeed {
  if (rates.replyRate === 0 && rates.optOutRate === 0) return account;
  const reacting = new Map<string, { readonly what: Reaction; readonly afterDays: number }>();
  const contacts = account.contacts.map((contact): SeedContact => {
    const reaction = reactionOf(contact.id, rates);
    if (!reaction || contact.reactions) return contact;
    reacting.set(contact.id, reaction);
    return { ...contact, reactions: [reaction] };
  });
  const enrollments = account.enrollments.map((enrollment) => {
    const reaction = reacting.get(enrollment.contactId);
    const isActive = enrollment.kind === 'sequence' && enrollment.endedAt === undefined;
    if (!reaction || !isActive || enrollment.coming) return enrollment;
    const at = addMilliseconds(account.now, reaction.afterDays * millisecondsPerDay);
    return { ...enrollment, coming: { what: reaction.what, at } };
  });
  return { ...account, contacts, enrollments };
}

function reactionOf(
  contactId: string,
  { seed, replyRate, optOutRate }: Rates,
): { readonly what: Reaction; readonly afterDays: number } | undefined {
  const draw = unitOf(seed, contactId, 'reaction');
  if (draw >= replyRate + optOutRate) return undefined;
  const { first, last } = reactionDays;
  const days = first + (last - first) * unitOf(seed, contactId, 'days');
  // To the minute: the clock of the account has whole seconds.
  return { what: draw < replyRate ? 'reply' : 'opt-out', afterDays: Math.round(days * 1_440) / 1_440 };
}

/** Returns a number from 0 to below 1 that depends only on the arguments. */
function unitOf(...parts: readonly (string | number)[]): number {
  return Number.parseInt(digest(parts).slice(0, 12), 16) / 2 ** 48;
}

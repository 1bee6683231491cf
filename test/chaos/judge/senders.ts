/** Whose inbox sends to a contact: what the files allow, and which rep of a rotation it is. */
import { createHash } from 'node:crypto';
import type { SeedContact } from '../../../src/simulator/account/account-seed.ts';
import type { FileTarget, SenderForm } from '../histories/files.ts';
import { menu } from '../menu.ts';
import type { Book } from './book.ts';
import type { Facts } from './facts.ts';
import type { Wanted } from './wanted.ts';

type Rotation = Extract<SenderForm, { readonly rotate: readonly string[] }>;

/** The senders that the files allow for a contact. */
export interface Allowed {
  readonly senders: readonly string[];
  /** They come from this rotation. */
  readonly rotation?: Rotation;
}

export interface Asked {
  readonly target: FileTarget;
  readonly wanted: Pick<Wanted, 'sender' | 'literal'>;
  readonly contact: SeedContact;
  readonly facts: Pick<Facts, 'owners' | 'present'>;
}

export function allowedSenders({ target, wanted, contact, facts }: Asked): Allowed | undefined {
  const own = menu[target.slot].sender;
  if (own === undefined) return undefined;
  const sender = wanted.sender ?? target.sender ?? own;
  if (typeof sender === 'string') return { senders: [sender] };
  if ('rotate' in sender) return { senders: sender.rotate, rotation: sender };
  const owner = facts.owners.find(({ id }) => id === contact.properties['hubspot_owner_id']);
  if (owner) return { senders: [owner.email] };
  const { fallback } = sender;
  return typeof fallback === 'string'
    ? { senders: [fallback] }
    : { senders: fallback.rotate, rotation: fallback };
}

/** The one sender of a contact before limits and stops: the rep of its latest request, else the first by hash. */
export function chosenSender(asked: Asked, group: ReadonlySet<string>, book: Book): string | undefined {
  const allowed = allowedSenders(asked);
  if (!allowed?.rotation) return allowed?.senders[0];
  return recordedSender(asked, group, book) ?? firstByHash(allowed.senders, asked.contact.id);
}

/** The rep of the rotation that the ledger last recorded: in this target, otherwise in any sequence. */
export function recordedSender(
  asked: Asked,
  group: ReadonlySet<string>,
  { memory }: Pick<Book, 'memory'>,
): string | undefined {
  const { senders } = allowedSenders(asked) ?? { senders: [] };
  const { contact, facts } = asked;
  const own = memory.requests.filter(
    ({ contactId, sender, kind }) =>
      kind === 'sequence' &&
      sender !== undefined &&
      senders.includes(sender) &&
      facts.present(contactId) === contact.id,
  );
  return (own.findLast(({ targetId }) => group.has(targetId)) ?? own.at(-1))?.sender;
}

/** Rendezvous hashing by SHA-256 of rep and contact id, which must never change. */
export function firstByHash(reps: readonly string[], contactId: string): string | undefined {
  const weightOf = (email: string): string =>
    createHash('sha256')
      .update(JSON.stringify([email, contactId]))
      .digest('hex');
  return reps.toSorted((a, b) => (weightOf(a) < weightOf(b) ? 1 : -1))[0];
}

/** The state that the files declare, derived from the files of a history and the truth of the account. */
import type { SeedContact } from '../../../src/simulator/account/account-seed.ts';
import type { Ban, FileTarget, Files, Ref } from '../histories/files.ts';
import { targetId } from '../histories/files.ts';
import { menu } from '../menu.ts';
import type { Book } from './book.ts';
import { emailsOf } from './facts.ts';
import type { Facts } from './facts.ts';

export interface Wanted {
  readonly since: string | undefined;
  /** The rep that the line names instead of the target's. */
  readonly sender: string | undefined;
  /** No contact has the declared address now; only what rollcall did before leads to the contact. */
  readonly byMemory: boolean;
}

/** The members of a target by contact id: a literal line overrides an audience, `absent` overrides both. */
export function membersOf(target: FileTarget, facts: Facts, book: Book): ReadonlyMap<string, Wanted> {
  const members = new Map<string, Wanted & { readonly literal: boolean }>();
  if (target.retired !== false) return members;
  const absent = new Set(target.absent.flatMap((ref) => resolve(ref, facts, book)?.id ?? []));
  for (const line of target.members ?? []) {
    const literal = 'ref' in line && line.as === 'member';
    const since = ('ref' in line ? (literal ? line.since : undefined) : undefined) ?? target.since;
    const sender = 'ref' in line && literal ? line.sender : undefined;
    const found =
      'ref' in line
        ? [resolve(line.ref, facts, book)]
        : (facts.list(line.list)?.members ?? []).map(({ id }) => ({
            id: facts.present(id),
            byMemory: false,
          }));
    for (const one of found) {
      if (!one || absent.has(one.id)) continue;
      const known = members.get(one.id);
      if (known && (known.literal || !literal)) continue;
      members.set(one.id, { since, sender, byMemory: one.byMemory, literal });
    }
  }
  return members;
}

export function isAbsent(target: FileTarget, id: string, { facts, book }: Known): boolean {
  return target.absent.some((ref) => resolve(ref, facts, book)?.id === id);
}

/** Whose inbox sends, and under which address where it is not the inbox's own. */
export interface Sending {
  readonly sender: string;
  readonly alias: string | undefined;
}

/** The alias is of the target's own sender; files in the guide dialect have none. */
export function sendingOf(
  { dialect }: Files,
  target: FileTarget,
  wanted: Pick<Wanted, 'sender'>,
): Sending | undefined {
  const { sender, alias } = menu[target.slot];
  if (sender === undefined) return undefined;
  const isUsed = target.alias && wanted.sender === undefined && dialect === 'documented';
  return { sender: wanted.sender ?? sender, alias: isUsed ? alias : undefined };
}

/** Whether a day of the account is in a freeze window. */
export function isFrozen({ freeze }: Files, day: string): boolean {
  return freeze.some(({ from, to }) => from <= day && day <= to);
}

interface Known {
  readonly facts: Facts;
  readonly book: Book;
}

/** The target of the files with this id. */
export function targetOf(files: Files, id: string): FileTarget | undefined {
  return files.targets.find((target) => targetId(target) === id);
}

/** The target of the files with this id, and the one that replaces it. */
export function targetsOf(files: Files, id: string): readonly FileTarget[] {
  return files.targets.filter((target) => targetId(target) === id || target.replaces === id);
}

function resolve(
  ref: Ref,
  facts: Facts,
  book: Book,
): { readonly id: string; readonly byMemory: boolean } | undefined {
  const name = 'id' in ref ? ref.id : ref.email;
  const contact = facts.contact(name);
  if (contact) return { id: contact.id, byMemory: false };
  if ('id' in ref) return undefined;
  const own = book.own.findLast(({ emails }) => emails.includes(ref.email));
  return own && { id: facts.present(own.contactId), byMemory: true };
}

/** Returns whether the files name an address of an enrollment in a target, even if it moved to another contact. */
export function namesAddress(target: FileTarget, emails: readonly string[]): boolean {
  return (target.members ?? []).some(
    (line) => 'ref' in line && 'email' in line.ref && emails.includes(line.ref.email),
  );
}

export function isSuppressed(files: Files, contact: SeedContact): boolean {
  const emails = emailsOf(contact);
  const ids = [contact.id, ...(contact.mergedIds ?? [])];
  return files.suppress.some((ban) => hits(ban, emails, ids));
}

/** Returns whether a literal entry names an email that the contact had when rollcall read it: its enrollment keeps it. */
export function wasSuppressed(files: Files, contact: SeedContact, { emails }: Pick<Book, 'emails'>): boolean {
  const ids = [contact.id, ...(contact.mergedIds ?? [])];
  return files.suppress.some((ban) => 'email' in ban && ids.some((id) => emails.has(`${id} ${ban.email}`)));
}

function hits(ban: Ban, emails: readonly string[], ids: readonly string[]): boolean {
  if ('id' in ban) return ids.includes(ban.id);
  if ('domain' in ban) return emails.some((email) => email.endsWith(`@${ban.domain}`));
  return emails.includes(ban.email);
}

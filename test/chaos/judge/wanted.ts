/** The state that the files declare, derived from the files of a history and the truth of the account. */
import type { SeedContact } from '../../../src/simulator/account/account-seed.ts';
import type { Ban, FileTarget, Files, Line, Ref, SenderForm } from '../histories/files.ts';
import { targetId } from '../histories/files.ts';
import { menu } from '../menu.ts';
import type { Book } from './book.ts';
import { emailsOf } from './facts.ts';
import type { Facts } from './facts.ts';

export interface Wanted {
  readonly since: string | undefined;
  /** What the line names instead of the target's. */
  readonly sender: string | SenderForm | undefined;
  /** Declared by a line of the target itself, not through an audience. */
  readonly literal: boolean;
  /** Place in file order: the audience is below the lines of the target, and its CSV file at its end. */
  readonly position: number;
  /** No contact has the declared address now; only what rollcall did before leads to the contact. */
  readonly byMemory: boolean;
}

/** The members of a target by contact id: a literal line overrides an audience, `absent` overrides both. */
export function membersOf(target: FileTarget, facts: Facts, book: Book): ReadonlyMap<string, Wanted> {
  const members = new Map<string, Wanted>();
  if (target.retired !== false) return members;
  const absent = new Set(target.absent.flatMap((ref) => resolve(ref, facts, book)?.id ?? []));
  for (const [position, line] of inFileOrder(target).entries()) {
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
      members.set(one.id, {
        since,
        sender,
        literal,
        byMemory: one.byMemory,
        position: known?.position ?? position,
      });
    }
  }
  return members;
}

function inFileOrder({ members = [] }: FileTarget): readonly Line[] {
  const place = (line: Line): number =>
    'ref' in line && line.as === 'member' ? 0 : 'ref' in line && line.as === 'csv' ? 2 : 1;
  return members.toSorted((a, b) => place(a) - place(b));
}

export function isAbsent(target: FileTarget, id: string, { facts, book }: Known): boolean {
  return target.absent.some((ref) => resolve(ref, facts, book)?.id === id);
}

/** The alias from which the target's own sender sends; files in the guide dialect have none. */
export function aliasOf(
  { dialect }: Files,
  target: FileTarget,
  wanted: Pick<Wanted, 'sender'>,
): string | undefined {
  const isUsed = target.alias && target.sender === undefined && wanted.sender === undefined;
  return isUsed && dialect === 'documented' ? menu[target.slot].alias : undefined;
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

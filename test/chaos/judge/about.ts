/** What a sentence is about, and what is true of it. */
import type { SeedContact, SeedEnrollment } from '../../../src/simulator/account/account-seed.ts';
import type { Files } from '../histories/files.ts';
import { menu } from '../menu.ts';
import type { Book } from './book.ts';
import { ownOf, withMerged } from './book.ts';
import { emailsOf, isActive } from './facts.ts';
import type { Facts } from './facts.ts';
import { isAbsent, isSuppressed, targetsOf, wasSuppressed } from './wanted.ts';

/** Whom and what a sentence is about. */
export interface About {
  readonly facts: Facts;
  readonly book: Book;
  readonly files: Files;
  readonly kind: 'sequence' | 'workflow';
  readonly targetId: string;
  readonly contactId: string | undefined;
  /** The contact's ids, and those that rollcall enrolled under one of its addresses. */
  readonly ids: ReadonlySet<string>;
  /** The target and the ids whose history counts for it. */
  readonly group: ReadonlySet<string>;
}

/** Enrollments that began before this moment are shown by HubSpot. */
export function lagStart({ now }: Pick<Facts, 'now'>): string {
  return new Date(Date.parse(now) - lag).toISOString();
}

/** Named groups of a pattern. */
export type Groups = Readonly<Record<string, string | undefined>>;
/** What is untrue, or nothing. */
export type Check = (groups: Groups, about: About) => string | undefined;

/** How long HubSpot's calculated properties may lag (section 4 of the design). */
const lag = 15 * 60_000;

export function past(about: About): readonly SeedEnrollment[] {
  return about.facts.enrollments(withMerged(about.book, about.ids), about.group);
}

export function activeHere({ facts, ids, targetId }: About): SeedEnrollment | undefined {
  return facts.enrollments(ids, new Set([targetId])).find(isActive);
}

export function contactOf({ facts, contactId }: About): SeedContact | undefined {
  return contactId === undefined ? undefined : facts.contact(contactId);
}

/** The active enrollment of the contact itself, not of one that had its email. */
export function activeSelf({ facts, contactId, targetId }: About): SeedEnrollment | undefined {
  if (contactId === undefined) return undefined;
  return facts.enrollments(new Set([contactId]), new Set([targetId])).find(isActive);
}

export function isOurs(about: About): boolean {
  const active = activeSelf(about);
  return active !== undefined && ownOf(about.book, active.id) !== undefined;
}

/** Begun by rollcall, whether or not the present ledger was told. */
export function isBegunByUs({ book }: About, { id }: SeedEnrollment): boolean {
  return book.own.some(({ enrollment }) => enrollment === id);
}

export function isUnknownToLedger({ book }: About, { id }: SeedEnrollment): boolean {
  return !book.memory.enrollments.has(id);
}

export function isBanned(about: About): boolean {
  const contact = contactOf(about);
  return contact !== undefined && isSuppressed(about.files, contact);
}

/** Banned by an email of the past, too, if the ledger knows it. */
export function isPerhapsBanned(about: About): boolean {
  const contact = contactOf(about);
  return isBanned(about) || (contact !== undefined && wasSuppressed(about.files, contact, about.book));
}

export function isListedAbsent({ files, targetId, contactId, facts, book }: About): boolean {
  if (contactId === undefined) return false;
  return targetsOf(files, targetId).some((target) => isAbsent(target, contactId, { facts, book }));
}

export function isForgotten({ book, contactId, facts }: About): boolean {
  const contact = contactId === undefined ? undefined : facts.contact(contactId);
  const names = contact
    ? [contact.id, ...(contact.mergedIds ?? []), ...emailsOf(contact)]
    : [contactId ?? ''];
  return names.some((name) => book.memory.forgotten.has(name));
}

/** The id of a sequence that a sentence calls `sequences.KEY` or `sequence ID`. */
export function idNamed(name: string, { files }: Pick<About, 'files'>): string {
  const key = name.split('.').at(-1);
  const named = files.targets.find((target) => target.key === key && name.startsWith('sequences.'));
  return named ? menu[named.slot].id : (/\d{4,}/u.exec(name)?.[0] ?? '');
}

export function isMissing({ facts, targetId }: About): boolean {
  return !facts.hasTarget(targetId);
}

/** A pause of one id holds for the ids that share its history. */
export function isPaused({ book, group }: Pick<About, 'book' | 'group'>): boolean {
  return ['', ...group].some((id) => book.memory.paused.has(id));
}

/** Changes to contacts that a user makes in the HubSpot app: create, delete, merge, change the email address. */
import { Failure } from '../../model/failure.ts';
import { normalizeEmail } from '../../model/email.ts';
import { targetIdentityKey } from '../../model/target.ts';
import type { ContactId } from '../../model/target.ts';
import type { SimulatedAccount } from './account.ts';
import { targetOf, nextId } from './account.ts';
import type { SeedContact, SeedEnrollment } from './account-seed.ts';
import { findByEmail } from './find-contacts.ts';
import {
  activeEnrollment,
  activeWorkflowEnrollments,
  activeSequenceEnrollment,
  endEnrollment,
} from './enrollments.ts';

/** Creates a contact. Throws a `Failure` if another contact already has the address. */
export function createContact(account: SimulatedAccount, email: string | undefined): SeedContact {
  if (email !== undefined && findByEmail(account, email))
    throw invalidChange('A contact with that email address already exists');
  const { now } = account.head;
  const contact: SeedContact = {
    id: String(nextId(account)),
    ...(email === undefined ? {} : { email: normalizeEmail(email) }),
    createdAt: now,
    updatedAt: now,
    properties: {},
  };
  addContact(account, contact);
  return contact;
}

/** Deletes a contact, ends its active enrollments, and makes its addresses available again. */
export function deleteContact(account: SimulatedAccount, contact: SeedContact): void {
  for (const enrollment of account.enrollmentsOf.get(contact.id) ?? []) {
    if (enrollment.endedAt === undefined) endEnrollment(account, enrollment, 'unenrolled');
  }
  for (const ever of account.everIn.values()) ever.delete(contact.id);
  removeContact(account, contact);
}

/**
 * Merges two contacts into a new one; reading either former id returns it. Of two active sequence enrollments the
 * earlier one ends, and of two active enrollments in one workflow that of the second contact. Throws a `Failure` for
 * two equal contacts.
 */
export function mergeContacts(
  account: SimulatedAccount,
  first: SeedContact,
  second: SeedContact,
): SeedContact {
  if (first.id === second.id) throw invalidChange(`Contact ${first.id} cannot be merged with itself`);
  endDuplicateEnrollments(account, first, second);
  const [email, ...otherEmails] = [...new Set([...emailsOf(first), ...emailsOf(second)])];
  const { now } = account.head;
  const merged: SeedContact = {
    id: String(nextId(account)),
    ...(email === undefined ? {} : { email }),
    ...(otherEmails.length === 0 ? {} : { otherEmails }),
    mergedIds: [first, second].flatMap(({ id, mergedIds }) => [id, ...(mergedIds ?? [])]),
    createdAt: first.createdAt < second.createdAt ? first.createdAt : second.createdAt,
    updatedAt: now,
    properties: { ...second.properties, ...first.properties },
    optedOut: first.optedOut === true || second.optedOut === true,
    bounced: first.bounced === true || second.bounced === true,
    markedSpam: first.markedSpam === true || second.markedSpam === true,
    earlierEnrollments: (first.earlierEnrollments ?? 0) + (second.earlierEnrollments ?? 0),
    reactions: [...(first.reactions ?? []), ...(second.reactions ?? [])],
  };
  for (const former of [first, second]) {
    moveEnrollments(account, former.id, merged.id);
    moveMemberships(account, former.id, merged.id);
    removeContact(account, former);
  }
  account.enrollmentsOf.get(merged.id)?.sort(byEnrolledAt);
  addContact(account, merged);
  return merged;
}

/**
 * Sets the primary address of a contact. The former primary address becomes a secondary one, and a contact that
 * had the new address loses it.
 */
export function changeEmail(account: SimulatedAccount, contact: SeedContact, email: string): void {
  const newEmail = normalizeEmail(email);
  const holder = findByEmail(account, newEmail);
  if (holder) removeEmail(account, holder, newEmail);
  const others = emailsOf(contact).filter((other) => other !== newEmail);
  contact.email = newEmail;
  // HubSpot's refusal applies to the old address only.
  delete contact.refusal;
  contact.otherEmails = others;
  contact.updatedAt = account.head.now;
  account.contactIdByEmail.set(newEmail, contact.id);
  account.version += 1;
}

function removeEmail(account: SimulatedAccount, holder: SeedContact, email: string): void {
  const [first, ...others] = emailsOf(holder).filter((other) => other !== normalizeEmail(email));
  if (first === undefined) delete holder.email;
  else holder.email = first;
  holder.otherEmails = others;
  holder.updatedAt = account.head.now;
  account.contactIdByEmail.delete(normalizeEmail(email));
  account.version += 1;
}

function endDuplicateEnrollments(account: SimulatedAccount, first: SeedContact, second: SeedContact): void {
  const ofFirst = activeSequenceEnrollment(account, first);
  const ofSecond = activeSequenceEnrollment(account, second);
  if (ofFirst && ofSecond) {
    endEnrollment(account, ofFirst.enrolledAt < ofSecond.enrolledAt ? ofFirst : ofSecond, 'unenrolled');
  }
  const duplicates = activeWorkflowEnrollments(account, second).filter(
    (enrollment) => activeEnrollment(account, targetOf(enrollment), first) !== undefined,
  );
  for (const enrollment of duplicates) endEnrollment(account, enrollment, 'unenrolled');
}

function moveEnrollments(account: SimulatedAccount, from: ContactId, to: ContactId): void {
  const moved = account.enrollmentsOf.get(from) ?? [];
  account.enrollmentsOf.delete(from);
  account.enrollmentsOf.set(to, [...(account.enrollmentsOf.get(to) ?? []), ...moved]);
  for (const enrollment of moved) {
    enrollment.contactId = to;
    for (const index of [account.activeIn, account.everIn]) {
      const enrollments = index.get(targetIdentityKey(targetOf(enrollment)));
      const indexed = enrollments?.get(from);
      if (!enrollments || !indexed) continue;
      enrollments.delete(from);
      if (!enrollments.has(to)) enrollments.set(to, indexed);
    }
  }
}

function moveMemberships(account: SimulatedAccount, from: ContactId, to: ContactId): void {
  for (const members of account.members.values()) {
    const at = members.get(from);
    if (at === undefined) continue;
    members.delete(from);
    if (!members.has(to)) members.set(to, at);
  }
}

function byEnrolledAt(a: SeedEnrollment, b: SeedEnrollment): number {
  if (a.enrolledAt === b.enrolledAt) return Number(a.id) - Number(b.id);
  return a.enrolledAt < b.enrolledAt ? -1 : 1;
}

function addContact(account: SimulatedAccount, contact: SeedContact): void {
  account.contacts.set(contact.id, contact);
  for (const id of contact.mergedIds ?? []) account.mergedInto.set(id, contact.id);
  for (const email of emailsOf(contact)) account.contactIdByEmail.set(email, contact.id);
  account.version += 1;
}

function removeContact(account: SimulatedAccount, contact: SeedContact): void {
  account.contacts.delete(contact.id);
  for (const email of emailsOf(contact)) account.contactIdByEmail.delete(email);
  for (const members of account.members.values()) members.delete(contact.id);
  account.version += 1;
}

function emailsOf({ email, otherEmails }: SeedContact): readonly string[] {
  return [...(email === undefined ? [] : [email]), ...(otherEmails ?? [])].map(normalizeEmail);
}

function invalidChange(message: string): Failure {
  return new Failure({
    code: 'simulator-action',
    message: `${message}.`,
    help: 'Run `rollcall simulator inspect --format json` to list its enrollments.',
  });
}

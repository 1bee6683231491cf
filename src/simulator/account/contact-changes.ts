/** Changes to contact records that a user makes in HubSpot: create, delete, merge, new address, list membership. */
import { Failure } from '../../model/failure.ts';
import { normalEmail } from '../../model/email.ts';
import { targetName } from '../../model/target.ts';
import type { ContactId } from '../../model/target.ts';
import type { Account } from './account.ts';
import { identityOf, nextId } from './account.ts';
import type { SeedContact, SeedEnrollment } from './account-seed.ts';
import { findByEmail } from './find-contacts.ts';
import { activeEnrollment, activeWorkflows, currentSequence, endEnrollment } from './enrollments.ts';

/** Creates a contact with an address that no contact has. */
export function createContact(account: Account, email: string): SeedContact {
  if (findByEmail(account, email)) throw impossible('A contact has that address already');
  const { now } = account.head;
  const contact: SeedContact = {
    id: String(nextId(account)),
    email: normalEmail(email),
    createdAt: now,
    updatedAt: now,
    properties: {},
  };
  add(account, contact);
  return contact;
}

/** Deletes a contact. Its active enrollments end; its addresses are free again. */
export function deleteContact(account: Account, contact: SeedContact): void {
  for (const enrollment of account.enrollmentsOf.get(contact.id) ?? []) {
    if (enrollment.endedAt === undefined) endEnrollment(account, enrollment, 'unenrolled');
  }
  for (const ever of account.everIn.values()) ever.delete(contact.id);
  remove(account, contact);
}

/**
 * Merges two contacts into a new one, to which both former ids lead. Of two active sequences the earlier one
 * ends, and of two enrollments in one workflow the second contact's.
 */
export function mergeContacts(account: Account, first: SeedContact, second: SeedContact): SeedContact {
  if (first.id === second.id) throw impossible(`Contact ${first.id} cannot be merged with itself`);
  endDoubles(account, first, second);
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
    remove(account, former);
  }
  account.enrollmentsOf.get(merged.id)?.sort(byBeginning);
  add(account, merged);
  return merged;
}

/**
 * Gives an address to a contact as its primary one. The former primary address becomes a secondary one;
 * a contact that had the address loses it.
 */
export function changeEmail(account: Account, contact: SeedContact, email: string): void {
  const address = normalEmail(email);
  const holder = findByEmail(account, address);
  if (holder) takeEmail(account, holder, address);
  const others = emailsOf(contact).filter((one) => one !== address);
  contact.email = address;
  contact.otherEmails = others;
  contact.updatedAt = account.head.now;
  account.byEmail.set(address, contact.id);
  account.version += 1;
}

/** Removes an address from the contact that has it. */
function takeEmail(account: Account, holder: SeedContact, email: string): void {
  const [first, ...others] = emailsOf(holder).filter((one) => one !== normalEmail(email));
  if (first === undefined) delete holder.email;
  else holder.email = first;
  holder.otherEmails = others;
  holder.updatedAt = account.head.now;
  account.byEmail.delete(normalEmail(email));
  account.version += 1;
}

function endDoubles(account: Account, first: SeedContact, second: SeedContact): void {
  const one = currentSequence(account, first);
  const other = currentSequence(account, second);
  if (one && other) endEnrollment(account, one.enrolledAt < other.enrolledAt ? one : other, 'unenrolled');
  const doubled = activeWorkflows(account, second).filter(
    (enrollment) => activeEnrollment(account, identityOf(enrollment), first) !== undefined,
  );
  for (const enrollment of doubled) endEnrollment(account, enrollment, 'unenrolled');
}

function moveEnrollments(account: Account, from: ContactId, to: ContactId): void {
  const moved = account.enrollmentsOf.get(from) ?? [];
  account.enrollmentsOf.delete(from);
  account.enrollmentsOf.set(to, [...(account.enrollmentsOf.get(to) ?? []), ...moved]);
  for (const enrollment of moved) {
    enrollment.contactId = to;
    for (const index of [account.activeIn, account.everIn]) {
      const here = index.get(targetName(identityOf(enrollment)));
      const known = here?.get(from);
      if (!here || !known) continue;
      here.delete(from);
      if (!here.has(to)) here.set(to, known);
    }
  }
}

function moveMemberships(account: Account, from: ContactId, to: ContactId): void {
  for (const members of account.members.values()) {
    const at = members.get(from);
    if (at === undefined) continue;
    members.delete(from);
    if (!members.has(to)) members.set(to, at);
  }
}

function byBeginning(a: SeedEnrollment, b: SeedEnrollment): number {
  if (a.enrolledAt === b.enrolledAt) return Number(a.id) - Number(b.id);
  return a.enrolledAt < b.enrolledAt ? -1 : 1;
}

function add(account: Account, contact: SeedContact): void {
  account.contacts.set(contact.id, contact);
  for (const id of contact.mergedIds ?? []) account.mergedInto.set(id, contact.id);
  for (const email of emailsOf(contact)) account.byEmail.set(email, contact.id);
  account.version += 1;
}

function remove(account: Account, contact: SeedContact): void {
  account.contacts.delete(contact.id);
  for (const email of emailsOf(contact)) account.byEmail.delete(email);
  for (const members of account.members.values()) members.delete(contact.id);
  account.version += 1;
}

function emailsOf({ email, otherEmails }: SeedContact): readonly string[] {
  return [...(email === undefined ? [] : [email]), ...(otherEmails ?? [])].map(normalEmail);
}

function impossible(message: string): Failure {
  return new Failure({
    code: 'simulator-act',
    message: `${message}.`,
    help: 'Inspect the account with `rollcall simulator inspect --format json`.',
  });
}

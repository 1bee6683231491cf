/** Builds the contacts, enrollments and reps of a snapshot from what a plan reads. */
import type { AccountRecording } from '../../model/account-recording.ts';
import { type DesiredState, requirementsOf, senderEmails } from '../../model/desired-state.ts';
import { type LedgerEntry, type LedgerView } from '../../model/ledger/ledger-view.ts';
import { timeOf } from '../../model/ledger/ledger-entries.ts';
import type {
  Enrollment,
  ObservedContact,
  ObservedSender,
  ObservedState,
} from '../../model/observed-state.ts';
import type { ContactId } from '../../model/target.ts';
import { addMilliseconds, type Instant } from '../../model/time.ts';
import type { SeedContact, SeedEnrollment, SeedOwner } from '../../simulator/account/account-seed.ts';
import type { Pseudonyms } from './pseudonyms.ts';

export interface ContactSources {
  readonly desired: DesiredState;
  readonly observed: ObservedState;
  readonly ledger: LedgerView;
  readonly recording: AccountRecording;
  readonly names: Pseudonyms;
}

/** Returns the reps who may send, without their names. All of them have a connected inbox: no route shows it. */
export function seedOwners({ desired, observed, recording, names }: ContactSources): SeedOwner[] {
  const reps = new Map([...observed.senders.values()].map((rep) => [rep.ownerId, rep]));
  const [first] = recording.owners;
  const { id, userId, email } = first ?? {};
  if (reps.size === 0 && typeof email === 'string')
    // HubSpot shows a sequence only to a user.
    return [ownerOf({ ownerId: String(id), userId: String(userId), email: names.address(email) }, [])];
  return [...reps.values()].map((rep) =>
    ownerOf(
      { ...rep, email: names.address(rep.email) },
      aliasesOf(rep, desired).map((alias) => names.address(alias)),
    ),
  );
}

function ownerOf(
  { ownerId, userId, email, seats }: Omit<ObservedSender, 'email'> & { readonly email: string },
  aliases: readonly string[],
): SeedOwner {
  return {
    id: ownerId,
    userId,
    email,
    firstName: '',
    lastName: '',
    seat: seats?.sends !== false,
    ...(seats ? { seatNames: [...seats.names] } : {}),
    inbox: true,
    ...(aliases.length === 0 ? {} : { aliases: [...aliases] }),
  };
}

function aliasesOf({ email }: ObservedSender, { targets }: DesiredState): readonly string[] {
  return targets.flatMap((target) => {
    if (target.kind !== 'sequence' || target.senderAlias === undefined) return [];
    return senderEmails(target.sender).includes(email) ? [target.senderAlias] : [];
  });
}

/** Returns the contacts with the properties that the files need. A value that no condition names becomes `(other)`. */
export function seedContacts(sources: ContactSources): SeedContact[] {
  const { desired, observed, names } = sources;
  const values = new Map<string, Set<string>>();
  for (const { property, values: named } of requirementsOf(desired.targets)) {
    const known = values.get(property) ?? new Set();
    for (const value of named) known.add(value);
    values.set(property, known);
  }
  const keep = (property: string, value: string): string => {
    if (!values.get(property)?.has(value)) return '(other)';
    return value.includes('@') ? names.text(value) : value;
  };
  const known = [...observed.contacts.values()].map((contact) => seedContact(contact, { ...sources, keep }));
  const ids = new Set(known.map(({ id }) => id));
  // The plan needs only the ids of some members of a list.
  const others = new Set([...membersWithoutContact(observed)].filter((id) => !ids.has(id)));
  const at = observed.observedAt;
  return [...known, ...[...others].map((id) => ({ id, createdAt: at, updatedAt: at, properties: {} }))];
}

function* membersWithoutContact({ targets }: ObservedState): Iterable<ContactId> {
  for (const { active, everEnrolled } of targets.values()) {
    yield* active ?? [];
    yield* everEnrolled?.keys() ?? [];
  }
}

function seedContact(
  contact: ObservedContact,
  of: ContactSources & { readonly keep: (property: string, value: string) => string },
): SeedContact {
  const { id, email, emails, mergedIds, ownerId, properties = {}, sequenceCount } = contact;
  const { observed, recording, names } = of;
  const others = emails.filter((one) => one !== email).map((one) => names.address(one));
  const shown = contact.enrollments.filter(({ kind }) => kind === 'sequence').length;
  const earlier = (sequenceCount ?? 0) - shown;
  const read = recording.sequenceProperties.get(id) ?? {};
  return {
    id,
    ...(email === undefined ? {} : { email: names.address(email) }),
    ...(others.length === 0 ? {} : { otherEmails: others }),
    ...(mergedIds.length === 0 ? {} : { mergedIds: [...mergedIds] }),
    createdAt: observed.observedAt,
    updatedAt: observed.observedAt,
    properties: {
      ...Object.fromEntries(
        Object.entries(properties).flatMap(([name, value]) =>
          value === null || name === 'email' ? [] : [[name, of.keep(name, value)]],
        ),
      ),
      ...(ownerId === undefined ? {} : { hubspot_owner_id: ownerId }),
    },
    ...(contact.optedOut ? { optedOut: true } : {}),
    ...(contact.bounced ? { bounced: true } : {}),
    ...(contact.quarantined && !contact.bounced ? { markedSpam: true } : {}),
    ...(earlier > 0 ? { earlierEnrollments: earlier } : {}),
    // Properties that contradict each other cannot follow from enrollments. They hold until time passes.
    ...(contact.unreadable === undefined && !(sequenceCount === undefined && shown > 0)
      ? {}
      : { lag: { until: 8.64e15, shown: { ...read } } }),
  };
}

/** Returns the enrollments that the account shows, and those that rollcall needs to know in addition. */
export function seedEnrollments(sources: ContactSources): SeedEnrollment[] {
  const { observed, ledger } = sources;
  const enrollments: Omit<SeedEnrollment, 'id'>[] = [];
  const known = new Set<string>();
  for (const contact of observed.contacts.values()) {
    const entries = ledger.entries.of([contact.id, ...contact.mergedIds]);
    for (const enrollment of contact.enrollments) {
      known.add(`${enrollment.kind}:${enrollment.targetId} ${contact.id}`);
      enrollments.push(seedEnrollment(enrollment, { contact, entries, sources }));
    }
  }
  for (const { kind, id: targetId, active, everEnrolled } of observed.targets.values()) {
    const add = (contactId: ContactId, at: Instant, ended: boolean): void => {
      const name = `${kind}:${targetId} ${contactId}`;
      if (known.has(name)) return;
      known.add(name);
      const endedAt = addMilliseconds(at, 1000);
      enrollments.push({
        kind,
        targetId,
        contactId,
        enrolledAt: at,
        updatedAt: at,
        ...(ended ? { endedAt, endReason: 'unenrolled' } : {}),
      });
    };
    for (const id of active ?? []) add(id, observed.observedAt, false);
    for (const [id, since] of everEnrolled ?? []) add(id, since ?? observed.observedAt, true);
  }
  return enrollments.map((enrollment, index) => ({ id: String(firstEnrollmentId + index), ...enrollment }));
}

/** The ids of enrollments are new: HubSpot shows only some of them. */
const firstEnrollmentId = 700_000_001;

function seedEnrollment(
  enrollment: Enrollment,
  of: {
    readonly contact: ObservedContact;
    readonly entries: readonly LedgerEntry[];
    readonly sources: ContactSources;
  },
): Omit<SeedEnrollment, 'id'> {
  const { kind, targetId } = enrollment;
  const { observed, names } = of.sources;
  const entry = of.entries.findLast(
    (one) =>
      one.action === 'enroll' && one.state === 'proved' && one.kind === kind && one.targetId === targetId,
  );
  const own = entry && isSame(entry, enrollment) ? entry : undefined;
  const endedAt = enrollment.state === 'ended' ? (enrollment.endedAt ?? observed.observedAt) : undefined;
  const enrolledAt = enrollment.enrolledAt ?? (own && timeOf(own)) ?? endedAt ?? observed.observedAt;
  const userId = own?.senderUserId ?? enrollment.enrolledBy?.userId;
  const rep = own && [...observed.senders.values()].find((one) => one.userId === userId);
  const { email } = of.contact;
  return {
    kind,
    targetId,
    contactId: of.contact.id,
    enrolledAt,
    updatedAt: enrolledAt,
    ...(kind === 'sequence' ? { userId: userId ?? unknownUser } : {}),
    ...(rep ? { senderEmail: names.address(rep.email) } : {}),
    ...(kind === 'sequence' && email !== undefined ? { toEmail: names.address(email) } : {}),
    ...(endedAt === undefined
      ? {}
      : {
          endedAt,
          endReason:
            enrollment.state === 'ended' && enrollment.how === 'finished' ? 'finished' : 'unenrolled',
        }),
  };
}

/** Every enrollment in a sequence has a user. A plan reads which one only where it matters. */
const unknownUser = '0';

/** Returns whether a record of the ledger is of this enrollment: within a few minutes, or of an unknown time. */
function isSame(entry: LedgerEntry, { enrolledAt }: Enrollment): boolean {
  if (enrolledAt === undefined) return true;
  return Math.abs(Date.parse(timeOf(entry)) - Date.parse(enrolledAt)) <= 15 * 60_000;
}

/** Selects the contacts and enrollments that a plan reads: from the files, the ledger and HubSpot lists. */
import type { ObserveRequest } from '../../model/account.ts';
import type { DesiredTarget } from '../../model/desired-state.ts';
import type { Email } from '../../model/email.ts';
import type { Enrollment, ObservedList } from '../../model/observed-state.ts';
import type { ContactId, TargetId } from '../../model/target.ts';
import { addMilliseconds } from '../../model/time.ts';
import type { Api } from '../http/api.ts';
import { type ContactBook, currentId, missingFromBook } from './contacts.ts';
import { hasOtherEnrollmentDate, sequenceState, showsEnrollment } from './sequence-state.ts';
import type { WorkflowLists } from './workflow-members.ts';

/** Returns the ids and emails that the files and the ledger name. */
export function namedContacts({ people }: ObserveRequest): {
  readonly ids: readonly ContactId[];
  readonly emails: readonly Email[];
} {
  return {
    emails: people.flatMap(({ email }) => email ?? []),
    ids: people.flatMap(({ id }) => id ?? []),
  };
}

/**
 * Returns the emails under `absent`. They are first in the search for similar contacts, since a typo there leaves the
 * contact enrolled.
 */
export function absentEmails({ targets }: ObserveRequest): readonly Email[] {
  return targets.flatMap(({ absent }) => absent).flatMap(({ person: { email } }) => email ?? []);
}

/** The maximum number of unmanaged members that a plan reads only to show their emails. */
const maxReadForDisplay = 200;

/**
 * Returns the active workflow members to read. Reads all members of a workflow if they may be unenrolled or suppressed.
 * Otherwise reads members outside the book only up to `maxReadForDisplay`; above that, their ids suffice.
 */
export function membersToRead(
  { targets, everyMember }: ObserveRequest,
  { active }: WorkflowLists,
  book: ContactBook,
): readonly ContactId[] {
  const members = targets.flatMap((target) => {
    if (target.kind !== 'workflow') return [];
    const whole = everyMember || target.exclusive || target.retired !== false;
    return [{ whole, ids: (active.get(target.id) ?? []).map(({ id }) => id) }];
  });
  const wanted = members.flatMap(({ whole, ids }) => (whole ? ids : []));
  const others = missingFromBook(
    members.flatMap(({ ids }) => ids),
    book,
  );
  return others.length > maxReadForDisplay ? wanted : others;
}

/** HubSpot's search index shows changes that are older than this. */
const searchIndexLag = 15 * 60 * 1000;

/** Returns how many contacts of the book have been in a sequence for longer than the search index lags. */
export function countIndexedMembers(api: Api, { records }: ContactBook, sequenceId: TargetId): number {
  const before = addMilliseconds(api.now(), -searchIndexLag);
  return [...records.values()].filter(({ contact, properties }) => {
    const state = sequenceState(properties, contact);
    if ('unreadable' in state) return false;
    const { enrollment } = state;
    return (
      enrollment?.state === 'active' &&
      enrollment.targetId === sequenceId &&
      (enrollment.enrolledAt ?? before) < before
    );
  }).length;
}

/** Returns the contacts that rollcall enrolled in workflows without a list of active contacts. */
export function ownedInWorkflows(
  { unendedEnrollments }: ObserveRequest,
  oneByOne: readonly TargetId[],
): readonly ContactId[] {
  const workflowIds = new Set(oneByOne);
  return unendedEnrollments.flatMap(({ kind, targetId, contactId }) =>
    kind === 'workflow' && workflowIds.has(targetId) ? [contactId] : [],
  );
}

/**
 * Returns contacts whose enrollment in a sequence has another date than the ledger's: someone else may have enrolled
 * them.
 */
export function withOtherEnrollmentDate(
  { unendedEnrollments }: ObserveRequest,
  book: ContactBook,
): readonly ContactId[] {
  return unendedEnrollments.flatMap(({ kind, targetId, contactId, since }) => {
    const id = currentId(book, contactId);
    const properties = kind === 'sequence' ? book.records.get(id)?.properties : undefined;
    return properties && hasOtherEnrollmentDate(properties, targetId, since) ? [id] : [];
  });
}

/** Returns contacts whose recent enrollment neither their properties nor a list of active contacts shows yet. */
export function notYetVisible(
  { verify }: ObserveRequest,
  from: {
    readonly book: ContactBook;
    readonly listed: ReadonlyMap<ContactId, readonly Enrollment[]>;
  },
): { readonly sequences: ReadonlySet<ContactId>; readonly workflows: ReadonlySet<ContactId> } {
  const sequences = new Set<ContactId>();
  const workflows = new Set<ContactId>();
  for (const { kind, targetId, contactId, since } of verify) {
    const id = currentId(from.book, contactId);
    if (kind === 'workflow') {
      const isListed = from.listed.get(id)?.some((enrollment) => enrollment.targetId === targetId);
      if (!isListed) workflows.add(id);
      continue;
    }
    const record = from.book.records.get(id);
    if (record && !showsEnrollment(record.properties, targetId, since)) sequences.add(id);
  }
  return { sequences, workflows };
}

/** Returns the contacts that the files name in workflows without a list of active contacts. */
export function declaredContacts(
  targets: readonly DesiredTarget[],
  from: {
    readonly lists: ReadonlyMap<string, ObservedList>;
    readonly book: ContactBook;
    readonly oneByOne: readonly TargetId[];
  },
): ReadonlySet<ContactId> {
  const ids = targets
    .filter((target) => target.kind === 'workflow' && from.oneByOne.includes(target.id))
    .flatMap((target) => [...(target.members ?? []), ...target.absent])
    .flatMap((entry) => {
      if (!('person' in entry)) return from.lists.get(entry.list)?.members ?? [];
      const { id, email } = entry.person;
      return [...(id === undefined ? [] : [id]), ...(email === undefined ? [] : [email])];
    });
  return new Set(ids.flatMap((id) => from.book.aliases.get(id) ?? []));
}

/** The members of lists, and the effects of joining or leaving a list on workflow enrollments. */
import { type ContactId, targetIdentityKey } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import type { SeedFlow, SeedList } from './account-seed.ts';
import { type SimulatedAccount, cachedIds } from './account.ts';
import { activeEnrollment, endEnrollment } from './enrollments.ts';
import { findContact, sortIds } from './find-contacts.ts';
import { enrollByTrigger, feedingLists } from './workflow-rules.ts';

export interface ListMembers {
  /** In numeric order. */
  readonly ids: readonly ContactId[];
  /** Returns when the contact joined the list. */
  readonly since: (id: ContactId) => Instant;
}

export function membersOf(account: SimulatedAccount, list: SeedList): ListMembers {
  const members = membershipIndex(account, list);
  const ids = cachedIds(account, `list:${list.id}`, () => sortIds(members.keys()));
  return { ids, since: (id) => members.get(id) ?? account.head.now };
}

export function listSize(account: SimulatedAccount, list: SeedList): number {
  return membersOf(account, list).ids.length;
}

export interface MembershipChange {
  readonly changed: readonly ContactId[];
  /** Ids without a contact. */
  readonly missing: readonly ContactId[];
}

/**
 * Adds contacts to a list and ignores those that are already on it. Workflows that the list feeds enroll the new
 * members; workflows that suppress the list unenroll them.
 */
export function addMembers(
  account: SimulatedAccount,
  list: SeedList,
  ids: readonly ContactId[],
): MembershipChange {
  const members = storedMembers(account, list);
  const fed = flowsFedBy(account, list.id);
  const suppressed = flowsSuppressing(account, list.id);
  const { known, missing } = splitKnownContacts(account, ids);
  const changed = known.filter((id) => !members.has(id));
  for (const id of changed) {
    members.set(id, account.head.now);
    account.version += 1;
    endEnrollmentsIn(account, suppressed, { id, reason: 'suppressed' });
    const contact = account.contacts.get(id);
    for (const flow of contact ? fed : []) if (contact) enrollByTrigger(account, flow, contact);
  }
  return { changed, missing };
}

/** Removes contacts from a list. Workflows that unenroll contacts not meeting their criteria unenroll them. */
export function removeMembers(
  account: SimulatedAccount,
  list: SeedList,
  ids: readonly ContactId[],
): MembershipChange {
  const members = storedMembers(account, list);
  const strict = flowsFedBy(account, list.id).filter(
    (flow) => flow.definition.enrollmentCriteria.unEnrollObjectsNotMeetingCriteria === true,
  );
  const { known, missing } = splitKnownContacts(account, ids);
  const changed = known.filter((id) => members.has(id));
  for (const id of changed) {
    members.delete(id);
    account.version += 1;
    endEnrollmentsIn(account, strict, { id, reason: 'criteria-not-met' });
  }
  return { changed, missing };
}

function membershipIndex(account: SimulatedAccount, list: SeedList): MembershipIndex {
  if (!list.workflow) return storedMembers(account, list);
  const { flowId, part } = list.workflow;
  if (part === 'WORKFLOWS_COMPLETED') return completedMembers(account, flowId);
  const index = part === 'WORKFLOWS_ACTIVE' ? account.activeIn : account.everIn;
  const enrollments = index.get(targetIdentityKey({ kind: 'workflow', id: flowId }));
  return {
    keys: () => enrollments?.keys() ?? [],
    get: (id) => enrollments?.get(id)?.enrolledAt,
  };
}

interface MembershipIndex {
  readonly keys: () => Iterable<ContactId>;
  readonly get: (id: ContactId) => Instant | undefined;
}

function completedMembers(account: SimulatedAccount, flowId: string): MembershipIndex {
  const ever = account.everIn.get(targetIdentityKey({ kind: 'workflow', id: flowId }))?.keys() ?? [];
  const ends = [...ever].flatMap((id) =>
    (account.enrollmentsOf.get(id) ?? []).flatMap((enrollment) =>
      enrollment.targetId === flowId && enrollment.endReason === 'finished' && enrollment.endedAt
        ? [[id, enrollment.endedAt] as const]
        : [],
    ),
  );
  return new Map(ends);
}

function endEnrollmentsIn(
  account: SimulatedAccount,
  flows: readonly SeedFlow[],
  { id, reason }: { readonly id: ContactId; readonly reason: 'suppressed' | 'criteria-not-met' },
): void {
  const contact = account.contacts.get(id);
  if (!contact) return;
  for (const flow of flows) {
    const active = activeEnrollment(account, { kind: 'workflow', id: flow.id }, contact);
    if (active) endEnrollment(account, active, reason);
  }
}

function flowsFedBy(account: SimulatedAccount, listId: string): readonly SeedFlow[] {
  return [...account.flows.values()].filter((flow) => feedingLists(flow).includes(listId));
}

function flowsSuppressing(account: SimulatedAccount, listId: string): readonly SeedFlow[] {
  return [...account.flows.values()].filter((flow) => flow.definition.suppressionListIds.includes(listId));
}

function storedMembers(account: SimulatedAccount, list: SeedList): Map<ContactId, Instant> {
  const known = account.members.get(list.id);
  if (known) return known;
  const created = new Map<ContactId, Instant>();
  account.members.set(list.id, created);
  return created;
}

function splitKnownContacts(
  account: SimulatedAccount,
  ids: readonly ContactId[],
): { readonly known: readonly ContactId[]; readonly missing: readonly ContactId[] } {
  const known = new Set<ContactId>();
  const missing: ContactId[] = [];
  for (const id of ids) {
    const contact = findContact(account, id);
    if (contact) known.add(contact.id);
    else missing.push(id);
  }
  return { known: [...known], missing };
}

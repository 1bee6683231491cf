import type { RecordedEnrollment, LedgerTargetRequest, ObserveRequest } from '../model/account.ts';
import {
  type DesiredState,
  type ContactRef,
  requirementsOf,
  type Sender,
  senderEmails,
  usesContactOwner,
} from '../model/desired-state.ts';
import type { LedgerEntry, LedgerView } from '../model/ledger/ledger-view.ts';
import { type ContactId, targetIdentityKey } from '../model/target.ts';
import { addMilliseconds, type Instant } from '../model/time.ts';
import { timeOf } from '../model/ledger/ledger-entries.ts';
import { isUncertain, visibilityLag, mayHaveEnrolled } from './context/ownership.ts';
import { definitionOfCreation, nameSentBy, undeclaredCreations } from './context/creations.ts';
import { allJoins, ledgerTargets, targetHistories } from './context/target-histories.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

/**
 * Returns what a plan needs to read from the account. A contact may be requested by email and, if the ledger knows
 * it, by id. Read the ids first, and then only the emails that no contact has. `now` is the account's clock. The
 * size grows with the declarations and with enrollments of rollcall without a recorded end, not with the ledger.
 */
export function observeRequest(desired: DesiredState, ledger: LedgerView, now: Instant): ObserveRequest {
  const senders = sendersOf(desired);
  const inside = possiblyActive(desired, ledger);
  return {
    people: peopleOf(desired, ledger, inside),
    lists: [...new Set(desired.targets.flatMap(listsOf))],
    senders: [...new Set(senders.flatMap(senderEmails))],
    owners: senders.some(usesContactOwner),
    targets: desired.targets,
    requiredProperties: requiredProperties(desired),
    everyMember: desired.suppress.some(({ match }) => 'email' in match),
    ledgerTargets: furtherTargets(desired, ledger),
    unendedEnrollments: inside,
    verify: recentlyEnrolled(ledger, now),
    enrolledBy: contactsWithOpenIntent(ledger),
    ...newWorkflows(desired, ledger),
  };
}

/** Returns the names that must be free, and the ids of workflows that were created already. */
function newWorkflows(
  desired: DesiredState,
  ledger: LedgerView,
): Pick<ObserveRequest, 'newNames' | 'createdIds'> {
  const { creations } = desired;
  if (!creations) return {};
  const sent = new Map(ledger.creations.map((one) => [one.key, one]));
  return {
    newNames: creations.flatMap((one) => {
      const known = sent.get(one.key);
      if (known?.id !== undefined) return [];
      return (known ? nameSentBy(known, one, desired) : definitionOfCreation(one, desired)?.name) ?? [];
    }),
    createdIds: [
      ...creations.flatMap(({ key }) => sent.get(key)?.id ?? []),
      ...undeclaredCreations(desired, ledger).flatMap(({ id }) => id ?? []),
    ],
  };
}

/** Returns the properties that the conditions of targets and audiences name, each once. */
function requiredProperties({ targets }: Pick<DesiredState, 'targets'>): readonly string[] {
  return [...new Set(requirementsOf(targets).map(({ property }) => property))];
}

function peopleOf(
  desired: DesiredState,
  ledger: LedgerView,
  inside: readonly RecordedEnrollment[],
): readonly ContactRef[] {
  const people = new Map<string, ContactRef>();
  const add = (person: ContactRef): void => {
    const { id, email } = person;
    if (id !== undefined) people.set(`id:${id}`, email === undefined ? person : { id });
    if (email === undefined) return;
    people.set(`email:${email}`, id === undefined ? person : { email });
    const remembered = ledger.contactOf(email);
    if (remembered !== undefined) people.set(`id:${remembered}`, { id: remembered });
  };
  for (const target of desired.targets) {
    for (const entry of target.members ?? []) if (entry.type === 'person') add(entry.person);
    for (const { person } of target.absent) add(person);
  }
  for (const { contactId } of inside) add({ id: contactId });
  return [...people.values()];
}

/**
 * Returns whether every run reads a contact until the end of its enrollment is recorded. That holds for enrollments
 * that rollcall made or may have made, and for adoptions in a workflow of the files without an `activeList`.
 */
export function isReadUntilEnd(entry: LedgerEntry, { targets }: Pick<DesiredState, 'targets'>): boolean {
  if (mayHaveEnrolled(entry) || isUncertain(entry)) return true;
  if (entry.state !== 'adopted') return false;
  return targets.some(
    (target) =>
      target.kind === 'workflow' &&
      target.kind === entry.kind &&
      target.id === entry.targetId &&
      target.activeList === undefined &&
      (target.members !== undefined || target.retired !== false),
  );
}

/** Returns the enrollments without a recorded end that may be active, the latest for each contact and target. */
function possiblyActive(desired: DesiredState, ledger: LedgerView): readonly RecordedEnrollment[] {
  const inside = new Map<string, RecordedEnrollment>();
  const unended = ledger.entries.unended();
  for (const entry of unended) {
    if (!isReadUntilEnd(entry, desired)) continue;
    const { kind, targetId, contactId } = entry;
    const since = timeOf(entry);
    const name = enrollmentName(entry);
    if ((inside.get(name)?.since ?? '') <= since) inside.set(name, { kind, targetId, contactId, since });
  }
  for (const entry of unended) {
    if (entry.action !== 'unenroll' || entry.state !== 'proved') continue;
    const name = enrollmentName(entry);
    if ((inside.get(name)?.since ?? '') <= timeOf(entry)) inside.delete(name);
  }
  return [...inside.values()];
}

function enrollmentName({ kind, targetId, contactId }: LedgerEntry): string {
  return `${targetIdentityKey({ kind, id: targetId })} ${contactId}`;
}

function recentlyEnrolled(ledger: LedgerView, now: Instant): readonly RecordedEnrollment[] {
  const from = addMilliseconds(now, -visibilityLag);
  return ledger.entries.after(from).flatMap((entry) => {
    const { kind, targetId, contactId } = entry;
    return mayHaveEnrolled(entry) ? [{ kind, targetId, contactId, since: timeOf(entry) }] : [];
  });
}

/** Returns contacts with an open sequence request: an enrollment that HubSpot shows may be its effect. */
function contactsWithOpenIntent({ entries }: LedgerView): readonly ContactId[] {
  const open = entries
    .unproved()
    .filter(({ action, state, kind }) => action === 'enroll' && state === 'open' && kind === 'sequence');
  return [...new Set(open.map(({ contactId }) => contactId))];
}

/** Returns targets of the ledger and of `replaces` outside the files, with the unenroll route of their successor. */
function furtherTargets(desired: DesiredState, ledger: LedgerView): readonly LedgerTargetRequest[] {
  const inFiles = new Set(desired.targets.map(targetIdentityKey));
  const idsOf = targetHistories(desired.targets, ledger.joins);
  const routes = new Map(
    desired.targets.flatMap((target) =>
      target.unenroll === undefined
        ? []
        : [...idsOf(target)].map(
            (id) => [targetIdentityKey({ kind: target.kind, id }), target.unenroll] as const,
          ),
    ),
  );
  const joined = allJoins(desired.targets, ledger.joins).flatMap(({ kind, targetId, formerId }) =>
    [targetId, formerId].map((id) => ({ kind, id, key: id })),
  );
  const further = new Map(
    [...joined, ...ledgerTargets(ledger)].map((target) => [targetIdentityKey(target), target]),
  );
  return [...further]
    .filter(([name]) => !inFiles.has(name))
    .map(([name, target]) => {
      const unenroll = routes.get(name);
      return { ...target, ...omitUndefined({ unenroll }) };
    });
}

function listsOf(target: DesiredState['targets'][number]): string[] {
  return (target.members ?? []).flatMap((entry) => (entry.type === 'list' ? [entry.list] : []));
}

function sendersOf(desired: DesiredState): readonly Sender[] {
  return desired.targets.flatMap((target) =>
    target.kind === 'sequence'
      ? [target.sender, ...(target.members ?? []).flatMap((entry) => entry.sender ?? [])]
      : [],
  );
}

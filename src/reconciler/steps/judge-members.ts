import type { ContactId } from '../../model/target.ts';
import { targetIdentityKey } from '../../model/target.ts';
import type { Decision, Draft } from '../draft.ts';
import { decisionOf } from '../draft.ts';
import { judgeDeclared } from '../rules/judge-declared.ts';
import { judgeUndeclared } from '../rules/judge-undeclared.ts';
import { isReadUntilEnd } from '../observe-request.ts';
import { declaredMemberContext, memberContextOf } from '../context/member-context.ts';
import type { PlannedTarget, PlanningContext } from '../context/planning-context.ts';

/** Judges every declared member, and every other contact that is or may be in a target of the files or the ledger. */
export function judgeMembers(draft: Draft): Draft {
  const { planning } = draft;
  const contacts = contactsByTarget(planning);
  const decisions = [...draft.decisions];
  for (const target of planning.targets) {
    for (const decision of declaredDecisions(planning, target)) decisions.push(decision);
    for (const decision of undeclaredDecisions(
      planning,
      target,
      contactsIn(contacts, planning.withOwnIds(target)),
    ))
      decisions.push(decision);
  }
  for (const target of planning.formerTargets) {
    for (const decision of undeclaredDecisions(planning, target, contactsIn(contacts, target)))
      decisions.push(decision);
  }
  return { ...draft, decisions };
}

function* declaredDecisions(planning: PlanningContext, target: PlannedTarget): Generator<Decision> {
  for (const declared of target.declarations.members) {
    const member = declaredMemberContext(planning, target, declared);
    yield decisionOf(member, judgeDeclared(member));
  }
}

function* undeclaredDecisions(
  planning: PlanningContext,
  target: PlannedTarget,
  contacts: Iterable<ContactId>,
): Generator<Decision> {
  for (const id of contacts) {
    if (target.declarations.byContact.has(id)) continue;
    const member = memberContextOf(planning, target, id);
    const verdict = judgeUndeclared(member);
    if (verdict) yield decisionOf(member, verdict);
  }
}

/** Returns the contacts under any id of a target, once each. */
export function contactsIn(
  contacts: ReadonlyMap<string, ReadonlySet<ContactId>>,
  { kind, ids }: PlannedTarget,
): ReadonlySet<ContactId> {
  const sets = [...ids].map((id) => contacts.get(targetIdentityKey({ kind, id })) ?? new Set<ContactId>());
  const [only = new Set()] = sets;
  return sets.length === 1 ? only : new Set(sets.flatMap((one) => [...one]));
}

/**
 * Returns, by target, the contacts that HubSpot shows as active, and those with a ledger enrollment or adoption
 * without a recorded end.
 */
export function contactsByTarget(planning: PlanningContext): ReadonlyMap<string, ReadonlySet<ContactId>> {
  const contacts = new Map<string, Set<ContactId>>();
  const present = (id: ContactId): ContactId => planning.observed.aliases.get(id) ?? id;
  const add = (target: string, id: ContactId): void => {
    const known = contacts.get(target);
    if (known) known.add(id);
    else contacts.set(target, new Set([id]));
  };
  for (const contact of planning.observed.contacts.values()) {
    for (const enrollment of contact.enrollments) {
      if (enrollment.state === 'active') add(nameOf(enrollment), contact.id);
    }
  }
  for (const [name, target] of planning.observed.targets) {
    for (const id of target.active ?? []) add(name, present(id));
  }
  for (const entry of planning.ledger.entries.unended()) {
    if (isReadUntilEnd(entry, planning.input.desired)) add(nameOf(entry), present(entry.contactId));
  }
  return contacts;
}

function nameOf({
  kind,
  targetId,
}: {
  readonly kind: 'sequence' | 'workflow';
  readonly targetId: string;
}): string {
  return targetIdentityKey({ kind, id: targetId });
}

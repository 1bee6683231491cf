import type { ContactId } from '../../model/target.ts';
import { targetIdentityKey } from '../../model/target.ts';
import type { Decision, Draft } from '../draft.ts';
import { decisionOf } from '../draft.ts';
import { judgeDeclared } from '../rules/judge-declared.ts';
import { judgeUndeclared } from '../rules/judge-undeclared.ts';
import { isReadUntilEnd } from '../observe-request.ts';
import { declaredMemberContext, memberContextOf } from '../context/member-context.ts';
import type { PlannedTarget, PlanningContext } from '../context/planning-context.ts';

/** Judges every declared person, then everybody else who is in a target of the files or may be. */
export function judgeMembers(draft: Draft): Draft {
  const { planning } = draft;
  const seen = contactsByTarget(planning);
  const decisions = [...draft.decisions];
  for (const target of planning.targets) {
    for (const decision of declaredDecisions(planning, target)) decisions.push(decision);
    for (const decision of undeclaredDecisions(
      planning,
      target,
      contactsIn(seen, planning.withOwnIds(target)),
    ))
      decisions.push(decision);
  }
  for (const target of planning.goneTargets) {
    for (const decision of undeclaredDecisions(planning, target, contactsIn(seen, target)))
      decisions.push(decision);
  }
  return { ...draft, decisions };
}

function* declaredDecisions(world: PlanningContext, target: PlannedTarget): Generator<Decision> {
  for (const declared of target.declarations.members) {
    const subject = declaredMemberContext(world, target, declared);
    yield decisionOf(subject, judgeDeclared(subject));
  }
}

function* undeclaredDecisions(
  world: PlanningContext,
  target: PlannedTarget,
  seen: Iterable<ContactId>,
): Generator<Decision> {
  for (const id of seen) {
    if (target.declarations.byContact.has(id)) continue;
    const subject = memberContextOf(world, target, id);
    const verdict = judgeUndeclared(subject);
    if (verdict) yield decisionOf(subject, verdict);
  }
}

/** Contacts that were seen under any id of a target, once each. */
function contactsIn(
  seen: ReadonlyMap<string, ReadonlySet<ContactId>>,
  { kind, ids }: PlannedTarget,
): ReadonlySet<ContactId> {
  const sets = [...ids].map((id) => seen.get(targetIdentityKey({ kind, id })) ?? new Set<ContactId>());
  const [only = new Set()] = sets;
  return sets.length === 1 ? only : new Set(sets.flatMap((one) => [...one]));
}

/**
 * Contacts that HubSpot shows in a target, and those that the ledger enrolled or adopted there and whose end
 * no run has recorded.
 */
export function contactsByTarget(world: PlanningContext): ReadonlyMap<string, ReadonlySet<ContactId>> {
  const seen = new Map<string, Set<ContactId>>();
  const present = (id: ContactId): ContactId => world.observed.aliases.get(id) ?? id;
  const add = (target: string, id: ContactId): void => {
    const known = seen.get(target);
    if (known) known.add(id);
    else seen.set(target, new Set([id]));
  };
  for (const contact of world.observed.contacts.values()) {
    for (const enrollment of contact.enrollments) {
      if (enrollment.state === 'active') add(nameOf(enrollment), contact.id);
    }
  }
  for (const [name, target] of world.observed.targets) {
    for (const id of target.active ?? []) add(name, present(id));
  }
  for (const entry of world.ledger.entries) {
    if (entry.end === undefined && isReadUntilEnd(entry, world.input.desired))
      add(nameOf(entry), present(entry.contactId));
  }
  return seen;
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

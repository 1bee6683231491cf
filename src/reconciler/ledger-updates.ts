import { attributeEnrollment } from '../model/ledger/attribute-enrollment.ts';
import type { DesiredState } from '../model/desired-state.ts';
import {
  type Creation,
  keyedDigestOf,
  type LedgerEntry,
  type LedgerTarget,
  type TargetJoin,
} from '../model/ledger/ledger-view.ts';
import {
  type Adoption,
  declarationKey,
  type ContactEmail,
  type IntentId,
  type RecordedEnd,
  type Settlement,
} from '../model/ledger/ledger.ts';
import type { Enrollment, ObservedContact } from '../model/observed-state.ts';
import { type ContactId, targetAddress, type TargetIdentity, targetIdentityKey } from '../model/target.ts';
import { addMilliseconds, type Instant } from '../model/time.ts';
import { timeOf } from '../model/ledger/ledger-entries.ts';
import { tookEffect } from './context/ledger-index.ts';
import { activeEnrollment, isUnread, shownEnd, memberFactsOf } from './context/member-context.ts';
import type { MemberFacts } from './context/member-facts.ts';
import {
  mayBeEnrollmentOf,
  unenrollmentOf,
  isByRequestSender,
  visibilityLag,
  unprovedRequestOf,
} from './context/ownership.ts';
import { addressFilter, type PlannedTarget, type PlanningContext } from './context/planning-context.ts';
import { allJoins } from './context/target-histories.ts';
import type { Draft, PersonDecision } from './draft.ts';
import { draftPlan } from './make-plan.ts';
import { isReadUntilEnd } from './observe-request.ts';
import type { PlanInput } from './plan-input.ts';
import { forgotten } from './rules/blocked-contact.ts';
import { createdNamesake, nameSentBy, undeclaredCreations } from './context/creations.ts';
import { type KeyedDigest, storedDefinition } from '../definitions/stored-definition.ts';
import { maskSentences } from '../model/text/mask-text.ts';
import { comparableName } from '../model/text/same-name.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

/** The ledger writes that the next apply makes before it sends a request. */
export interface LedgerUpdates {
  /** Open or accepted requests whose effect HubSpot now shows. */
  readonly settlements: readonly Settlement[];
  /** Ends of enrollments that the ledger does not have yet. */
  readonly ends: readonly RecordedEnd[];
  /** Declared contacts found active without a ledger record. */
  readonly adoptions: readonly Adoption[];
  /** Emails of the adopted contacts. */
  readonly identities: readonly ContactEmail[];
  /** The contact of each declared email, where the ledger has another contact or none. */
  readonly declaredEmails: readonly { readonly email: string; readonly contactId: ContactId }[];
  /** Ids joined by a `replaces` that the ledger does not have yet. */
  readonly joins: readonly TargetJoin[];
  /** Targets with `replaces: none` that the ledger has joined to others. */
  readonly separated: readonly TargetIdentity[];
  /** The new baseline for drift. */
  readonly targets: readonly LedgerTarget[];
}

/**
 * Returns the facts that were read and that the ledger does not have yet. Command-line filters limit the adoptions
 * and baselines as they limit the plan.
 */
export function ledgerUpdates(input: PlanInput): LedgerUpdates {
  const draft = draftPlan(input);
  const { planning } = draft;
  const settled = planning.ledger.entries.unproved().flatMap((entry) => settlementOf(entry, planning));
  const ending = new Set(settled.flatMap(({ intent, state }) => (state === 'adopted' ? [intent] : [])));
  const adopted = draft.decisions.flatMap((decision) =>
    decision.about === 'person' && !endsAsAdoption(decision, ending) ? adoptionOf(decision) : [],
  );
  return {
    settlements: [...settled, ...createdSettlements(planning)],
    ends: endsOf(planning, new Set(settled.map(({ intent }) => intent))),
    adoptions: adopted,
    identities: adopted.flatMap(({ contactId }) => emailsOfContact(planning.contact(contactId))),
    declaredEmails: declaredEmailsOf(planning),
    joins: joinsOf(planning),
    separated: separatedOf(planning),
    targets: targetsOf(draft).map((target) => baselineOf(target, keyedDigestOf(planning.ledger))),
  };
}

/**
 * Settles requests to create a workflow whose response was lost, if HubSpot now shows the workflow: under the id that the
 * files name since then, or as the only new one of its name.
 */
function createdSettlements({ input, calendar, targets }: PlanningContext): readonly Settlement[] {
  return input.ledger.creations.flatMap((creation): readonly Settlement[] => {
    const named = targets.find((target) => mayBeCreated(target, { creation, desired: input.desired }));
    const { createdAt } = named?.observed ?? {};
    if (creation.id === undefined && named && createdAt !== undefined && createdAt >= creation.at) {
      const { intent } = creation;
      const evidence = 'the files name its id, and HubSpot created it since the request';
      return [{ intent, state: 'proved', at: calendar.now, createdId: named.id, evidence }];
    }
    const desired = input.desired.creations?.find(({ key }) => key === creation.key);
    const name = desired && nameSentBy(creation, desired, input.desired);
    if (creation.id !== undefined || name === undefined) return [];
    const found = createdNamesake(creation, name, input.observed.namesakes);
    if (!found) return [];
    const { intent } = creation;
    const evidence = 'read back by name and time of creation';
    // Not proved: someone else may have created a workflow of this name since then.
    return [{ intent, state: 'accepted', at: calendar.now, createdId: found.id, evidence }];
  });
}

/** Returns every email of a contact, so that a contact deleted and created again is recognized. */
function emailsOfContact(contact: ObservedContact | undefined): readonly ContactEmail[] {
  return contact ? contact.emails.map((email) => ({ email, contactId: contact.id })) : [];
}

/**
 * Returns the ends to record: of enrollments that were read and are not active. Later runs do not read these again.
 * An enrollment settled in this run may be active, so the next run checks it.
 */
function endsOf(planning: PlanningContext, settledNow: ReadonlySet<IntentId>): readonly RecordedEnd[] {
  const seenAt = planning.calendar.now;
  return planning.ledger.entries.unended().flatMap((entry): readonly RecordedEnd[] => {
    const { intent } = entry;
    if (intent === undefined || !tookEffect(entry) || settledNow.has(intent)) return [];
    const facts = memberFactsOfEntry(entry, planning);
    const removal = unenrollmentOf(facts, entry);
    if (removal) return [{ intent, seenAt, endedAt: timeOf(removal), how: 'unenrolled' }];
    if (mayBeActive(facts, entry)) return [];
    const shown = shownEnd(facts, entry);
    if (shown && mayBeEnrollmentOf(entry, shown.enrolledAt)) {
      const endedAt = omitUndefined({ endedAt: shown.endedAt });
      return [{ intent, seenAt, ...endedAt, how: shown.how }];
    }
    return [{ intent, seenAt, how: 'unexplained' }];
  });
}

/** Returns whether an enrollment may be active: not read, unreadable, shown as active, or too recent to be shown. */
function mayBeActive(facts: MemberFacts, entry: LedgerEntry): boolean {
  const { planning, contact, contactId } = facts;
  if (contact?.unreadable !== undefined || isUnread(facts, entry.targetId)) return true;
  if (!contact && contactId !== undefined && !wasRead(planning, entry)) return true;
  if (addMilliseconds(timeOf(entry), visibilityLag) > planning.calendar.now) return true;
  return activeEnrollment(facts) !== undefined;
}

/** Returns whether this run read the contact of an entry: its end is not recorded, or the files declare it. */
function wasRead(planning: PlanningContext, entry: LedgerEntry): boolean {
  return (
    isReadUntilEnd(entry, planning.input.desired) ||
    planning.contact(presentId(entry, planning)) !== undefined
  );
}

/** Returns the facts about the contact of an entry, only under the target id of that entry. */
function memberFactsOfEntry(entry: LedgerEntry, planning: PlanningContext): MemberFacts {
  const name = targetIdentityKey({ kind: entry.kind, id: entry.targetId });
  const observed = planning.observed.targets.get(name);
  const facts = {
    kind: entry.kind,
    id: entry.targetId,
    ids: new Set([entry.targetId]),
    ...(observed ? { observed } : {}),
  };
  return memberFactsOf(planning, facts, presentId(entry, planning));
}

/** Returns whether a target of the files may be the workflow of a request: by its key, or by its name if the key was renamed. */
function mayBeCreated(
  { kind, desired: { key }, observed }: PlannedTarget,
  { creation, desired }: { readonly creation: Creation; readonly desired: DesiredState },
): boolean {
  if (kind !== 'workflow') return false;
  if (key === creation.key) return true;
  const isRenamed = undeclaredCreations(desired, { creations: [creation], targets: [] }).length > 0;
  const { name } = creation;
  return (
    isRenamed &&
    name !== undefined &&
    observed?.name !== undefined &&
    comparableName(observed.name) === comparableName(name)
  );
}

function joinsOf({ input, ledger }: PlanningContext): readonly TargetJoin[] {
  const known = new Set(ledger.joins.map(joinName));
  return allJoins(input.desired.targets, []).filter((join) => !known.has(joinName(join)));
}

function joinName({ kind, targetId, formerId }: TargetJoin): string {
  return `${kind} ${targetId} ${formerId}`;
}

function separatedOf({ input, ledger }: PlanningContext): readonly TargetIdentity[] {
  return input.desired.targets
    .filter(({ replaces }) => replaces === 'none')
    .filter(({ kind, id }) =>
      ledger.joins.some((join) => join.kind === kind && (join.targetId === id || join.formerId === id)),
    )
    .map(({ kind, id }) => ({ kind, id }));
}

function settlementOf(entry: LedgerEntry, planning: PlanningContext): Settlement[] {
  if (entry.intent === undefined) return [];
  const at = planning.calendar.now;
  const settled = { intent: entry.intent, state: 'proved', at, evidence: 'read-back' } as const;
  if (entry.action === 'unenroll') return isUnenrolled(entry, planning) ? [settled] : [];
  const shown = shownEffect(entry, planning);
  if (!shown) return [];
  const { enrolledAt, id, byRollcall = true } = shown;
  const dated = omitUndefined({ effectAt: enrolledAt });
  if (!byRollcall) {
    const enroller = enrolledAt === undefined ? 'by rollcall or by someone else' : 'by someone else';
    const evidence = `read-back: enrolled ${enroller}`;
    return [{ ...settled, state: 'adopted', ...dated, evidence }];
  }
  return [{ ...settled, ...dated, ...omitUndefined({ enrollmentId: id }) }];
}

interface ShownEffect {
  readonly enrolledAt?: Instant;
  readonly id?: string;
  /** Whether the enrollment proves the request; otherwise the intent ends as an adoption. */
  readonly byRollcall?: boolean;
}

/** Returns the enrollment that HubSpot shows after a request, made by the request or by someone else. */
function shownEffect(entry: LedgerEntry, planning: PlanningContext): ShownEffect | undefined {
  const contact = planning.contact(presentId(entry, planning));
  const shownInTarget = contact?.enrollments.filter((enrollment) => isIn(enrollment, entry)) ?? [];
  if (entry.state === 'open') {
    if (isAdopted(entry, planning)) return undefined;
    const request = unprovedRequestOf(entry, planning);
    const effects = shownInTarget.flatMap((one) => {
      const effect = attributeEnrollment(one, request);
      return effect ? [{ ...one, byRollcall: effect === 'ours' }] : [];
    });
    return effects.find(({ byRollcall }) => byRollcall) ?? effects[0];
  }
  if (entry.state !== 'accepted') return undefined;
  const shown = shownInTarget.find(
    (one) =>
      mayBeEnrollmentOf(entry, one.enrolledAt) &&
      isByRequestSender(entry, one, planning) &&
      (one.state === 'active' || one.enrolledAt !== undefined),
  );
  if (shown) return shown;
  const target = planning.observed.targets.get(targetIdentityKey({ kind: entry.kind, id: entry.targetId }));
  return target?.active?.has(presentId(entry, planning)) ? {} : undefined;
}

/** Returns whether the same declaration has an adoption already; a declaration is adopted once. */
function isAdopted(entry: LedgerEntry, { ledger }: PlanningContext): boolean {
  return ledger.entries
    .of([entry.contactId])
    .some((other) => other.state === 'adopted' && declarationKey(other) === declarationKey(entry));
}

/** Returns whether an intent in the target becomes the adoption, so that no second one is recorded. */
function endsAsAdoption({ member }: PersonDecision, ending: ReadonlySet<IntentId>): boolean {
  const { history, target } = member;
  return history.some(
    ({ intent, targetId }) => targetId === target.id && intent !== undefined && ending.has(intent),
  );
}

function isUnenrolled(entry: LedgerEntry, planning: PlanningContext): boolean {
  if (entry.state !== 'accepted') return false;
  const id = presentId(entry, planning);
  const contact = planning.contact(id);
  if (!contact || contact.unreadable !== undefined) return false;
  if (contact.enrollments.some((enrollment) => enrollment.state === 'active' && isIn(enrollment, entry))) {
    return false;
  }
  return !planning.observed.targets
    .get(targetIdentityKey({ kind: entry.kind, id: entry.targetId }))
    ?.active?.has(id);
}

function presentId(entry: LedgerEntry, planning: PlanningContext): ContactId {
  return planning.observed.aliases.get(entry.contactId) ?? entry.contactId;
}

function isIn(enrollment: Enrollment, entry: LedgerEntry): boolean {
  return enrollment.kind === entry.kind && enrollment.targetId === entry.targetId;
}

/** Returns the adoption that a verdict requires. Contacts erased from the history are not recorded again. */
function adoptionOf({ member, verdict }: PersonDecision): Adoption[] {
  const { declared, contactId, target, planning } = member;
  if (verdict.act !== 'keep' || !verdict.adopt || !declared || contactId === undefined) return [];
  if (forgotten.judge(member)) return [];
  return [
    {
      kind: target.kind,
      targetId: verdict.adopt.targetId,
      contactId,
      ...omitUndefined({ since: declared.since }),
      origin: declared.origin,
      at: planning.calendar.now,
      ...omitUndefined({ effectAt: verdict.adopt.enrolledAt }),
    },
  ];
}

function declaredEmailsOf(planning: PlanningContext): LedgerUpdates['declaredEmails'] {
  const pairs = new Map<string, ContactId>();
  for (const { declarations } of planning.targets) {
    for (const { person, contactId, throughLedger, contradiction } of declarations.members) {
      const { email } = person;
      if (email === undefined || contactId === undefined || throughLedger || contradiction) continue;
      const known = planning.ledger.contactOf(email);
      if (known !== contactId) pairs.set(email, contactId);
    }
  }
  return [...pairs].map(([email, contactId]) => ({ email, contactId }));
}

/**
 * Returns the targets with a decision in this plan, and those that the filters select. The reviewer of a saved plan saw each of
 * them, also those without a change that is left.
 */
function targetsOf({ planning, decisions }: Draft): readonly PlannedTarget[] {
  const { reviewed: _changes, ...filters } = planning.input;
  const selects = addressFilter(filters);
  const touched = new Set(
    decisions.flatMap((decision) => (decision.about === 'person' ? [decision.member.target.name] : [])),
  );
  return planning.targets.filter(({ name, desired }) => touched.has(name) || selects(targetAddress(desired)));
}

function baselineOf({ desired, observed }: PlannedTarget, digestOf: KeyedDigest): LedgerTarget {
  const name = observed?.name;
  return {
    kind: desired.kind,
    id: desired.id,
    key: desired.key,
    status: observed?.status ?? 'missing',
    ...omitUndefined({ revision: observed?.revision, name: name && maskSentences(name) }),
    ...(observed?.definition ? { definition: storedDefinition(observed.definition, digestOf) } : {}),
  };
}

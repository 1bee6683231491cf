import { attributeEnrollment } from '../model/attribute-enrollment.ts';
import type { LedgerEntry, LedgerTarget, TargetJoin } from '../model/ledger/ledger-view.ts';
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
import { timeOf, tookEffect } from './context/ledger-index.ts';
import { activeEnrollment, isUnread, shownEnd, memberFactsOf } from './context/member-context.ts';
import type { MemberFacts } from './context/member-facts.ts';
import {
  mayBeEnrollmentOf,
  unenrollmentOf,
  isByRequestSender,
  visibilityLag,
  unprovedRequestOf,
} from './context/ownership.ts';
import type { PlannedTarget, PlanningContext } from './context/planning-context.ts';
import { allJoins } from './context/target-histories.ts';
import type { Draft, PersonDecision } from './draft.ts';
import { draftPlan } from './make-plan.ts';
import { isReadUntilEnd } from './observe-request.ts';
import type { PlanInput } from './plan-input.ts';
import { forgotten } from './rules/blocked-contact.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

/** The ledger writes of the next apply before it sends anything. */
export interface LedgerUpdates {
  /** Requests with an effect that the account now shows. */
  readonly settlements: readonly Settlement[];
  /** Ends of enrollments that the ledger did not know. */
  readonly ends: readonly RecordedEnd[];
  /** Declared contacts found active without a ledger record. */
  readonly adoptions: readonly Adoption[];
  /** Emails of the contacts that are adopted. */
  readonly identities: readonly ContactEmail[];
  /** Which contact each declared email led to, where that is news. */
  readonly addresses: readonly { readonly email: string; readonly contactId: ContactId }[];
  /** Ids joined by a `replaces` that the ledger does not remember yet. */
  readonly joins: readonly TargetJoin[];
  /** Targets that `replaces: none` separates from what the ledger joined them to. */
  readonly separated: readonly TargetIdentity[];
  /** The baseline that drift compares with from now on. */
  readonly targets: readonly LedgerTarget[];
}

/** Returns what was read and the ledger does not know yet. Filters of the command line narrow it like the plan. */
export function ledgerUpdates(input: PlanInput): LedgerUpdates {
  const draft = draftPlan(input);
  const { planning } = draft;
  const settled = planning.ledger.entries.flatMap((entry) => settlementOf(entry, planning));
  const ending = new Set(settled.flatMap(({ intent, state }) => (state === 'adopted' ? [intent] : [])));
  const adopted = draft.decisions.flatMap((decision) =>
    decision.about === 'person' && !endsAsAdoption(decision, ending) ? adoptionOf(decision) : [],
  );
  return {
    settlements: settled,
    ends: endsOf(planning, new Set(settled.map(({ intent }) => intent))),
    adoptions: adopted,
    identities: adopted.flatMap(({ contactId }) => emailsOfContact(planning.contact(contactId))),
    addresses: addressesOf(planning),
    joins: joinsOf(planning),
    separated: separatedOf(planning),
    targets: targetsOf(draft).map(baselineOf),
  };
}

/** Every email of a contact, so that it is known again after it was deleted and created anew. */
function emailsOfContact(contact: ObservedContact | undefined): readonly ContactEmail[] {
  return contact ? contact.emails.map((email) => ({ email, contactId: contact.id })) : [];
}

/**
 * An enrollment ended when it was read and is not shown as active: then it need not be read again. One that
 * is settled only now may be active, and is checked in the next run.
 */
function endsOf(world: PlanningContext, settledNow: ReadonlySet<IntentId>): readonly RecordedEnd[] {
  const seenAt = world.calendar.now;
  return world.ledger.entries.flatMap((entry): readonly RecordedEnd[] => {
    const { intent } = entry;
    if (intent === undefined || entry.end !== undefined || !tookEffect(entry) || settledNow.has(intent))
      return [];
    const sight = memberFactsOfEntry(entry, world);
    const removal = unenrollmentOf(sight, entry);
    if (removal) return [{ intent, seenAt, endedAt: timeOf(removal), how: 'unenrolled' }];
    if (mayBeActive(sight, entry)) return [];
    const shown = shownEnd(sight, entry);
    if (shown && mayBeEnrollmentOf(entry, shown.enrolledAt)) {
      const endedAt = omitUndefined({ endedAt: shown.endedAt });
      return [{ intent, seenAt, ...endedAt, how: shown.how }];
    }
    return [{ intent, seenAt, how: 'unexplained' }];
  });
}

/** Not read, contradictory, shown as active, or too recent to be shown. */
function mayBeActive(sight: MemberFacts, entry: LedgerEntry): boolean {
  const { planning, contact, contactId } = sight;
  if (contact?.unreadable !== undefined || isUnread(sight, entry.targetId)) return true;
  if (!contact && contactId !== undefined && !wasRead(planning, entry)) return true;
  if (addMilliseconds(timeOf(entry), visibilityLag) > planning.calendar.now) return true;
  return activeEnrollment(sight) !== undefined;
}

/** Some contacts are read in every run until their end is recorded; others only when declared. */
function wasRead(world: PlanningContext, entry: LedgerEntry): boolean {
  return isReadUntilEnd(entry, world.input.desired) || world.contact(presentId(entry, world)) !== undefined;
}

/** A contact in the very id under which it was enrolled. */
function memberFactsOfEntry(entry: LedgerEntry, world: PlanningContext): MemberFacts {
  const name = targetIdentityKey({ kind: entry.kind, id: entry.targetId });
  const observed = world.observed.targets.get(name);
  const facts = {
    kind: entry.kind,
    id: entry.targetId,
    ids: new Set([entry.targetId]),
    ...(observed ? { observed } : {}),
  };
  return memberFactsOf(world, facts, presentId(entry, world));
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

function settlementOf(entry: LedgerEntry, world: PlanningContext): Settlement[] {
  if (entry.intent === undefined) return [];
  const at = world.calendar.now;
  const settled = { intent: entry.intent, state: 'proved', at, evidence: 'read-back' } as const;
  if (entry.action === 'unenroll') return isUnenrolled(entry, world) ? [settled] : [];
  const shown = shownEffect(entry, world);
  if (!shown) return [];
  const { enrolledAt, id, byRollcall = true } = shown;
  const dated = omitUndefined({ effectAt: enrolledAt });
  if (!byRollcall) {
    const who = enrolledAt === undefined ? 'by rollcall or by someone else' : 'by someone else';
    const evidence = `read-back: enrolled ${who}`;
    return [{ ...settled, state: 'adopted', ...dated, evidence }];
  }
  return [{ ...settled, ...dated, ...omitUndefined({ enrollmentId: id }) }];
}

interface ShownEffect {
  readonly enrolledAt?: Instant;
  readonly id?: string;
  /** Whether it proves the request; otherwise the intent ends as an adoption. */
  readonly byRollcall?: boolean;
}

/** The enrollment that a request led to, or that took its place, as the account shows it now. */
function shownEffect(entry: LedgerEntry, world: PlanningContext): ShownEffect | undefined {
  const contact = world.contact(presentId(entry, world));
  const here = contact?.enrollments.filter((enrollment) => isIn(enrollment, entry)) ?? [];
  if (entry.state === 'open') {
    if (isAdopted(entry, world)) return undefined;
    const request = unprovedRequestOf(entry, world);
    const effects = here.flatMap((one) => {
      const effect = attributeEnrollment(one, request);
      return effect ? [{ ...one, byRollcall: effect === 'ours' }] : [];
    });
    return effects.find(({ byRollcall }) => byRollcall) ?? effects[0];
  }
  if (entry.state !== 'accepted') return undefined;
  const shown = here.find(
    (one) =>
      mayBeEnrollmentOf(entry, one.enrolledAt) &&
      isByRequestSender(entry, one, world) &&
      (one.state === 'active' || one.enrolledAt !== undefined),
  );
  if (shown) return shown;
  const target = world.observed.targets.get(targetIdentityKey({ kind: entry.kind, id: entry.targetId }));
  return target?.active?.has(presentId(entry, world)) ? {} : undefined;
}

/** Returns whether the same declaration has an adoption already; a declaration is adopted once. */
function isAdopted(entry: LedgerEntry, { ledger }: PlanningContext): boolean {
  return ledger.entries.some(
    (other) => other.state === 'adopted' && declarationKey(other) === declarationKey(entry),
  );
}

/** An intent that ends as an adoption is that adoption. */
function endsAsAdoption({ member }: PersonDecision, ending: ReadonlySet<IntentId>): boolean {
  const { history, target } = member;
  return history.some(
    ({ intent, targetId }) => targetId === target.id && intent !== undefined && ending.has(intent),
  );
}

function isUnenrolled(entry: LedgerEntry, world: PlanningContext): boolean {
  if (entry.state !== 'accepted') return false;
  const id = presentId(entry, world);
  const contact = world.contact(id);
  if (!contact || contact.unreadable !== undefined) return false;
  if (contact.enrollments.some((enrollment) => enrollment.state === 'active' && isIn(enrollment, entry))) {
    return false;
  }
  return !world.observed.targets
    .get(targetIdentityKey({ kind: entry.kind, id: entry.targetId }))
    ?.active?.has(id);
}

function presentId(entry: LedgerEntry, world: PlanningContext): ContactId {
  return world.observed.aliases.get(entry.contactId) ?? entry.contactId;
}

function isIn(enrollment: Enrollment, entry: LedgerEntry): boolean {
  return enrollment.kind === entry.kind && enrollment.targetId === entry.targetId;
}

/** Erased contacts are not recorded again. */
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

function addressesOf(world: PlanningContext): LedgerUpdates['addresses'] {
  const pairs = new Map<string, ContactId>();
  for (const { declarations } of world.targets) {
    for (const { person, contactId, throughLedger, contradiction } of declarations.members) {
      const { email } = person;
      if (email === undefined || contactId === undefined || throughLedger || contradiction) continue;
      const known = world.ledger.contactOf(email);
      if (known !== contactId) pairs.set(email, contactId);
    }
  }
  return [...pairs].map(([email, contactId]) => ({ email, contactId }));
}

/** The targets that this plan changes or has read. */
function targetsOf({ planning, decisions }: Draft): readonly PlannedTarget[] {
  const touched = new Set(
    decisions.flatMap((decision) => (decision.about === 'person' ? [decision.member.target.name] : [])),
  );
  return planning.targets.filter(
    ({ name, desired }) => touched.has(name) || planning.selects(targetAddress(desired)),
  );
}

function baselineOf({ desired, observed }: PlannedTarget): LedgerTarget {
  return {
    kind: desired.kind,
    id: desired.id,
    key: desired.key,
    status: observed?.status ?? 'missing',
    ...omitUndefined({ revision: observed?.revision, name: observed?.name }),
  };
}

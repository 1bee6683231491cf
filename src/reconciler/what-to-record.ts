import { targetAddress } from '../model/address.ts';
import type { Instant } from '../model/instant.ts';
import { effectOf } from '../model/effect.ts';
import type { Adoption, IntentId, Settlement } from '../model/ledger.ts';
import { declarationName } from '../model/ledger.ts';
import type { LedgerEntry, LedgerTarget } from '../model/ledger-view.ts';
import type { Enrollment } from '../model/observed-state.ts';
import type { ContactId } from '../model/target.ts';
import { targetName } from '../model/target.ts';
import type { Draft, PersonDecision } from './draft.ts';
import { draftPlan } from './make-plan.ts';
import { couldBe, lostRequest } from './ownership.ts';
import type { PlanInput } from './plan-input.ts';
import { forgotten } from './rules/blocked-person.ts';
import type { TargetView, World } from './world.ts';

/** What the next apply writes into the ledger before it sends anything. */
export interface Sightings {
  /** Attempts whose effect the account now shows. */
  readonly settlements: readonly Settlement[];
  /** Declared people found active whom the ledger did not know. */
  readonly adoptions: readonly Adoption[];
  /** Which contact each declared address led to, where that is news. */
  readonly addresses: readonly { readonly email: string; readonly contactId: ContactId }[];
  /** The baseline that drift compares with from now on. */
  readonly targets: readonly LedgerTarget[];
}

/** What was seen and the ledger does not know yet. Filters of the command line narrow it like the plan. */
export function whatToRecord(input: PlanInput): Sightings {
  const draft = draftPlan(input);
  const { world } = draft;
  const settlements = world.ledger.entries.flatMap((entry) => settlementOf(entry, world));
  const ending = new Set(settlements.flatMap(({ intent, state }) => (state === 'adopted' ? [intent] : [])));
  return {
    settlements,
    adoptions: draft.decisions.flatMap((decision) =>
      decision.about === 'person' && !endsAsAdoption(decision, ending) ? adoptionOf(decision) : [],
    ),
    addresses: addressesOf(world),
    targets: targetsOf(draft).map(baselineOf),
  };
}

function settlementOf(entry: LedgerEntry, world: World): Settlement[] {
  if (entry.intent === undefined) return [];
  const at = world.calendar.now;
  const settled = { intent: entry.intent, state: 'proved', at, evidence: 'read-back' } as const;
  if (entry.action === 'unenroll') return isOut(entry, world) ? [settled] : [];
  const shown = shownEffect(entry, world);
  if (!shown) return [];
  const { enrolledAt, id, ours = true } = shown;
  const dated = enrolledAt === undefined ? {} : { effectAt: enrolledAt };
  if (!ours) {
    const evidence = 'read-back: enrolled by someone else';
    return [{ ...settled, state: 'adopted', ...dated, evidence }];
  }
  return [{ ...settled, ...dated, ...(id === undefined ? {} : { enrollmentId: id }) }];
}

interface ShownEffect {
  readonly enrolledAt?: Instant;
  readonly id?: string;
  /** Whether it proves the request; otherwise the intent ends as an adoption. */
  readonly ours?: boolean;
}

/** The enrollment that a request led to, or that took its place, as the account shows it now. */
function shownEffect(entry: LedgerEntry, world: World): ShownEffect | undefined {
  const contact = world.contact(presentId(entry, world));
  const here = contact?.enrollments.filter((enrollment) => isIn(enrollment, entry)) ?? [];
  if (entry.state === 'open') {
    if (isAdopted(entry, world)) return undefined;
    const request = lostRequest(entry, world);
    const effects = here.flatMap((one) => {
      const effect = effectOf(one, request);
      return effect ? [{ ...one, ours: effect === 'ours' }] : [];
    });
    return effects.find(({ ours }) => ours) ?? effects[0];
  }
  if (entry.state !== 'accepted') return undefined;
  const shown = here.find(
    ({ state, enrolledAt }) => couldBe(entry, enrolledAt) && (state === 'active' || enrolledAt !== undefined),
  );
  if (shown) return shown;
  const target = world.observed.targets.get(targetName({ kind: entry.kind, id: entry.targetId }));
  return target?.active?.has(presentId(entry, world)) ? {} : undefined;
}

/** Whether the same declaration has an adoption already; a declaration is adopted once. */
function isAdopted(entry: LedgerEntry, { ledger }: World): boolean {
  return ledger.entries.some(
    (other) => other.state === 'adopted' && declarationName(other) === declarationName(entry),
  );
}

function isOut(entry: LedgerEntry, world: World): boolean {
  if (entry.state !== 'accepted') return false;
  const id = presentId(entry, world);
  const contact = world.contact(id);
  if (!contact || contact.unreadable !== undefined) return false;
  if (contact.enrollments.some((enrollment) => enrollment.state === 'active' && isIn(enrollment, entry))) {
    return false;
  }
  return !world.observed.targets.get(targetName({ kind: entry.kind, id: entry.targetId }))?.active?.has(id);
}

function presentId(entry: LedgerEntry, world: World): ContactId {
  return world.observed.aliases.get(entry.contactId) ?? entry.contactId;
}

function isIn(enrollment: Enrollment, entry: LedgerEntry): boolean {
  return enrollment.kind === entry.kind && enrollment.targetId === entry.targetId;
}

/** An intent that ends as an adoption is that adoption. */
function endsAsAdoption({ subject }: PersonDecision, ending: ReadonlySet<IntentId>): boolean {
  const { history, target } = subject;
  return history.some(
    ({ intent, targetId }) => targetId === target.id && intent !== undefined && ending.has(intent),
  );
}

/** Nobody who asked to be forgotten is written down again. */
function adoptionOf({ subject, verdict }: PersonDecision): Adoption[] {
  const { declared, contactId, target, world } = subject;
  if (verdict.act !== 'keep' || !verdict.adopt || !declared || contactId === undefined) return [];
  if (forgotten.judge(subject)) return [];
  return [
    {
      kind: target.kind,
      targetId: target.id,
      contactId,
      ...(declared.since === undefined ? {} : { since: declared.since }),
      origin: declared.origin,
      at: world.calendar.now,
      ...(verdict.adopt.enrolledAt === undefined ? {} : { effectAt: verdict.adopt.enrolledAt }),
    },
  ];
}

function addressesOf(world: World): Sightings['addresses'] {
  const pairs = new Map<string, ContactId>();
  for (const { declarations } of world.targets) {
    for (const { person, contactId, throughLedger } of declarations.members) {
      if (!('email' in person) || contactId === undefined || throughLedger) continue;
      const known = world.ledger.contactOf(person.email);
      if (known !== contactId) pairs.set(person.email, contactId);
    }
  }
  return [...pairs].map(([email, contactId]) => ({ email, contactId }));
}

/** The targets that this plan touched or looked at. */
function targetsOf({ world, decisions }: Draft): readonly TargetView[] {
  const touched = new Set(
    decisions.flatMap((decision) => (decision.about === 'person' ? [decision.subject.target.name] : [])),
  );
  return world.targets.filter(
    ({ name, desired }) => touched.has(name) || world.selects(targetAddress(desired)),
  );
}

function baselineOf({ desired, observed }: TargetView): LedgerTarget {
  return {
    kind: desired.kind,
    id: desired.id,
    key: desired.key,
    status: observed?.status ?? 'missing',
    ...(observed?.revision === undefined ? {} : { revision: observed.revision }),
    ...(observed?.name === undefined ? {} : { name: observed.name }),
  };
}

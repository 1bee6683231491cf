import { targetAddress } from '../model/address.ts';
import type { Instant } from '../model/instant.ts';
import type { Adoption, Settlement } from '../model/ledger.ts';
import type { LedgerEntry, LedgerTarget } from '../model/ledger-view.ts';
import type { Enrollment } from '../model/observed-state.ts';
import type { ContactId } from '../model/target.ts';
import { targetName } from '../model/target.ts';
import type { Draft, PersonDecision } from './draft.ts';
import { draftPlan } from './make-plan.ts';
import { couldBe } from './ownership.ts';
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
  return {
    settlements: world.ledger.entries.flatMap((entry) => settlementOf(entry, world)),
    adoptions: draft.decisions.flatMap((decision) =>
      decision.about === 'person' ? adoptionOf(decision) : [],
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
  const shown = effectOf(entry, world);
  if (!shown) return [];
  return [
    {
      ...settled,
      ...(shown.enrolledAt === undefined ? {} : { effectAt: shown.enrolledAt }),
      ...(shown.id === undefined ? {} : { enrollmentId: shown.id }),
    },
  ];
}

/** The enrollment that an attempt led to, as the account shows it now. */
function effectOf(entry: LedgerEntry, world: World): { enrolledAt?: Instant; id?: string } | undefined {
  const contact = world.contact(presentId(entry, world));
  const here = contact?.enrollments.filter((enrollment) => isIn(enrollment, entry)) ?? [];
  if (entry.state === 'open') {
    // Undated, it may be somebody else's doing: then it is adopted, and the attempt stays open.
    return here.find(({ enrolledAt }) => enrolledAt !== undefined && enrolledAt >= entry.at);
  }
  if (entry.state !== 'accepted') return undefined;
  const shown = here.find(
    ({ state, enrolledAt }) => couldBe(entry, enrolledAt) && (state === 'active' || enrolledAt !== undefined),
  );
  if (shown) return shown;
  const target = world.observed.targets.get(targetName({ kind: entry.kind, id: entry.targetId }));
  return target?.active?.has(presentId(entry, world)) ? {} : undefined;
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
    for (const { person, contactId, throughLedger, contradiction } of declarations.members) {
      const { email } = person;
      if (email === undefined || contactId === undefined || throughLedger || contradiction) continue;
      const known = world.ledger.contactOf(email);
      if (known !== contactId) pairs.set(email, contactId);
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

import type { DesiredTarget, SuppressEntry } from '../../model/desired-state.ts';
import type { Source } from '../../model/results/diagnostic.ts';
import type { LedgerView } from '../../model/ledger/ledger-view.ts';
import type { ObservedContact, ObservedState, ObservedTarget } from '../../model/observed-state.ts';
import {
  type Address,
  type ContactId,
  type Kind,
  matchesGlob,
  type TargetId,
  targetIdentityKey,
} from '../../model/target.ts';
import type { PlanInput } from '../plan-input.ts';
import { type Calendar, makeCalendar } from './calendar.ts';
import { type Declarations, declarationsOf } from './declarations.ts';
import { indexLedger, type LedgerIndex } from './ledger-index.ts';
import { makeSuppression, type Suppression } from './suppression.ts';
import { formerDesiredTarget, formerTargets, targetHistories } from './target-histories.ts';

/** A target of the files or the ledger, with its state in HubSpot. */
export interface KnownTarget {
  readonly kind: Kind;
  readonly id: TargetId;
  readonly observed?: ObservedTarget;
  /** Its id and every id that shares its history through `replaces`. */
  readonly ids: ReadonlySet<TargetId>;
}

/** A target with its declarations. */
export interface PlannedTarget extends KnownTarget {
  /** Position in file order. Targets that left the files follow. */
  readonly order: number;
  readonly name: string;
  readonly desired: DesiredTarget;
  readonly declarations: Declarations;
  /** The files no longer name it; `desired` then holds only ledger data. */
  readonly isFormer?: true;
}

/** The input of a plan with its indexes, so that rules look facts up instead of searching for them. */
export interface PlanningContext {
  readonly input: PlanInput;
  readonly observed: ObservedState;
  readonly ledger: LedgerView;
  readonly calendar: Calendar;
  readonly targets: readonly PlannedTarget[];
  /** Targets of the ledger that neither a target of the files nor a `replaces` names. */
  readonly formerTargets: readonly PlannedTarget[];
  readonly targetsByName: ReadonlyMap<string, PlannedTarget>;
  readonly ledgerIndex: LedgerIndex;
  readonly suppression: Suppression;
  /** Returns the suppress entry with an email that one of these contacts had according to the ledger. */
  formerSuppression(ids: readonly ContactId[]): SuppressEntry | undefined;
  contact(id: ContactId): ObservedContact | undefined;
  /** Returns whether the contact was read again just now, so that its own enrollments override the bulk read. */
  isReread(id: ContactId): boolean;
  /** Returns the same string object for equal text. A plan holds a reason for each contact, and reasons repeat. */
  pooledText(text: string): string;
  /** Returns whether the command-line filters include an address. */
  selects(address: Address): boolean;
  /** Returns former contacts of the emails declared in a target, with the contact that has the email now. */
  formerHolders(target: PlannedTarget): ReadonlyMap<ContactId, ContactId>;
  /** Returns the target that an id belongs to: by its own id first, then by a shared history. */
  targetOf(target: { readonly kind: Kind; readonly id: TargetId }): PlannedTarget | undefined;
  /** Returns the target with only the ids that `targetOf` maps to it. It decides on removals under these ids. */
  withOwnIds(target: PlannedTarget): PlannedTarget;
  /** Returns the other targets of the files that share the history of a target. */
  joinedTargets(target: PlannedTarget): readonly PlannedTarget[];
}

/** Indexes the input of a plan. */
export function makePlanningContext(input: PlanInput): PlanningContext {
  const { desired, observed, ledger } = input;
  const idsOf = targetHistories(desired.targets, ledger.joins);
  const targets = desired.targets.map((target, order) => plannedTargetOf(target, { order, input, idsOf }));
  const former = formerTargets(ledger, targets).map((target, index) =>
    plannedFormerTarget(formerDesiredTarget(target), { order: targets.length + index, input, idsOf }),
  );
  const targetOf = targetFinder([...targets, ...former]);
  return {
    input,
    observed,
    ledger,
    calendar: makeCalendar(observed.observedAt, observed.account.timeZone),
    targets,
    formerTargets: former,
    targetsByName: new Map(targets.map((target) => [target.name, target])),
    ledgerIndex: indexLedger(ledger.entries, observed.aliases),
    suppression: makeSuppression(desired.suppress),
    formerSuppression: formerSuppression(input),
    contact: (id) => observed.contacts.get(id),
    isReread: () => false,
    pooledText: makeTextPool(),
    selects: addressFilter(input),
    targetOf,
    ...shareIds(targets, targetOf),
    formerHolders: formerHolderFinder(input),
  };
}

/** Returns the line of a target, or nothing if the files no longer name it. */
export function sourceOf({ isFormer, desired }: PlannedTarget): Source | undefined {
  return isFormer ? undefined : desired.source;
}

/** Returns the account's data of one of the ids that share a target's history. */
export function observedUnderId(
  planning: PlanningContext,
  { kind, id, observed }: KnownTarget,
  wanted: TargetId,
): ObservedTarget | undefined {
  return wanted === id ? observed : planning.observed.targets.get(targetIdentityKey({ kind, id: wanted }));
}

function targetFinder(targets: readonly PlannedTarget[]): PlanningContext['targetOf'] {
  const byName = new Map(targets.map((target) => [target.name, target]));
  const byJoined = new Map<string, PlannedTarget>();
  for (const target of targets) {
    for (const id of target.ids) {
      const name = targetIdentityKey({ kind: target.kind, id });
      if (!byJoined.has(name)) byJoined.set(name, target);
    }
  }
  return (target) => {
    const name = targetIdentityKey(target);
    return byName.get(name) ?? byJoined.get(name);
  };
}

/** Computes former holders once for each target and only on demand: each declared email costs a keyed hash. */
function formerHolderFinder({ ledger }: PlanInput): PlanningContext['formerHolders'] {
  const known = new WeakMap<PlannedTarget, ReadonlyMap<ContactId, ContactId>>();
  return (target) => {
    const found = known.get(target);
    if (found) return found;
    const holders = new Map<ContactId, ContactId>();
    for (const {
      person: { email },
      contactId,
    } of target.declarations.members) {
      if (email === undefined || contactId === undefined) continue;
      for (const id of ledger.contactsOf(email)) if (id !== contactId) holders.set(id, contactId);
    }
    known.set(target, holders);
    return holders;
  };
}

/** Computes the index once and only on demand: each suppress entry costs a keyed hash. */
function formerSuppression({ desired, ledger }: PlanInput): PlanningContext['formerSuppression'] {
  let known: Map<ContactId, SuppressEntry> | undefined;
  return (ids) => {
    known ??= new Map(
      desired.suppress.flatMap((entry) => {
        const email = 'email' in entry.match ? entry.match.email : '*';
        return email.includes('*') ? [] : ledger.contactsOf(email).map((id) => [id, entry] as const);
      }),
    );
    for (const id of ids) {
      const entry = known.get(id);
      if (entry) return entry;
    }
    return undefined;
  };
}

function makeTextPool(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const pooled = known.get(text) ?? text;
    known.set(text, pooled);
    return pooled;
  };
}

interface PlannedTargetOptions {
  readonly order: number;
  readonly input: PlanInput;
  readonly idsOf: ReturnType<typeof targetHistories>;
}

function plannedTargetOf(
  desired: DesiredTarget,
  { order, input, idsOf }: PlannedTargetOptions,
): PlannedTarget {
  const name = targetIdentityKey(desired);
  const observed = input.observed.targets.get(name);
  return {
    order,
    name,
    kind: desired.kind,
    id: desired.id,
    desired,
    ...(observed ? { observed } : {}),
    declarations: declarationsOf(desired, input),
    ids: idsOf(desired),
  };
}

/** Returns a target that left the files, with only its own id. Targets of the files decide on shared ids. */
function plannedFormerTarget(desired: DesiredTarget, viewing: PlannedTargetOptions): PlannedTarget {
  return { ...plannedTargetOf(desired, viewing), ids: new Set([desired.id]), isFormer: true };
}

/** Returns whether filters of the command line, and the reviewed changes if they are given, include an address. */
export function addressFilter({
  only = [],
  exclude = [],
  reviewed,
}: Pick<PlanInput, 'only' | 'exclude' | 'reviewed'>): (address: Address) => boolean {
  return (address) =>
    (reviewed === undefined || reviewed.addresses.has(address)) &&
    (only.length === 0 || only.some((glob) => matchesGlob(address, glob))) &&
    !exclude.some((glob) => matchesGlob(address, glob));
}

/**
 * Assigns each id of a shared history to one target, which alone decides on removals under that id. For "enroll
 * once", the whole history counts.
 */
function shareIds(
  targets: readonly PlannedTarget[],
  targetOf: PlanningContext['targetOf'],
): Pick<PlanningContext, 'withOwnIds' | 'joinedTargets'> {
  const byName = new Map(targets.map((target) => [target.name, target]));
  const own = new Map<string, PlannedTarget>();
  const others = new Map<string, readonly PlannedTarget[]>();
  for (const target of targets) {
    const { kind, ids, name } = target;
    const ownIds = [...ids].filter((id) => targetOf({ kind, id }) === target);
    if (ownIds.length < ids.size) own.set(name, { ...target, ids: new Set(ownIds) });
    const named = [...ids].flatMap((id) => byName.get(targetIdentityKey({ kind, id })) ?? []);
    others.set(
      name,
      named.filter((one) => one !== target),
    );
  }
  return {
    withOwnIds: (target) => own.get(target.name) ?? target,
    joinedTargets: ({ name }) => others.get(name) ?? [],
  };
}

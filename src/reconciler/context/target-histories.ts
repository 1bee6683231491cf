import type { DesiredTarget } from '../../model/desired-state.ts';
import type { LedgerView, TargetJoin } from '../../model/ledger/ledger-view.ts';
import {
  type Kind,
  targetAddress,
  type TargetId,
  type TargetIdentity,
  targetIdentityKey,
} from '../../model/target.ts';

/**
 * Returns a function that returns every id that shares the history of a target. `replaces` in the files or in an
 * earlier apply joins ids, in both directions and through any number of steps (A→B→A is one history).
 * `replaces: none` separates a target from all others.
 */
export function targetHistories(
  targets: readonly DesiredTarget[],
  joins: readonly TargetJoin[],
): (target: TargetIdentity) => ReadonlySet<TargetId> {
  const separated = new Set(
    targets.flatMap((target) => (target.replaces === 'none' ? targetIdentityKey(target) : [])),
  );
  const neighbors = new Map<string, Set<TargetId>>();
  const connect = (kind: TargetJoin['kind'], from: TargetId, to: TargetId): void => {
    const name = targetIdentityKey({ kind, id: from });
    const known = neighbors.get(name);
    if (known) known.add(to);
    else neighbors.set(name, new Set([to]));
  };
  for (const { kind, targetId, formerId } of allJoins(targets, joins)) {
    const ends = [targetId, formerId].map((id) => targetIdentityKey({ kind, id }));
    if (ends.some((name) => separated.has(name))) continue;
    connect(kind, targetId, formerId);
    connect(kind, formerId, targetId);
  }
  return ({ kind, id }) => {
    const found = new Set([id]);
    // Iterating over a set also visits the items added meanwhile.
    for (const one of found)
      for (const next of neighbors.get(targetIdentityKey({ kind, id: one })) ?? []) found.add(next);
    return found;
  };
}

/** Returns the joins of the files, then those of the ledger. */
export function allJoins(
  targets: readonly DesiredTarget[],
  recorded: readonly TargetJoin[],
): readonly TargetJoin[] {
  const written = targets.flatMap(({ kind, id, replaces }) =>
    replaces === undefined || replaces === 'none' ? [] : [{ kind, targetId: id, formerId: replaces }],
  );
  return [...written, ...recorded];
}

/** A target that the ledger knows, whether or not the files still name it. */
interface LedgerTargetName {
  readonly kind: Kind;
  readonly id: TargetId;
  readonly key: string;
}

/** Returns every target in the ledger, by address. A target without a recorded key has its id as the key. */
export function ledgerTargets(ledger: LedgerView): readonly LedgerTargetName[] {
  const targets = new Map<string, LedgerTargetName>();
  for (const { kind, id } of ledger.entries.targets())
    targets.set(targetIdentityKey({ kind, id }), { kind, id, key: id });
  for (const { kind, id, key } of ledger.targets)
    targets.set(targetIdentityKey({ kind, id }), { kind, id, key });
  return [...targets.values()].toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

/**
 * Returns the targets of the ledger that left the files: not named there, and not in the history of a named target.
 * If another target has the same key now, the key of the old one is its id, so that addresses are unique.
 */
export function formerTargets(
  ledger: LedgerView,
  named: readonly {
    readonly kind: Kind;
    readonly desired: { readonly key: string };
    readonly ids: ReadonlySet<TargetId>;
  }[],
): readonly LedgerTargetName[] {
  const inFiles = new Set(
    named.flatMap(({ kind, ids }) => [...ids].map((id) => targetIdentityKey({ kind, id }))),
  );
  const taken = new Set(named.map(({ kind, desired }) => targetAddress({ kind, key: desired.key })));
  return ledgerTargets(ledger)
    .filter((target) => !inFiles.has(targetIdentityKey(target)))
    .map((target) => {
      const address = targetAddress(target);
      const free = !taken.has(address);
      taken.add(address);
      return free ? target : { ...target, key: target.id };
    });
}

/** Returns a target that left the files in the form of a declared target, without members and without a line. */
export function formerDesiredTarget({ kind, id, key }: LedgerTargetName): DesiredTarget {
  const base = {
    id,
    key,
    source: { file: '', line: 0, column: 0 },
    allowEmpty: false,
    absent: [],
    exclusive: false,
    onLeave: 'keep',
  } as const;
  return kind === 'sequence' ? { ...base, kind, sender: 'contact-owner' } : { ...base, kind, retired: false };
}

function sortKey(target: LedgerTargetName): string {
  return `${targetAddress(target)} ${target.id}`;
}

import type { LedgerView } from '../model/ledger-view.ts';
import type { Kind, TargetId } from '../model/target.ts';
import { targetAddress } from '../model/address.ts';
import { targetName } from '../model/target.ts';

/** A target that the ledger knows, whether or not the files still name it. */
export interface GoneTarget {
  readonly kind: Kind;
  readonly id: TargetId;
  readonly key: string;
}

/** Every target in the ledger, in the order of addresses; one without a recorded key is called by its id. */
export function ledgerTargets(ledger: LedgerView): readonly GoneTarget[] {
  const targets = new Map<string, GoneTarget>();
  for (const { kind, targetId: id } of ledger.entries) {
    const name = targetName({ kind, id });
    if (!targets.has(name)) targets.set(name, { kind, id, key: id });
  }
  for (const { kind, id, key } of ledger.targets) targets.set(targetName({ kind, id }), { kind, id, key });
  return [...targets.values()].toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function sortKey(target: GoneTarget): string {
  return `${targetAddress(target)} ${target.id}`;
}

/** Finds the target that an address on the command line names. */
import type { DesiredTarget } from '../../model/desired-state.ts';
import { Failure } from '../../model/failure.ts';
import type { LedgerTarget } from '../../model/ledger/ledger-view.ts';
import { type Kind, targetAddress, type TargetId } from '../../model/target.ts';
import { nearestWord } from '../../model/text/did-you-mean.ts';

export interface FoundTarget {
  readonly kind: Kind;
  readonly key: string;
  readonly targetId: TargetId;
}

/** The places that may name a target: the files, or only the ledger. */
export interface KnownTargets {
  readonly targets: readonly DesiredTarget[];
  readonly ledgerTargets: readonly LedgerTarget[];
}

/** A target without an id, because the files name a sequence by `name` and no run has found its id. */
type ListedTarget = Omit<FoundTarget, 'targetId'> & { readonly targetId?: TargetId };

/**
 * Returns the target that `sequences.q4-outbound` or `sequences.5510021` names: of the files, otherwise of
 * the ledger. Throws `no-such-target`, with the nearest known address.
 */
export function findTarget(address: string, known: KnownTargets): FoundTarget {
  const { kind, name } = parseTargetAddress(address, known);
  const listed = listTargets(known).filter((one) => one.kind === kind);
  const found = listed.find(({ key }) => key === name) ?? listed.find(({ targetId }) => targetId === name);
  if (!found) throw unknownTarget(address, known);
  if (found.targetId !== undefined) return { ...found, targetId: found.targetId };
  throw new Failure({
    code: 'no-such-target',
    message: `${address} is named by its \`name\` in the files, and no apply has recorded its id yet.`,
    help: 'Give the sequence its `id` in the file, or apply once.',
  });
}

function parseTargetAddress(
  address: string,
  known: KnownTargets,
): { readonly kind: Kind; readonly name: string } {
  const [, section, name = ''] = /^(sequences|workflows)\.(.+)$/u.exec(address) ?? [];
  if (section === undefined) throw unknownTarget(address, known);
  return { kind: section === 'sequences' ? 'sequence' : 'workflow', name };
}

/** Those of the files first: their keys are the present ones. */
function listTargets({ targets, ledgerTargets }: KnownTargets): readonly ListedTarget[] {
  const recorded = ledgerTargets.map(({ kind, key, id }) => ({ kind, key, targetId: id }));
  const declared = targets.map((target): ListedTarget => {
    const { kind, key, id } = target;
    const isNamed = target.kind === 'sequence' && target.name !== undefined && !/^\d+$/u.test(id);
    if (!isNamed) return { kind, key, targetId: id };
    return recorded.find((one) => one.kind === kind && one.key === key) ?? { kind, key };
  });
  return [...declared, ...recorded];
}

function unknownTarget(address: string, known: KnownTargets): Failure {
  const addresses = [...new Set(listTargets(known).map(targetAddress))];
  const near = nearestWord(address, addresses);
  const hint =
    addresses.length === 0
      ? 'The files and the ledger name no target.'
      : `Known: ${addresses.slice(0, 10).join(', ')}${addresses.length > 10 ? ', …' : ''}.`;
  return new Failure({
    code: 'no-such-target',
    message: `Neither the files nor the ledger know the target ${address}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
    help: `Write section and key, for example sequences.q4-outbound. ${hint}`,
  });
}

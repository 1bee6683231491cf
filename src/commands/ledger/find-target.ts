/** Finds the target that an address on the command line names. */
import type { DesiredCreation, DesiredTarget } from '../../model/desired-state.ts';
import { Failure } from '../../model/failure.ts';
import type { LedgerTarget } from '../../model/ledger/ledger-view.ts';
import { type Kind, targetAddress, type TargetId } from '../../model/target.ts';
import { nearestWord } from '../../model/text/did-you-mean.ts';

export interface FoundTarget {
  readonly kind: Kind;
  readonly key: string;
  readonly targetId: TargetId;
}

/** The targets that an address can name: those of the files, and those that only the ledger has. */
export interface KnownTargets {
  readonly targets: readonly DesiredTarget[];
  readonly ledgerTargets: readonly LedgerTarget[];
  /** The workflows to create, which have no id in the files. */
  readonly creations?: readonly Pick<DesiredCreation, 'key'>[] | undefined;
}

/** A target without an id, because the files name a sequence by `name` and no run has found its id. */
type ListedTarget = Omit<FoundTarget, 'targetId'> & { readonly targetId?: TargetId };

/**
 * Returns the target for an address such as `sequences.q4-outbound` or `sequences.5510021`. Targets of the files
 * take precedence over those of the ledger. Throws `no-such-target` with the nearest known address.
 */
export function findTarget(address: string, known: KnownTargets): FoundTarget {
  const { kind, name } = parseTargetAddress(address, known);
  const listed = listTargets(known).filter((one) => one.kind === kind);
  const found = listed.find(({ key }) => key === name) ?? listed.find(({ targetId }) => targetId === name);
  if (!found && kind === 'workflow' && known.creations?.some(({ key }) => key === name))
    throw newWorkflow(name);
  if (!found) throw unknownTarget(address, known);
  if (found.targetId !== undefined) return { ...found, targetId: found.targetId };
  throw new Failure({
    code: 'no-such-target',
    message: `The files identify ${address} by \`name\`, and no apply has recorded its id yet.`,
    help: 'Add the `id` of the sequence to the file, or apply once.',
  });
}

function newWorkflow(key: string): Failure {
  return new Failure({
    code: 'no-such-target',
    message: `workflows.${key} has no \`id\` in the files yet, so no contact is enrolled in it.`,
    help: 'If an apply created it, add the `id` that `rollcall plan` names; otherwise create it with an apply.',
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

/** Returns the targets of the files first, because their keys are current. */
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
  const nearest = nearestWord(address, addresses);
  const hint =
    addresses.length === 0
      ? 'The files and the ledger name no target.'
      : `Known: ${addresses.slice(0, 10).join(', ')}${addresses.length > 10 ? ', …' : ''}.`;
  return new Failure({
    code: 'no-such-target',
    message: `Neither the files nor the ledger contain the target ${address}.${nearest === undefined ? '' : ` Did you mean ${nearest}?`}`,
    help: `Write section and key, for example sequences.q4-outbound. ${hint}`,
  });
}

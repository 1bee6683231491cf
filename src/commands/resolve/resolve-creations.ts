import type { AccountReader } from '../../model/account.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import { resolvedWord } from '../../model/ledger/ledger.ts';
import type { Creation } from '../../model/ledger/ledger-view.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import { targetAddress, type TargetId } from '../../model/target.ts';
import type { LedgerDeps } from '../deps.ts';
import { emptyObserveRequest } from '../history.ts';
import { type LedgerArgs, openLedgerOnline } from '../ledger/open-ledger.ts';
import { withLease } from '../ledger/with-lease.ts';
import { accountDayStart } from '../pipeline.ts';

/**
 * Records by the user's decision that HubSpot has no workflow of a request to create one: the request had no effect, or
 * the workflow was deleted since. The next apply may create it. Throws `nothing-to-settle` for an address without such a
 * request, and for a created workflow that HubSpot shows; then nothing is written.
 */
export async function resolveCreations(
  { addresses, ...args }: LedgerArgs & { readonly addresses: readonly string[] },
  deps: LedgerDeps,
): Promise<ExitCode> {
  const opened = await openLedgerOnline(args, deps);
  if (!opened) return ExitCode.invalidConfiguration;
  const { reader, portalId, ledger } = opened;
  return withLease({ ledger, portalId, deps }, async (lease) => {
    const { creations } = await ledger.view(portalId, await accountDayStart(reader));
    const found = addresses.map((address) => ({ address, creation: creationOf(address, creations) }));
    const proved = found.flatMap(({ creation: { id, isReadBack } }) =>
      id === undefined || isReadBack ? [] : [id],
    );
    const existing = await existingWorkflows(proved, { reader, deps });
    for (const { address, creation } of found) checkDeleted(address, creation, existing);
    const evidence = `${resolvedWord} by ${deps.run.actor}: `;
    await lease.settle(
      found.map(({ creation: { intent, id, isReadBack } }) => ({
        intent,
        state: 'refused',
        at: reader.now(),
        evidence: evidence + (id === undefined || isReadBack ? 'not created' : `workflow ${id} was deleted`),
        ...omitUndefined({ createdId: isReadBack ? undefined : id }),
      })),
    );
    for (const { address, creation } of found) deps.view.log(recorded(address, creation));
    return ExitCode.done;
  });
}

function recorded(address: string, { id, isReadBack }: Creation): string {
  if (isReadBack)
    return `Recorded that rollcall did not create workflow ${id}, which has the name of ${address}. The next apply may create ${address} when the name is free.`;
  return id === undefined
    ? `Recorded that ${address} was not created. The next apply may create it.`
    : `Recorded that workflow ${id}, created for ${address}, was deleted. The next apply may create ${address} again.`;
}

function creationOf(address: string, creations: readonly Creation[]): Creation {
  const found = creations.find(({ key }) => targetAddress({ kind: 'workflow', key }) === address);
  if (found) return found;
  throw new Failure({
    code: 'nothing-to-settle',
    message: `The ledger has no request to create ${address}, or it is settled already. Nothing was written.`,
    help: 'Copy the address from the plan, for example: rollcall resolve workflows.welcome --not-created',
  });
}

async function existingWorkflows(
  ids: readonly TargetId[],
  { reader, deps }: { readonly reader: AccountReader; readonly deps: LedgerDeps },
): Promise<ReadonlySet<TargetId>> {
  if (ids.length === 0) return new Set();
  const { created } = await reader.observe(
    { ...emptyObserveRequest, people: [], newNames: [], createdIds: ids },
    deps.progress,
  );
  return new Set(created?.keys());
}

/** Throws `nothing-to-settle` for a workflow that HubSpot still shows. Creating it again would make two. */
function checkDeleted(
  address: string,
  { id, isReadBack, run }: Creation,
  existing: ReadonlySet<TargetId>,
): void {
  if (id === undefined || isReadBack || !existing.has(id)) return;
  throw new Failure({
    code: 'nothing-to-settle',
    message: `Run ${run} created ${address} as workflow ${id}, and HubSpot has it. Nothing was written.`,
    help: `Add \`id: ${id}\` to ${address}. To create it again, delete workflow ${id} in HubSpot first.`,
  });
}

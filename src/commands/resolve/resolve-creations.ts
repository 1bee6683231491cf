import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import { resolvedWord } from '../../model/ledger/ledger.ts';
import type { Creation } from '../../model/ledger/ledger-view.ts';
import { targetAddress } from '../../model/target.ts';
import type { LedgerDeps } from '../deps.ts';
import { type LedgerArgs, openLedgerOnline } from '../ledger/open-ledger.ts';
import { withLease } from '../ledger/with-lease.ts';
import { accountDayStart } from '../pipeline.ts';

/**
 * Records that requests to create workflows had no effect, by the user's decision. The next apply may create them.
 * Throws `nothing-to-settle` for an address without such a request; then nothing is written.
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
    const unknown = addresses.map((address) => unknownCreation(address, creations));
    const evidence = `${resolvedWord} by ${deps.run.actor}: not created`;
    await lease.settle(
      unknown.map(({ intent }) => ({ intent, state: 'refused', at: reader.now(), evidence })),
    );
    for (const address of addresses)
      deps.view.log(`Recorded that ${address} was not created. The next apply may create it.`);
    return ExitCode.done;
  });
}

function unknownCreation(address: string, creations: readonly Creation[]): Creation {
  const found = creations.find(
    ({ key, id, isReadBack }) =>
      (id === undefined || isReadBack) && targetAddress({ kind: 'workflow', key }) === address,
  );
  if (found) return found;
  throw new Failure({
    code: 'nothing-to-settle',
    message: `${address} has no request to create a workflow with an unknown outcome. Nothing was written.`,
    help: 'Copy the address from the plan, for example: rollcall resolve workflows.welcome --not-created',
  });
}

import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { Lease, LeaseRecord, Ledger } from '../model/ledger.ts';
import type { LedgerDeps } from './deps.ts';

/** A cancelled run blocks the next one for no longer than this. */
const lifetimeMilliseconds = 60_000;

/**
 * Acts while this process alone may write for the account, and lets go afterwards. Throws a `Failure`
 * with exit code 9 when another run holds the lease.
 */
export async function withLease<T>(
  { ledger, portalId, deps }: { ledger: Ledger; portalId: number; deps: LedgerDeps },
  act: (lease: Lease) => Promise<T>,
): Promise<T> {
  const lease = await take({ ledger, portalId, deps });
  // A missed beat is told by the next commit: it checks the lease in its own transaction.
  const stop = deps.every(lifetimeMilliseconds / 4, () => lease.heartbeat().catch(() => undefined));
  try {
    return await act(lease);
  } finally {
    stop();
    await lease.release();
  }
}

/** Another run's lock is asked for again this often, in milliseconds. */
const askAgain = 500;

async function take({ ledger, portalId, deps }: Parameters<typeof withLease>[0]): Promise<Lease> {
  const owner = deps.run.owner;
  for (let waited = 0; ; waited += askAgain) {
    const taken = await ledger.acquire({ portalId, owner, lifetimeMilliseconds });
    if (!('heldBy' in taken)) return taken;
    if (waited >= deps.lockTimeout || deps.interrupt.requested()) throw lockedBy(taken.heldBy);
    if (waited === 0) deps.view.say(`Waiting up to ${deps.lockTimeout / 1000} s for ${taken.heldBy.owner}.`);
    await deps.sleep(askAgain);
  }
}

function lockedBy(held: LeaseRecord): Failure {
  return new Failure({
    exitCode: ExitCode.locked,
    code: 'locked',
    message: `Account ${held.portalId} is being applied to by ${held.owner}, since ${held.acquiredAt}; its lease runs out at ${held.expiresAt} unless renewed.`,
    help: `Wait for it (--lock-timeout 5m). A dead run's lock ends by itself within ${lifetimeMilliseconds / 1000} s; to break it now: rollcall unlock ${held.generation}`,
  });
}

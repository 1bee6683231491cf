import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { Lease, LeaseRecord, Ledger } from '../model/ledger.ts';
import type { WriteDeps } from './deps.ts';

/** A cancelled run blocks the next one for no longer than this. */
const lifetimeMilliseconds = 60_000;

/**
 * Acts while this process alone may write for the account, and lets go afterwards. Throws a `Failure`
 * with exit code 9 when another run holds the lease.
 */
export async function withLease<T>(
  { ledger, portalId, deps }: { ledger: Ledger; portalId: number; deps: WriteDeps },
  act: (lease: Lease) => Promise<T>,
): Promise<T> {
  const owner = deps.run.owner;
  const taken = await ledger.acquire({ portalId, owner, lifetimeMilliseconds });
  if ('heldBy' in taken) throw lockedBy(taken.heldBy);
  // A missed beat is told by the next commit: it checks the lease in its own transaction.
  const stop = deps.every(lifetimeMilliseconds / 4, () => taken.heartbeat().catch(() => undefined));
  try {
    return await act(taken);
  } finally {
    stop();
    await taken.release();
  }
}

function lockedBy(held: LeaseRecord): Failure {
  return new Failure({
    exitCode: ExitCode.locked,
    code: 'locked',
    message: `Account ${held.portalId} is being applied to by ${held.owner}, since ${held.acquiredAt}; its lease runs out at ${held.expiresAt} unless renewed.`,
    help: `Wait for it to finish. If that run is dead, its lease ends by itself within ${lifetimeMilliseconds / 1000} s.`,
  });
}

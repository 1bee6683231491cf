import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import { LeaseLostError } from '../../model/ledger/ledger.ts';
import type { Lease, LeaseRecord, Ledger } from '../../model/ledger/ledger.ts';
import type { LedgerDeps } from '../deps.ts';

/** A cancelled run blocks the next one for no longer than this. */
const lifetimeMilliseconds = 60_000;

/**
 * Acts while this process alone may write for the account, and lets go afterwards. Throws a `Failure`
 * with exit code 9 when another run holds the lease, or has taken it over meanwhile.
 */
export async function withLease<T>(
  { ledger, portalId, deps }: { ledger: Ledger; portalId: number; deps: LedgerDeps },
  act: (lease: Lease) => Promise<T>,
): Promise<T> {
  const lease = await acquireLease({ ledger, portalId, deps });
  // A missed beat is told by the next commit: it checks the lease in its own transaction.
  const stop = deps.every(lifetimeMilliseconds / 4, () => lease.heartbeat().catch(() => undefined));
  try {
    return await act(lease);
  } catch (error) {
    throw error instanceof LeaseLostError ? lockLostFailure(error) : error;
  } finally {
    stop();
    await releaseLease(lease, deps);
  }
}

function lockLostFailure(cause: LeaseLostError): Failure {
  return new Failure({
    exitCode: ExitCode.locked,
    code: 'lock-lost',
    message: `This run was stopped before it sent anything more: ${cause.message}.`,
    help: 'Nothing was lost: run the same command again when the other run has ended.',
    cause,
  });
}

/** A lock that cannot be given back ends by itself; it must not hide what the run came to. */
async function releaseLease(lease: Lease, { view }: LedgerDeps): Promise<void> {
  try {
    await lease.release();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    view.log(`The lock could not be released and expires within ${lifetimeMilliseconds / 1000} s: ${reason}`);
  }
}

/** Another run's lock is asked for again this often, in milliseconds. */
const lockPollInterval = 500;

async function acquireLease({ ledger, portalId, deps }: Parameters<typeof withLease>[0]): Promise<Lease> {
  const owner = deps.run.owner;
  for (let waited = 0; ; waited += lockPollInterval) {
    const taken = await ledger.acquire({ portalId, owner, lifetimeMilliseconds });
    if (!('heldBy' in taken)) return taken;
    if (deps.interrupt.requested()) throw interruptedFailure(taken.heldBy);
    if (waited >= deps.lockTimeout) throw lockedFailure(taken.heldBy);
    if (waited === 0) deps.view.log(`Waiting up to ${deps.lockTimeout / 1000} s for ${taken.heldBy.owner}.`);
    await deps.sleep(lockPollInterval);
  }
}

function interruptedFailure(held: LeaseRecord): Failure {
  return new Failure({
    exitCode: ExitCode.interrupted,
    code: 'interrupted',
    message: `Interrupted while waiting for ${held.owner}, who holds the lock on account ${held.portalId}. Nothing was sent.`,
    help: 'Run it again when you are ready.',
  });
}

function lockedFailure(held: LeaseRecord): Failure {
  return new Failure({
    exitCode: ExitCode.locked,
    code: 'locked',
    message: `Account ${held.portalId} is being applied to by ${held.owner}, since ${held.acquiredAt}; its lease runs out at ${held.expiresAt} unless renewed.`,
    help: `Wait for it (--lock-timeout 5m). The lock of a dead run expires within ${lifetimeMilliseconds / 1000} s; to force-unlock now: rollcall unlock ${held.generation}`,
  });
}

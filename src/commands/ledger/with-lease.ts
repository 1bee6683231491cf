import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import { LeaseLostError } from '../../model/ledger/ledger.ts';
import type { Lease, LeaseRecord, Ledger } from '../../model/ledger/ledger.ts';
import type { LedgerDeps } from '../deps.ts';

/** The maximum time for which a killed run blocks the next one. */
const lifetimeMilliseconds = 60_000;

/**
 * Runs `act` while holding the lease of the account, and releases it afterwards. Throws a `Failure` with exit code
 * 9 if another run holds the lease, or takes it over meanwhile.
 */
export async function withLease<T>(
  { ledger, portalId, deps }: { ledger: Ledger; portalId: number; deps: LedgerDeps },
  act: (lease: Lease) => Promise<T>,
): Promise<T> {
  const lease = await acquireLease({ ledger, portalId, deps });
  // A missed heartbeat surfaces at the next commit, which checks the lease in its own transaction.
  const stopHeartbeat = deps.every(lifetimeMilliseconds / 4, () => lease.heartbeat().catch(() => undefined));
  try {
    return await act(lease);
  } catch (error) {
    throw error instanceof LeaseLostError ? lockLostFailure(error) : error;
  } finally {
    stopHeartbeat();
    await releaseLease(lease, deps);
  }
}

function lockLostFailure(cause: LeaseLostError): Failure {
  return new Failure({
    exitCode: ExitCode.locked,
    code: 'lock-lost',
    message: `The run stopped before sending anything more: ${cause.message}.`,
    help: 'No data was lost. Run the same command again when the other run has ended.',
    cause,
  });
}

/** Releases the lease. Only logs a failure: the lease expires anyway, and the result of the run must not be hidden. */
async function releaseLease(lease: Lease, { view }: LedgerDeps): Promise<void> {
  try {
    await lease.release();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    view.log(`The lock could not be released and expires within ${lifetimeMilliseconds / 1000} s: ${reason}`);
  }
}

/** Milliseconds between attempts to acquire the lease while another run holds it. */
const lockPollInterval = 500;

async function acquireLease({ ledger, portalId, deps }: Parameters<typeof withLease>[0]): Promise<Lease> {
  const owner = deps.run.owner;
  for (let waited = 0; ; waited += lockPollInterval) {
    const acquired = await ledger.acquire({ portalId, owner, lifetimeMilliseconds });
    if (!('heldBy' in acquired)) return acquired;
    if (deps.interrupt.requested()) throw interruptedFailure(acquired.heldBy);
    if (waited >= deps.lockTimeout) throw lockedFailure(acquired.heldBy);
    if (waited === 0)
      deps.view.log(`Waiting up to ${deps.lockTimeout / 1000} s for ${acquired.heldBy.owner}.`);
    await deps.sleep(lockPollInterval);
  }
}

function interruptedFailure(held: LeaseRecord): Failure {
  return new Failure({
    exitCode: ExitCode.interrupted,
    code: 'interrupted',
    message: `Interrupted while waiting for ${held.owner}, which holds the lock on account ${held.portalId}. Nothing was sent.`,
    help: 'Run it again when you are ready.',
  });
}

function lockedFailure(held: LeaseRecord): Failure {
  return new Failure({
    exitCode: ExitCode.locked,
    code: 'locked',
    message: `Account ${held.portalId} is locked by ${held.owner} since ${held.acquiredAt}. The lease expires at ${held.expiresAt} unless renewed.`,
    help: `Wait for it (--lock-timeout 5m). The lock of a dead run expires within ${lifetimeMilliseconds / 1000} s; to force-unlock now: rollcall unlock ${held.generation}`,
  });
}

/** A lease in hand: the only way to write, and each write proves first that the lease is still ours. */
import type { Lease, LeaseRecord } from '../model/ledger.ts';
import { forgetPerson } from './forget-person.ts';
import type { KeyedHash } from './keyed-hash.ts';
import { writing } from './ledger-failure.ts';
import { assertHeld, releaseLease, renewLease } from './leases.ts';
import type { Store } from './store.ts';
import type { Writing } from './tables.ts';
import { adopt, intend } from './write-intents.ts';
import { rememberAddresses, setTargets } from './write-known.ts';
import { finishRun, startRun } from './write-runs.ts';
import { settle } from './write-settlements.ts';

export function heldLease(store: Store, hash: KeyedHash, taken: LeaseRecord): Lease {
  const { portalId } = taken;
  let record = taken;

  const committing = <T>(work: (transaction: Writing) => Promise<T>): Promise<T> =>
    writing(store, () =>
      store.db.transaction().execute(async (transaction) => {
        await assertHeld(store, transaction, record);
        return work(transaction);
      }),
    );

  return {
    get record() {
      return record;
    },
    heartbeat: async () => {
      record = { ...record, ...(await writing(store, () => renewLease(store, record))) };
    },
    startRun: async (run) => {
      const number = await committing((transaction) => startRun(transaction, portalId, run));
      record = { ...record, run: number };
      return number;
    },
    intend: (run, intents) => committing((transaction) => intend(transaction, { portalId, run }, intents)),
    settle: (settlements) => committing((transaction) => settle(transaction, portalId, settlements)),
    adopt: (run, adoptions) => committing((transaction) => adopt(transaction, { portalId, run }, adoptions)),
    setTargets: (targets) => committing((transaction) => setTargets(transaction, portalId, targets)),
    rememberAddresses: (pairs) =>
      committing((transaction) =>
        rememberAddresses(
          transaction,
          portalId,
          pairs.map(({ email, contactId }) => ({ hash: hash.address(email), contactId })),
        ),
      ),
    finishRun: (run, end) => committing((transaction) => finishRun(transaction, { portalId, run }, end)),
    forget: (person) => committing((transaction) => forgetPerson(transaction, { portalId, hash }, person)),
    release: () => writing(store, () => releaseLease(store, record)),
  };
}

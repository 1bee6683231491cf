/** A lease in hand: the only way to write, and each write proves first that the lease is still ours. */
import type { ContactEmail, IntentId, Lease, LeaseRecord, NewIntent } from '../model/ledger/ledger.ts';
import type { KeyedHash } from './keyed-hash.ts';
import { assertLeaseHeld, releaseLease, renewLease } from './lease.ts';
import { runWrite } from './ledger-failure.ts';
import { forgetContact, rememberAddresses, rememberIdentities } from './records/contacts.ts';
import { markGap, recordVouches } from './records/history-gaps.ts';
import { insertAdoptions, insertIntents, insertIntent, nextIntentId } from './records/intents.ts';
import { finishRun, startRun } from './records/runs.ts';
import { recordEnds, recordSettlements } from './records/settlements.ts';
import { joinTargets, separateTarget, setTargets } from './records/targets.ts';
import type { Store, WriteTransaction } from './store.ts';

export function heldLease(store: Store, hash: KeyedHash, taken: LeaseRecord): Lease {
  const { portalId } = taken;
  let record = taken;

  const committing = <T>(work: (transaction: WriteTransaction) => Promise<T>): Promise<T> =>
    runWrite(store, () =>
      store.db.transaction().execute(async (transaction) => {
        await assertLeaseHeld(store, transaction, record);
        return work(transaction);
      }),
    );

  // Only the holder of the lease writes intents, so the next id need not be asked for each time.
  let next: IntentId | undefined;

  /** Writes several intents, and leaves their number to be asked for. */
  const numbering = <T>(work: (transaction: WriteTransaction) => Promise<T>): Promise<T> =>
    committing((transaction) => {
      next = undefined;
      return work(transaction);
    });

  const hashed = ({ email, contactId }: ContactEmail) => ({ hash: hash.address(email), contactId });

  /** The connection is kept from asking for the id to having used it. */
  const intendAlone = (run: number, intent: NewIntent): Promise<IntentId> =>
    runWrite(store, () =>
      store.db.connection().execute(async (db) => {
        const id = next ?? (await nextIntentId(db, portalId));
        // A connection that is lost now does not tell whether the row was written.
        next = undefined;
        await insertIntent({ store, db }, { lease: record, run, id }, intent);
        next = id + 1;
        return id;
      }),
    );

  return {
    get record() {
      return record;
    },
    heartbeat: async () => {
      record = { ...record, ...(await runWrite(store, () => renewLease(store, record))) };
    },
    startRun: async (run) => {
      const number = await committing((transaction) => startRun(transaction, portalId, run));
      record = { ...record, run: number };
      return number;
    },
    recordIntents: async (run, intents) => {
      const [only, ...others] = intents;
      return only && others.length === 0
        ? [await intendAlone(run, only)]
        : numbering((transaction) => insertIntents(transaction, { portalId, run }, intents));
    },
    settle: (settlements) =>
      runWrite(store, () =>
        store.db
          .transaction()
          .execute((transaction) => recordSettlements(transaction, { store, lease: record }, settlements)),
      ),
    adopt: (run, adoptions) =>
      numbering((transaction) => insertAdoptions(transaction, { portalId, run }, adoptions)),
    setTargets: (targets) => committing((transaction) => setTargets(transaction, portalId, targets)),
    rememberAddresses: (pairs) =>
      committing((transaction) => rememberAddresses(transaction, portalId, pairs.map(hashed))),
    rememberIdentities: (pairs) =>
      committing((transaction) => rememberIdentities(transaction, portalId, pairs.map(hashed))),
    recordEnds: (ends) => committing((transaction) => recordEnds(transaction, portalId, ends)),
    joinTargets: (joins) => committing((transaction) => joinTargets(transaction, portalId, joins)),
    separateTarget: (target) => committing((transaction) => separateTarget(transaction, portalId, target)),
    vouch: (vouches) => committing((transaction) => recordVouches(transaction, portalId, vouches)),
    markGap: (gap) => committing((transaction) => markGap(transaction, portalId, gap)),
    finishRun: (run, end) => committing((transaction) => finishRun(transaction, { portalId, run }, end)),
    forget: (person) => committing((transaction) => forgetContact(transaction, { portalId, hash }, person)),
    release: () => runWrite(store, () => releaseLease(store, record)),
  };
}

/** The write operations of a run. Every write first checks, in its own transaction, that the run holds the lease. */
import type {
  ContactEmail,
  IntentId,
  Lease,
  LeaseRecord,
  NewIntent,
  Settlement,
} from '../model/ledger/ledger.ts';
import { omitUndefined } from '../model/omit-undefined.ts';
import type { KeyedHash } from './keyed-hash.ts';
import { assertLeaseHeld, releaseLease, renewLease } from './lease.ts';
import { runWrite } from './ledger-failure.ts';
import { recordHeartbeat } from './records/activity.ts';
import { forgetContact, rememberDeclaredEmails, rememberIdentities } from './records/contacts.ts';
import { markGap, recordVouches } from './records/history-gaps.ts';
import { insertAdoptions, insertIntents, insertIntent, nextIntentId } from './records/intents.ts';
import { clearRefusals } from './records/refusals.ts';
import { recordReview } from './records/reviews.ts';
import { finishRun, startRun } from './records/runs.ts';
import { type HashedSettlement, recordEnds, recordSettlements } from './records/settlements.ts';
import { joinTargets, separateTarget, setTargets } from './records/targets.ts';
import type { Store, WriteTransaction } from './store.ts';

export function heldLease(store: Store, hash: KeyedHash, record: LeaseRecord): Lease {
  const { portalId } = record;

  const writeUnderLease = <T>(work: (transaction: WriteTransaction) => Promise<T>): Promise<T> =>
    runWrite(store, () =>
      store.db.transaction().execute(async (transaction) => {
        await assertLeaseHeld(store, transaction, record);
        return work(transaction);
      }),
    );

  // Only the lease holder writes intents, so the next id does not have to be queried each time.
  let nextId: IntentId | undefined;

  /** Writes rows that take intent ids. The next id is queried again afterward. */
  const writeSeveralIntents = <T>(work: (transaction: WriteTransaction) => Promise<T>): Promise<T> =>
    writeUnderLease((transaction) => {
      nextId = undefined;
      return work(transaction);
    });

  const hashed = ({ email, contactId }: ContactEmail) => ({ hash: hash.email(email), contactId });
  const hashedSettlement = ({ email, ...settlement }: Settlement): HashedSettlement => {
    const emailHash = email === undefined || !settlement.refusal ? undefined : hash.email(email);
    return { ...settlement, ...omitUndefined({ emailHash }) };
  };

  /** Writes one intent. The same connection queries the id and uses it. */
  const writeSingleIntent = (run: number, intent: NewIntent): Promise<IntentId> =>
    runWrite(store, () =>
      store.db.connection().execute(async (db) => {
        const id = nextId ?? (await nextIntentId(db, portalId));
        // If the connection is lost here, it is unknown whether the row was written.
        nextId = undefined;
        await insertIntent({ store, db }, { lease: record, run, id }, intent);
        nextId = id + 1;
        return id;
      }),
    );

  return {
    heartbeat: () => runWrite(store, () => renewLease(store, record)),
    startRun: (run) => writeUnderLease((transaction) => startRun(transaction, portalId, run)),
    recordIntents: async (run, intents) => {
      const [only, ...others] = intents;
      return only && others.length === 0
        ? [await writeSingleIntent(run, only)]
        : writeSeveralIntents((transaction) => insertIntents(transaction, { portalId, run }, intents));
    },
    settle: (settlements) =>
      runWrite(store, () =>
        store.db
          .transaction()
          .execute((transaction) =>
            recordSettlements(transaction, { store, lease: record }, settlements.map(hashedSettlement)),
          ),
      ),
    clearRefusals: (cleared) =>
      writeUnderLease((transaction) => clearRefusals(transaction, portalId, cleared)),
    adopt: (run, adoptions) =>
      writeSeveralIntents((transaction) => insertAdoptions(transaction, { portalId, run }, adoptions)),
    setTargets: (targets) => writeUnderLease((transaction) => setTargets(transaction, portalId, targets)),
    rememberDeclaredEmails: (pairs) =>
      writeUnderLease((transaction) => rememberDeclaredEmails(transaction, portalId, pairs.map(hashed))),
    rememberIdentities: (pairs) =>
      writeUnderLease((transaction) => rememberIdentities(transaction, portalId, pairs.map(hashed))),
    recordEnds: (ends) => writeUnderLease((transaction) => recordEnds(transaction, portalId, ends)),
    joinTargets: (joins) => writeUnderLease((transaction) => joinTargets(transaction, portalId, joins)),
    separateTarget: (target) =>
      writeUnderLease((transaction) => separateTarget(transaction, portalId, target)),
    vouch: (vouches) => writeUnderLease((transaction) => recordVouches(transaction, portalId, vouches)),
    markGap: (gap) => writeUnderLease((transaction) => markGap(transaction, portalId, gap)),
    recordHeartbeat: (heartbeat) =>
      writeUnderLease((transaction) => recordHeartbeat(transaction, portalId, heartbeat)),
    recordReview: (review) => writeUnderLease((transaction) => recordReview(transaction, portalId, review)),
    finishRun: (run, end) => writeUnderLease((transaction) => finishRun(transaction, { portalId, run }, end)),
    forget: (request) =>
      writeUnderLease((transaction) => forgetContact(transaction, { portalId, hash }, request)),
    release: () => runWrite(store, () => releaseLease(store, record)),
  };
}

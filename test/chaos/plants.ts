/** Defects planted on purpose between rollcall and its ports, to show that the checks find them. */
import { ledgerEntries } from '../../src/model/ledger/ledger-entries.ts';
import type { AccountReader, AccountWriter, WriteResult } from '../../src/model/account.ts';
import { collect } from '../../src/model/collect.ts';
import { LeaseLostError } from '../../src/model/ledger/ledger.ts';
import type { Lease, LeaseRequest, Ledger, NewIntent } from '../../src/model/ledger/ledger.ts';
import type { LedgerView } from '../../src/model/ledger/ledger-view.ts';
import type { ObservedContact } from '../../src/model/observed-state.ts';
import { overriding } from './mortal.ts';

export interface Plant {
  /** Receives the ledger of the lease and the request, too. */
  readonly lease?: (lease: Lease, ledger: Ledger, request: LeaseRequest) => Lease;
  readonly ledger?: (ledger: Ledger) => Ledger;
  /** What the ledger shows, to plans and applies alike. */
  readonly view?: (view: LedgerView) => LedgerView;
  readonly reader?: (reader: AccountReader) => AccountReader;
  readonly writer?: (writer: AccountWriter) => AccountWriter;
}

/** A ledger whose leases, and it itself, have the defect. */
export function planted(ledger: Ledger, plant: Plant | undefined): Ledger {
  if (!plant) return ledger;
  const { lease: spoil = (lease) => lease, view: show = (view) => view } = plant;
  const spoilt = overriding(ledger, {
    view: async (...asked) => show(await ledger.view(...asked)),
    acquire: async (request) => {
      const taken = await ledger.acquire(request);
      return 'heldBy' in taken ? taken : spoil(taken, ledger, request);
    },
  });
  return plant.ledger?.(spoilt) ?? spoilt;
}

/** What was sent is proved before it was sent. */
export const proofBeforeRequest: Plant = {
  lease: (lease) =>
    overriding(lease, {
      recordIntents: async (run, intents) => {
        const ids = await lease.recordIntents(run, intents);
        const at = intents[0]?.at ?? '';
        await lease.settle(ids.map((intent) => ({ intent, state: 'proved', at, evidence: 'planted' })));
        return ids;
      },
      settle: async () => undefined,
    }),
};

/** The intent is written only when the answer is there, as proof and intent in one. */
export function intentAfterRequest(): Plant {
  const unchanged = new Map<number, { readonly run: number; readonly intent: NewIntent }>();
  return {
    lease: (lease) =>
      overriding(lease, {
        recordIntents: async (run, intents) =>
          intents.map((intent) => {
            unchanged.set(unchanged.size + 1, { run, intent });
            return unchanged.size;
          }),
        settle: async (settlements) => {
          for (const one of settlements) {
            const { run, intent } = unchanged.get(one.intent) ?? {};
            if (run === undefined || !intent) await lease.settle([one]);
            else {
              const [id = 0] = await lease.recordIntents(run, [intent]);
              await lease.settle([{ ...one, intent: id }]);
            }
          }
        },
      }),
  };
}

/** The intent is never committed. */
export const intentNotCommitted: Plant = {
  lease: (lease) =>
    overriding(lease, {
      recordIntents: async (_run, intents) => intents.map((_intent, index) => 1_000_000 + index),
      settle: async () => undefined,
    }),
};

/** Whatever says nothing is sent again. */
export const retryOfAmbiguous: Plant = {
  writer: (writer) => {
    const twice =
      <C>(send: (command: C) => Promise<WriteResult>) =>
      async (command: C): Promise<WriteResult> => {
        const answer = await send(command);
        return answer.outcome === 'ambiguous' ? send(command) : answer;
      };
    return overriding(writer, {
      enroll: twice((command) => writer.enroll(command)),
      unenroll: twice((command) => writer.unenroll(command)),
    });
  },
};

/** A lost answer counts as a refusal, so that the next run tries again. */
export const ambiguousIsRefused: Plant = {
  writer: (writer) =>
    overriding(writer, {
      enroll: async (command) => {
        const answer = await writer.enroll(command);
        if (answer.outcome !== 'ambiguous') return answer;
        return { outcome: 'refused', cause: 'unclear', reason: answer.reason, help: '' };
      },
    }),
};

/** A lost answer counts as a success, without a look at the account. */
export const ambiguousIsProved: Plant = {
  writer: (writer) =>
    overriding(writer, {
      enroll: async (command) => {
        const answer = await writer.enroll(command);
        return answer.outcome === 'ambiguous' ? { outcome: 'proved' } : answer;
      },
    }),
};

/** After sending, the account is not read again: what was read before is believed. */
export function noReadBack(): Plant {
  const seen = new Map<string, ObservedContact>();
  return {
    reader: (reader) =>
      overriding(reader, {
        contacts: async (ids, ...how) => {
          if (!ids.every((id) => seen.has(id))) {
            for (const [id, contact] of await reader.contacts(ids, ...how)) seen.set(id, contact);
          }
          return new Map([...seen].filter(([id]) => ids.includes(id)));
        },
        inWorkflow: async () => new Map(),
      }),
  };
}

/** Whoever lost the lease takes it again and goes on. */
export const leaseIgnored: Plant = {
  lease: (lease, ledger, { portalId, owner }) => {
    const stubborn = async <T>(write: (held: Lease) => Promise<T>): Promise<T> => {
      try {
        return await write(lease);
      } catch (error) {
        if (!(error instanceof LeaseLostError)) throw error;
        const taken = await ledger.acquire({ portalId, owner, lifetimeMilliseconds: 0 });
        if ('heldBy' in taken) throw error;
        return write(taken);
      }
    };
    return overriding(lease, {
      recordIntents: (run, intents) => stubborn((held) => held.recordIntents(run, intents)),
      settle: (settlements) => stubborn((held) => held.settle(settlements)),
      finishRun: (run, end) => stubborn((held) => held.finishRun(run, end)),
    });
  },
};

/** An intent without an answer whose effect is not seen counts as never sent. */
export const absenceIsProof: Plant = {
  lease: (lease, ledger, { portalId }) =>
    overriding(lease, {
      settle: async (settlements) => {
        const history = await collect(ledger.history(portalId, {}));
        const unseen = settlements.length > 0 ? [] : history.filter(({ state }) => state === 'open');
        const absent = { state: 'not-sent', evidence: 'planted' } as const;
        await lease.settle([...settlements, ...unseen.map(({ id, at }) => ({ intent: id, at, ...absent }))]);
      },
    }),
};

/** Whoever is not active is enrolled again: what the ledger proves is not looked at. */
export const enrollAgainOnAbsence: Plant = {
  ledger: (ledger) =>
    overriding(ledger, {
      view: async (...asked) => ({ ...(await ledger.view(...asked)), entries: ledgerEntries() }),
    }),
  lease: (lease) =>
    overriding(lease, {
      // Another day makes another declaration of it, which the unique index lets through.
      recordIntents: (run, intents) =>
        lease.recordIntents(
          run,
          intents.map((intent) => ({
            ...intent,
            since: `2000-01-${String(1 + (run % 28)).padStart(2, '0')}`,
          })),
        ),
    }),
};

/** The enrollments of earlier runs are not counted. */
export const dayNotCounted: Plant = {
  ledger: (ledger) =>
    overriding(ledger, {
      view: async (...asked) => ({ ...(await ledger.view(...asked)), sentToday: new Map() }),
    }),
};

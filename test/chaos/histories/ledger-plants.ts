/** Defects of ledgers that are copied and put back. */
import type * as CheckUsable from '../../../src/ledger/check-usable.ts';
import type * as CopiedTables from '../../../src/ledger/copied-tables.ts';
import type * as CopyLedger from '../../../src/ledger/copy-ledger.ts';
import { openStore } from '../../../src/ledger/open-ledger.ts';
import type { Plant } from '../plants.ts';
import { swap } from './row-plant.ts';
import type { RowPlant } from './row-plant.ts';

const withoutPauses = swap<typeof CopiedTables>('ledger/copied-tables.ts', ({ copiedTables }) => ({
  copiedTables: copiedTables.filter(({ name }) => name !== 'rollcall_pauses'),
}));

/** The copy makes a secret of its own, so that no seal of the source fits. */
const otherSecret = swap<typeof CopyLedger>('ledger/copy-ledger.ts', ({ copyLedger }) => ({
  copyLedger: async (ends) => {
    const made = await copyLedger(ends);
    const store = await openStore({ location: ends.to.location, mode: 'write' });
    const secret = Buffer.alloc(32).toString('base64');
    await store?.db.updateTable('rollcall_meta').set({ hash_key: secret }).execute();
    await store?.close();
    return made;
  },
}));

const sourceStaysUsable = swap<typeof CheckUsable>('ledger/check-usable.ts', () => ({
  checkUsable: async () => undefined,
  refuseMoved: async () => undefined,
  writeUnlessMoved: (store, work) => store.db.transaction().execute(work),
}));

const noGaps: Plant = {
  view: ({ gap: _gap, coversFrom: _end, ...view }) =>
    view.startedAt === undefined ? view : { ...view, coversFrom: view.startedAt },
};

export const ledgerPlants: Readonly<Record<string, RowPlant>> = {
  'ledger: a copy without the pauses': {
    histories: ['ledger: copied while paused'],
    swaps: [withoutPauses],
    found: ['blocked-enrolled'],
  },
  'ledger: a copy with another secret': {
    histories: ['ledger: a saved plan, applied after `ledger copy`'],
    swaps: [otherSecret],
    found: ['false-statement'],
  },
  'ledger: a source that stays in use': {
    histories: ['ledger: copied, and used at both places'],
    swaps: [sourceStaysUsable],
    found: ['moved-ledger-used'],
  },
  'ledger: a gap that is not read': {
    histories: ['ledger: a backup put back, and the gap marked'],
    port: noGaps,
    found: ['duplicate'],
  },
};

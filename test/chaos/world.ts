/** The world of one case: the account, the ledger file, and what is known to be true of both. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collect } from '../../src/model/collect.ts';
import { Failure } from '../../src/model/failure.ts';
import type { HistoryRecord, LedgerReader } from '../../src/model/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { matchRoute } from '../../src/hubspot/routes.ts';
import type { ManualAction } from '../../src/simulator/account/manual-action.ts';
import type { LoggedRequest } from '../../src/simulator/account/inspection.ts';
import type { Fault } from '../../src/simulator/server/fault.ts';
import { faultPlan } from '../../src/simulator/server/fault.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import type { Simulator } from '../../src/simulator/start-simulator.ts';
import { accountOf } from './account-of.ts';
import type { Case } from './case.ts';
import type { Broken, Violation } from './violations.ts';
import type { Truth } from './truth.ts';
import { begunBetween, nameOf } from './truth.ts';

export interface World {
  readonly simulator: Simulator;
  readonly people: Case['people'];
  /** Where the ledger is now: a copy moves it. */
  readonly ledgerPath: string;
  readonly truth: Truth;
  readonly violations: Violation[];
  /** Requests whose answer was lost and that are still on their way. */
  readonly late: (() => Promise<void>)[];
  readonly tally: { faults: number };
  blame(broken: Broken, what: string): void;
  /** All that the ledger holds, as committed; nothing before the first apply. */
  history(): Promise<readonly HistoryRecord[]>;
  /** Everything that a plan reads of the ledger, as text: recorded ends too. */
  ledgerState(): Promise<string>;
  act(event: ManualAction): Promise<void>;
  setFaults(faults: readonly Fault[]): void;
  /** Does something to the files of the ledger while no connection is open. */
  withLedgerFile(act: (path: string) => void): Promise<void>;
  /** Uses the ledger at another place from now on. */
  useLedger(path: string): Promise<void>;
  close(): Promise<void>;
}

/** Lags until time is let pass. */
const forEver = 1_000_000_000;

export async function openWorld(one: Case): Promise<World> {
  const simulator = await startSimulator({
    account: accountOf(one.people),
    lagMilliseconds: one.lag ? forEver : 0,
    rateLimit: 'off',
    variants: one.variants,
  });
  // In memory where that is possible: what survives a power cut is not what is tried here.
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'rollcall-chaos-'));
  let ledgerPath = join(folder, 'ledger.db');
  const violations: Violation[] = [];
  const tally = { faults: 0 };
  const truth: Truth = { effects: [], byHand: new Set() };
  let reading: LedgerReader | undefined;
  let faults: readonly Fault[] = [];
  let countedFrom = 0;

  const countFaults = (): void => {
    const requests = simulator.requests();
    tally.faults += struckBy(faults, requests.slice(countedFrom));
    countedFrom = requests.length;
  };

  const closeReading = async (): Promise<void> => {
    await reading?.close();
    reading = undefined;
  };

  return {
    simulator,
    people: one.people,
    get ledgerPath() {
      return ledgerPath;
    },
    truth,
    violations,
    tally,
    late: [],
    blame: (broken, what) => void violations.push({ broken, what }),
    async history() {
      reading ??= await openLedger({ location: ledgerPath, mode: 'read' });
      return reading ? collect(reading.history(simulator.portalId, {})) : [];
    },
    async ledgerState() {
      reading ??= await openLedger({ location: ledgerPath, mode: 'read' });
      const view = await reading?.view(simulator.portalId, simulator.inspect().now);
      const { entries, targets, joins, pauses } = view ?? {};
      return JSON.stringify({ entries: [...(entries ?? [])], targets, joins, pauses });
    },
    async act(event) {
      const before = simulator.inspect();
      // Not everything that a case asks for is possible in its account.
      await simulator.act(event).catch((error: unknown) => {
        if (!(error instanceof Failure)) throw error;
      });
      for (const begun of begunBetween(before, simulator.inspect())) truth.byHand.add(nameOf(begun));
    },
    setFaults(next) {
      countFaults();
      faults = next;
      simulator.setFaults(next);
    },
    async withLedgerFile(change) {
      await closeReading();
      change(ledgerPath);
    },
    async useLedger(path) {
      await closeReading();
      ledgerPath = path;
    },
    async close() {
      countFaults();
      await closeReading();
      await simulator.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Wherever it was redirected to. */
export function isWrite({ method, path }: LoggedRequest): boolean {
  return method !== 'GET' && matchRoute(method, path.replace(/^(\/elsewhere)+/u, ''))?.write !== false;
}

/** The simulator does not count its faults, but they strike the same requests again. */
function struckBy(faults: readonly Fault[], requests: readonly LoggedRequest[]): number {
  const plan = faultPlan(faults);
  return requests.filter(({ method, path }) => plan.nextFault(method, path)).length;
}

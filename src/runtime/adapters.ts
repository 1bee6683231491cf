/** The edges of one run, as an environment says. Touches no process: the library opens them the same way. */
import type { LedgerAdminDeps, LedgerDeps, ReadDeps, WriteDeps } from '../commands/deps.ts';
import type { AccountOptions } from '../hubspot/open-account.ts';
import { defaultSimulatorFile } from '../model/default-paths.ts';
import type { ExaminationRequest } from '../model/examination.ts';
import { instantOf } from '../model/time.ts';
import { type Connection, connectionTo } from './connection.ts';
import type { Environment } from './environment.ts';
import { createLedgerAdmin, createLedgerAdapters } from './ledger-adapters.ts';

export interface AdapterOptions {
  /** Where HUBSPOT_ACCESS_TOKEN, HUBSPOT_BASE_URL and ROLLCALL_LEDGER are looked up. */
  readonly env: Environment;
  /** Why something waits, for a person. */
  readonly onWait: (line: string) => void;
  /** Called once for each edge that was opened; what it gets is to be called when the run is over. */
  readonly registerClose: (close: () => Promise<void>) => void;
}

type ReadAdapters = Pick<ReadDeps, 'openReader' | 'ledgerView' | 'ledgerPlace'>;

export interface Adapters
  extends Pick<LedgerDeps, 'openLedger'>, Pick<LedgerAdminDeps, 'ledgers' | 'offlineAccount'> {
  /** How an account is opened; the simulated one is started at most once. */
  readonly accountOptions: ReturnType<typeof accountOptionsFor>;
  readonly readAdapters: (allowBaseUrl?: boolean) => ReadAdapters;
  readonly writeAdapters: (allowBaseUrl?: boolean) => Pick<WriteDeps, 'openWriter'>;
}

/** Each edge is loaded when it is opened; only `writing` can open a writer. */
export function createAdapters(options: AdapterOptions): Adapters {
  const optionsFor = accountOptionsFor(options);
  const { openLedger, ...ledger } = createLedgerAdapters(options);
  return {
    accountOptions: optionsFor,
    readAdapters: (allowBaseUrl) => ({
      openReader: async (desired) => {
        const { openAccount } = await import('../hubspot/open-account.ts');
        return openAccount(await optionsFor(desired, allowBaseUrl));
      },
      ...ledger,
    }),
    openLedger,
    ledgers: createLedgerAdmin(options),
    offlineAccount: async ({ portal }) => {
      if (portal !== 'simulated') return { portalId: portal, now: instantOf(Date.now()) };
      const { inspectSimulatedAccount } = await import('../simulator/control-account.ts');
      const { env } = options;
      // Refuses an address on another machine.
      const { baseUrl } = await connectionTo(
        { portal },
        { env, allowBaseUrl: false, simulator: stateFileConnection },
      );
      const place = baseUrl === '' ? { stateFile: defaultSimulatorFile } : { url: baseUrl };
      const { portalId, now } = await inspectSimulatedAccount(place);
      return { portalId, now };
    },
    writeAdapters: (allowBaseUrl) => ({
      openWriter: async (desired) => {
        const { openAccountForWriting } = await import('../hubspot/open-account.ts');
        return openAccountForWriting(await optionsFor(desired, allowBaseUrl));
      },
    }),
  };
}

/** The simulated account in the file of this folder, without a server. */
async function stateFileConnection(): Promise<Connection> {
  return { baseUrl: '', token: '' };
}

function accountOptionsFor({ env, onWait, registerClose }: AdapterOptions) {
  const simulator = once(async (): Promise<Connection> => {
    const { startSimulator } = await import('../simulator/start-simulator.ts');
    const running = await startSimulator({ stateFile: defaultSimulatorFile });
    registerClose(() => running.close());
    return { baseUrl: running.url, token: running.token };
  });
  return async (desired: ExaminationRequest, allowBaseUrl = false): Promise<AccountOptions> => ({
    ...(await connectionTo(desired, { env, allowBaseUrl, simulator })),
    dialect: desired.dialect,
    sequenceRoutes: desired.sequenceRoutes,
    ratePercent: desired.ratePercent,
    onWait,
  });
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

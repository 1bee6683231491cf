/** The edges of one run, as an environment says. Touches no process: the library opens them the same way. */
import type { LedgerAdminDeps, LedgerDeps, ReadDeps, WriteDeps } from '../commands/deps.ts';
import { simulatorState } from '../model/default-paths.ts';
import type { Examined } from '../model/examination.ts';
import { instantOf } from '../model/time.ts';
import { type Connection, connectionTo } from './connection.ts';
import type { Environment } from './environment.ts';
import { ledgerAdmin, ledgerEdges } from './ledger-adapters.ts';

export interface EdgeOptions {
  /** Where HUBSPOT_ACCESS_TOKEN, HUBSPOT_BASE_URL and ROLLCALL_LEDGER are looked up. */
  readonly env: Environment;
  /** Why something waits, for a person. */
  readonly talk: (line: string) => void;
  /** Called once for each edge that was opened; what it gets is to be called when the run is over. */
  readonly onEnd: (close: () => Promise<void>) => void;
}

type Reading = Pick<ReadDeps, 'openReader' | 'ledgerView' | 'ledgerPlace'>;

export interface Edges
  extends Pick<LedgerDeps, 'openLedger'>, Pick<LedgerAdminDeps, 'ledgers' | 'offlineAccount'> {
  /** How an account is opened; the simulated one is started at most once. */
  readonly optionsFor: ReturnType<typeof accountOptions>;
  readonly reading: (allowBaseUrl?: boolean) => Reading;
  readonly writing: (allowBaseUrl?: boolean) => Pick<WriteDeps, 'openWriter'>;
}

/** Each edge is loaded when it is opened; only `writing` can open a writer. */
export function edgesFor(options: EdgeOptions): Edges {
  const optionsFor = accountOptions(options);
  const { openLedger, ...ledger } = ledgerEdges(options);
  return {
    optionsFor,
    reading: (allowBaseUrl) => ({
      openReader: async (desired) => {
        const { openAccount } = await import('../hubspot/open-account.ts');
        return openAccount(await optionsFor(desired, allowBaseUrl));
      },
      ...ledger,
    }),
    openLedger,
    ledgers: ledgerAdmin(options),
    offlineAccount: async ({ portal }) => {
      if (portal !== 'simulated') return { portalId: portal, now: instantOf(Date.now()) };
      const { inspectState } = await import('../simulator/control-account.ts');
      const { env } = options;
      // Refuses an address on another machine.
      const { baseUrl } = await connectionTo({ portal }, { env, allowBaseUrl: false, simulator: inFile });
      const place = baseUrl === '' ? { stateFile: simulatorState } : { url: baseUrl };
      const { portalId, now } = await inspectState(place);
      return { portalId, now };
    },
    writing: (allowBaseUrl) => ({
      openWriter: async (desired) => {
        const { openAccountForWriting } = await import('../hubspot/open-account.ts');
        return openAccountForWriting(await optionsFor(desired, allowBaseUrl));
      },
    }),
  };
}

/** The simulated account in the file of this folder, without a server. */
async function inFile(): Promise<Connection> {
  return { baseUrl: '', token: '' };
}

function accountOptions({ env, talk, onEnd }: EdgeOptions) {
  const simulator = once(async (): Promise<Connection> => {
    const { startSimulator } = await import('../simulator/start-simulator.ts');
    const running = await startSimulator({ stateFile: simulatorState });
    onEnd(() => running.close());
    return { baseUrl: running.url, token: running.token };
  });
  return async (desired: Examined, allowBaseUrl = false) => ({
    ...(await connectionTo(desired, { env, allowBaseUrl, simulator })),
    dialect: desired.dialect,
    sequenceRoutes: desired.sequenceRoutes,
    ratePercent: desired.ratePercent,
    talk,
  });
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/**
 * Creates the adapters of a run (HubSpot account, ledger, simulator) from an environment. Reads no process state, so
 * that the library and the command line share it.
 */
import type {
  AccountDeps,
  DefinitionDeps,
  DirectoryDeps,
  LedgerAdminDeps,
  LedgerDeps,
  ReadDeps,
  WriteDeps,
} from '../commands/deps.ts';
import type { AccountOptions } from '../hubspot/open-account.ts';
import type { AccountReader } from '../model/account.ts';
import type { AccountRecording } from '../model/account-recording.ts';
import { type DesiredState, defaultVersions } from '../model/desired-state.ts';
import type { ExaminationRequest } from '../model/results/examination.ts';
import { omitUndefined } from '../model/omit-undefined.ts';
import { instantOf } from '../model/time.ts';
import { type Connection, connectionTo } from './connection.ts';
import type { Environment } from './environment.ts';
import { createLedgerAdmin, createLedgerAdapters } from './ledger-adapters.ts';

/** The default state file of the simulator, relative to the working folder. */
export const defaultSimulatorFile = '.rollcall/simulator.json';

export interface AdapterOptions {
  /** Holds HUBSPOT_ACCESS_TOKEN, HUBSPOT_BASE_URL, ROLLCALL_LEDGER and the proxy variables. */
  readonly env: Environment;
  /** The token of `env` is for every account, whatever variable a file names. */
  readonly ignoreTokenName?: boolean;
  /** Receives a line for the user about the reason of a wait. */
  readonly onWait: (line: string) => void;
  /** Called once for each opened connection. The caller must call `close` at the end of the run. */
  readonly registerClose: (close: () => Promise<void>) => void;
  /** Ends reads of the account early. Writes never end early. */
  readonly signal?: AbortSignal | undefined;
  /** Called before each HTTP request of a read. If it throws, the request is not sent and the read fails. */
  readonly beforeRead?: (() => void) | undefined;
  /** Waits, for the rate limit and between attempts; a timer by default. */
  readonly sleep?: AccountOptions['sleep'];
  /** Sends every request to an account in this process, instead of the network. */
  readonly transport?: AccountOptions['transport'];
  /** Never create or change a file: requests to the simulated account of this folder are not logged. */
  readonly leaveFiles?: boolean;
}

type ReadAdapters = Pick<ReadDeps, 'openReader' | 'ledgerView' | 'ledgerPlace'>;

export interface Adapters
  extends
    Pick<LedgerDeps, 'openLedger'>,
    Pick<LedgerAdminDeps, 'ledgers' | 'offlineAccount' | 'openLedgerReader'> {
  readonly readAdapters: (allowBaseUrl?: boolean) => ReadAdapters;
  /** As `readAdapters`, without a change to the simulated account of this folder. Also returns what HubSpot returns to the reads. */
  readonly recordingAdapters: (allowBaseUrl?: boolean) => Omit<ReadAdapters, 'openReader'> & {
    readonly openRecorded: (
      desired: DesiredState,
    ) => Promise<{ readonly reader: AccountReader; readonly recording: AccountRecording }>;
  };
  readonly writeAdapters: (allowBaseUrl?: boolean) => Pick<WriteDeps, 'openWriter'>;
  /** For the commands that read an account without planning: `doctor`, `validate --online`, `import`. */
  readonly accountAdapters: (
    allowBaseUrl?: boolean,
  ) => DirectoryDeps &
    Pick<AccountDeps, 'openExaminer' | 'openInventory' | 'ledgers'> &
    Pick<DefinitionDeps, 'openDefinitions'>;
}

/** Creates the adapters. Each module is imported at its first use; only `writeAdapters` can open a writer. */
export function createAdapters(options: AdapterOptions): Adapters {
  const optionsFor = accountOptionsFor(options);
  const optionsForCopy = accountOptionsFor({ ...options, leaveFiles: true });
  const ledgers = createLedgerAdmin(options);
  const { openLedger, openLedgerReader, ...ledger } = createLedgerAdapters(options);
  return {
    readAdapters: (allowBaseUrl) => ({
      openReader: async (desired) => {
        const { openAccount } = await import('../hubspot/open-account.ts');
        return openAccount(await optionsFor(desired, allowBaseUrl));
      },
      ...ledger,
    }),
    recordingAdapters: (allowBaseUrl) => ({
      openRecorded: async (desired) => {
        const { openRecordedAccount } = await import('../hubspot/record-account.ts');
        return openRecordedAccount(await optionsForCopy(desired, allowBaseUrl));
      },
      ...ledger,
    }),
    openLedger,
    openLedgerReader,
    ledgers,
    offlineAccount: async ({ portal }) => {
      if (portal !== 'simulated') return { portalId: portal, now: instantOf(Date.now()) };
      const { inspectSimulatedAccount } = await import('../simulator/control-account.ts');
      const { env } = options;
      // Throws for an address on another machine.
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
    accountAdapters: (allowBaseUrl) => ({
      ledgers,
      openExaminer: async (wanted) => {
        const { openExaminer } = await import('../hubspot/doctor/doctor.ts');
        return openExaminer(await optionsFor(wanted, allowBaseUrl));
      },
      openDefinitions: async (wanted) => {
        const { openDefinitions } = await import('../hubspot/read/definitions.ts');
        return openDefinitions(await optionsFor(wanted, allowBaseUrl));
      },
      openDirectory: async (wanted) => {
        const { openDirectory } = await import('../hubspot/read/directory.ts');
        return openDirectory(await optionsFor(wanted, allowBaseUrl));
      },
      openInventory: async ({ dialect, ...account }) => {
        const { openInventory } = await import('../hubspot/import/inventory.ts');
        return openInventory(await optionsFor({ ...accountDefaults, ...account, dialect }, allowBaseUrl));
      },
    }),
  };
}

/** The settings of a file that sets none of them. */
const accountDefaults = { ...defaultVersions, ratePercent: 80, targets: [] } as const;

/** Returns a connection without a server: the simulated account is read from the state file in this folder. */
async function stateFileConnection(): Promise<Connection> {
  return { baseUrl: '', token: '' };
}

function accountOptionsFor(options: AdapterOptions) {
  const { env, ignoreTokenName, onWait, registerClose, signal, beforeRead, leaveFiles, sleep, transport } =
    options;
  const simulator = once(async (): Promise<Connection> => {
    const { startSimulator } = await import('../simulator/start-simulator.ts');
    const running = await startSimulator({
      stateFile: defaultSimulatorFile,
      ...omitUndefined({ leaveFiles }),
    });
    registerClose(() => running.close());
    return { baseUrl: running.url, token: running.token };
  });
  return async (desired: ExaminationRequest, allowBaseUrl = false): Promise<AccountOptions> => ({
    ...(await connectionTo(desired, { env, allowBaseUrl, ignoreTokenName, simulator })),
    dialect: desired.dialect,
    apiVersion: desired.apiVersion,
    workflowApiVersion: desired.workflowApiVersion,
    ratePercent: desired.ratePercent,
    onWait,
    signal,
    beforeRead,
    ...omitUndefined({ sleep, transport }),
  });
}

function once<T>(create: () => Promise<T>): () => Promise<T> {
  let created: Promise<T> | undefined;
  return () => (created ??= create());
}

/** A test world: an account behind a gate, files that declare members, and no ledger yet. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { collect } from '../../src/model/collect.ts';
import type { HistoryRecord, LeaseRecord, LedgerReader } from '../../src/model/ledger/ledger.ts';
import { generateAccount } from '../../src/simulator/seed/generate-account.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import type { Simulator, SimulatorOptions } from '../../src/simulator/start-simulator.ts';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';
import type { Ran } from '../cli/rollcall.ts';
import type { Cleanup } from './cleanup.ts';
import { startGate } from './gate.ts';
import type { Gate } from './gate.ts';
import { firstContact } from './people.ts';
import { startRollcall } from './start-rollcall.ts';
import type { Ended, Running } from './start-rollcall.ts';
import { tally } from './tally.ts';
import type { Tally } from './tally.ts';

export interface Wanted {
  /** Numbers of members of a sequence, of a workflow, and of another workflow that enrolls through a list. */
  readonly sequence?: number;
  readonly workflow?: number;
  readonly list?: number;
  readonly dialect?: 'documented' | 'guide';
  /** The ledger location; by default a SQLite file in the folder of the world. */
  readonly ledger?: string;
  readonly limits?: Readonly<Record<string, number | string>>;
  readonly simulator?: SimulatorOptions;
}

export interface World {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly simulator: Simulator;
  readonly gate: Gate;
  /** Starts a command. `through` is a prefix such as `sh -c 'ulimit …; exec "$@"' sh`. */
  readonly start: (args: readonly string[], through?: readonly string[]) => Running;
  readonly run: (...args: string[]) => Promise<Ended>;
  /** Runs a command inside this process, one at a time. The command cannot be interrupted. */
  readonly runInProcess: (...args: string[]) => Promise<Ran>;
  /** Writes a file to the working folder of the commands. */
  readonly write: (name: string, text: string) => void;
  /** Creates an empty ledger. */
  readonly makeLedger: () => Promise<void>;
  readonly history: () => Promise<readonly HistoryRecord[]>;
  /** Returns the current lock, if any. */
  readonly lock: () => Promise<LeaseRecord | undefined>;
  /** Compares the ledger with the account and the requests. */
  readonly tally: () => Promise<Tally>;
  /** The path of the default ledger file. */
  readonly ledgerFile: string;
}

/** Creates a world. `cleanup` is `onTestFinished` of the test context, so that tests can run concurrently. */
export async function someWorld(cleanup: Cleanup, wanted: Wanted = {}): Promise<World> {
  const { sequence = 0, workflow = 0, list = 0 } = wanted;
  const simulator = await startSimulator({
    lagMilliseconds: 0,
    rateLimit: 'off',
    account: generateAccount({ contacts: sequence + workflow + list, allReachable: true }),
    ...wanted.simulator,
  });
  cleanup(() => simulator.close());
  const gate = await startGate(simulator.url, cleanup);
  const cwd = mkdtempSync(join(tmpdir(), 'rollcall-'));
  cleanup(() => rmSync(cwd, { recursive: true, force: true }));
  const write: World['write'] = (name, text) => writeFileSync(join(cwd, name), text);
  write('enrollments.yaml', filesFor(wanted, simulator.portalId));
  const env = {
    HUBSPOT_BASE_URL: gate.url,
    HUBSPOT_ACCESS_TOKEN: simulator.token,
    ...(wanted.ledger === undefined ? {} : { ROLLCALL_LEDGER: wanted.ledger }),
  };
  const start: World['start'] = (args, through = []) => startRollcall(args, { cwd, env, through, cleanup });
  const run: World['run'] = (...args) => start(args).ended;
  const ledgerFile = join(cwd, 'ledger.db');
  const location = wanted.ledger ?? ledgerFile;
  const readLedger = async <T>(read: (ledger: LedgerReader) => Promise<T>): Promise<T | undefined> => {
    const ledger = await openLedger({ location, mode: 'read' });
    if (!ledger) return undefined;
    try {
      return await read(ledger);
    } finally {
      await ledger.close();
    }
  };
  const history: World['history'] = async () =>
    (await readLedger((ledger) => collect(ledger.history(simulator.portalId, {})))) ?? [];
  return {
    cwd,
    env,
    simulator,
    gate,
    start,
    run,
    runInProcess: (...args) => rollcallInProcess(args, { cwd, env }),
    write,
    makeLedger: async () => (await openLedger({ location, mode: 'create' })).close(),
    history,
    lock: () => readLedger((ledger) => ledger.lease(simulator.portalId)),
    tally: async () => {
      const { enrollments } = simulator.inspect();
      return tally({ records: await history(), enrollments, writes: gate.writes });
    },
    ledgerFile,
  };
}

/** Returns the text of `enrollments.yaml`. */
export function filesFor(wanted: Wanted, portal: number | 'simulated'): string {
  const { sequence = 0, workflow = 0, list = 0, dialect = 'documented', limits } = wanted;
  return `version: 1
portal: ${portal}
dialect: ${dialect}
ledger: ledger.db
limits: ${JSON.stringify({ enroll: 100_000, perSenderPerDay: 100_000, ...limits })}
${sequence === 0 ? '' : sequenceOf(people(0, sequence))}
${workflow + list === 0 ? '' : 'workflows:'}
${workflow === 0 ? '' : workflowOf(people(sequence, workflow))}
${list === 0 ? '' : listOf(people(sequence + workflow, list))}
`;
}

function sequenceOf(members: string): string {
  return `sequences:
  outbound:
    id: 5510021
    sender: maria@acme.example
    members: ${members}
`;
}

function workflowOf(members: string): string {
  return `  onboarding:
    id: 900100
    noHistoryBefore: 2027-01-01
    members: ${members}
`;
}

function listOf(members: string): string {
  return `  newsletter:
    id: 900200
    via: { list: 611 }
    noHistoryBefore: 2027-01-01
    members: ${members}
`;
}

function people(first: number, count: number): string {
  const ids = Array.from({ length: count }, (_none, index) => ({ id: firstContact + first + index }));
  return JSON.stringify(ids);
}

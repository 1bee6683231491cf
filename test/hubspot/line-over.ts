/** `plan` and `apply` as commands, in this process, over a simulated account behind real HTTP. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { apply } from '../../src/commands/apply.ts';
import type { ApplyArgs } from '../../src/commands/apply/apply-context.ts';
import type { View, WriteDeps } from '../../src/commands/deps.ts';
import { plan } from '../../src/commands/plan.ts';
import type { PlanArgs } from '../../src/commands/plan.ts';
import { openAccount, openAccountForWriting } from '../../src/hubspot/open-account.ts';
import type { AccountOptions } from '../../src/hubspot/open-account.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { emptyLedgerView } from '../../src/model/ledger/ledger-view.ts';
import type { Ledger } from '../../src/model/ledger/ledger.ts';
import type { Dialect } from '../../src/model/desired-state.ts';
import { ExitCode } from '../../src/model/exit-code.ts';
import { Failure } from '../../src/model/failure.ts';
import type { Plan } from '../../src/model/results/plan.ts';
import type { Report } from '../../src/model/results/report.ts';
import type { Simulator, SimulatorOptions } from '../../src/simulator/start-simulator.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import { memoryFiles } from '../schema/memory-files.ts';

/** The result of one command. */
export interface Came {
  readonly exit: ExitCode;
  readonly plan?: Plan;
  readonly report?: Report;
  /** The failure that ended the command, as the command line would print it. */
  readonly failure?: Failure;
  /** Any other error: a defect. */
  readonly defect?: string;
  /** The log lines, for example about waits. */
  readonly logged: readonly string[];
}

export interface Line {
  readonly simulator: Simulator;
  /** Replaces the files. */
  write(yaml: string): void;
  /** Plans. With a name, saves the plan under it. */
  plan(args?: Partial<PlanArgs>): Promise<Came>;
  /** Returns the text of a file; writes it first if there is a second argument. */
  file(name: string, text?: string): string;
  /** Runs a function with the ledger, which is created if there is none. */
  inLedger<T>(act: (ledger: Ledger) => T): Promise<T>;
  apply(args?: Partial<ApplyArgs>): Promise<Came>;
  /** Changes how the account is opened from now on. */
  readonly account: Opening;
}

type Opening = { -readonly [Key in keyof AccountOptions]?: AccountOptions[Key] };

interface LineOptions {
  readonly yaml: string;
  /** Other files, by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly dialect: Dialect;
  readonly simulator?: SimulatorOptions;
  /** Waits are skipped unless this has a `sleep`. */
  readonly account?: Partial<AccountOptions>;
}

export async function lineOver({ yaml, dialect, ...options }: LineOptions): Promise<Line> {
  const simulator = await startSimulator({ lagMilliseconds: 0, rateLimit: 'off', ...options.simulator });
  onTestFinished(() => simulator.close());
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-line-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const texts: Record<string, string> = { ...options.files };
  const write = (text: string): void => {
    texts['e.yaml'] = `version: 1\nportal: ${simulator.portalId}\n${text}`;
  };
  write(yaml);
  const location = join(folder, 'ledger.db');
  const account: Opening = { sleep: async () => undefined, ...options.account };
  const run = async (command: (deps: WriteDeps) => Promise<ExitCode>): Promise<Came> =>
    running(command, { texts, simulator, account, location });
  const args = {
    paths: ['e.yaml'],
    dialect,
    only: [],
    exclude: [],
    liftedLimits: {},
    diff: false,
    full: true,
    detailedExitcode: true,
  };
  return {
    simulator,
    account,
    write,
    file: (name, text) => (texts[name] = text ?? texts[name] ?? ''),
    inLedger: async (act) => {
      const ledger = await openLedger({ location, mode: 'create' });
      try {
        return act(ledger);
      } finally {
        await ledger.close();
      }
    },
    plan: (more = {}) => run((deps) => plan({ ...args, ...more }, deps)),
    apply: (more = {}) =>
      run((deps) => apply({ ...args, autoApprove: true, newLedger: true, ...more }, deps)),
  };
}

async function running(
  command: (deps: WriteDeps) => Promise<ExitCode>,
  around: {
    readonly texts: Record<string, string>;
    readonly simulator: Simulator;
    readonly account: Partial<AccountOptions>;
    readonly location: string;
  },
): Promise<Came> {
  const logged: string[] = [];
  const shown = new Map<string, unknown>();
  const ledgers: Pick<Ledger, 'close'>[] = [];
  const view = new Proxy({} as View, {
    get: (_, name) => (value: unknown) =>
      void (name === 'log' ? logged.push(String(value)) : shown.set(String(name), value)),
  });
  const { simulator, account, location } = around;
  const options = (desired: Parameters<WriteDeps['openReader']>[0]): AccountOptions => ({
    baseUrl: simulator.url,
    token: simulator.token,
    dialect: desired.dialect,
    apiVersion: desired.apiVersion,
    workflowApiVersion: desired.workflowApiVersion,
    ratePercent: desired.ratePercent,
    onWait: (line) => logged.push(line),
    ...account,
  });
  const unchanged = <Opened extends Pick<Ledger, 'close'>>(opened: Opened): Opened => {
    ledgers.push(opened);
    return opened;
  };
  const deps: WriteDeps = {
    files: memoryFiles(around.texts),
    view,
    writeFile: async (name, pieces) => {
      around.texts[name] = [...pieces].join('');
    },
    progress: () => undefined,
    today: () => '2026-11-02',
    openReader: async (desired) => openAccount(options(desired)),
    openWriter: async (desired) => openAccountForWriting(options(desired)),
    ledgerPlace: ({ ledger }) => ({ place: ledger, from: '`ledger`', isFile: true, location: ledger }),
    ledgerView: async (_, { portalId, dayStart }) => {
      const found = await openLedger({ location, mode: 'read' });
      return found ? unchanged(found).view(portalId, dayStart) : { ...emptyLedgerView(), exists: true };
    },
    openLedger: async () => unchanged(await openLedger({ location, mode: 'create' })),
    run: { actor: 'tester', version: 'test', owner: 'this test' },
    interrupt: { requested: () => false, whenRequested: new Promise(() => undefined) },
    lockTimeout: 0,
    sleep: async () => undefined,
    every: () => () => undefined,
    pollDelays: { ambiguous: [1, 1], removal: [1, 1] },
  };
  const came = { logged, ...(await ended(() => command(deps))) };
  for (const ledger of ledgers) await ledger.close();
  if (shown.has('validation')) throw new Error(`invalid files: ${JSON.stringify(shown.get('validation'))}`);
  const [made, report] = [shown.get('plan') ?? shown.get('proposal'), shown.get('report')];
  return {
    ...came,
    ...(made === undefined ? {} : { plan: made as Plan }),
    ...(report === undefined ? {} : { report: report as Report }),
  };
}

async function ended(
  command: () => Promise<ExitCode>,
): Promise<{ readonly exit: ExitCode; readonly failure?: Failure; readonly defect?: string }> {
  try {
    return { exit: await command() };
  } catch (error) {
    if (error instanceof Failure) return { exit: error.exitCode, failure: error };
    return { exit: ExitCode.error, defect: String(error) };
  }
}

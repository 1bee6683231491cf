/** Runs rollcall in this process, with a simulated account over HTTP and a ledger file. */
import { defaultVersions } from '../src/model/desired-state.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apply } from '../src/commands/apply.ts';
import type { View, WriteDeps } from '../src/commands/deps.ts';
import { plan } from '../src/commands/plan.ts';
import { openAccount, openAccountForWriting } from '../src/hubspot/open-account.ts';
import { openLedger } from '../src/ledger/open-ledger.ts';
import { emptyLedgerView } from '../src/model/ledger/ledger-view.ts';
import type { Report } from '../src/model/results/report.ts';
import type { Plan } from '../src/model/results/plan.ts';
import type { DistantLine } from './distant-line.ts';
import { generatedEmail, generateAccount } from '../src/simulator/seed/generate-account.ts';
import type { GenerateOptions } from '../src/simulator/seed/generate-account.ts';
import type { SimulatorOptions } from '../src/simulator/start-simulator.ts';
import { startSimulator } from '../src/simulator/start-simulator.ts';

export interface RunResult {
  readonly exitCode: number;
  readonly requests: number;
  /** Number of 429 responses. */
  readonly refused: number;
  readonly milliseconds: number;
  readonly plan: Plan | undefined;
  readonly report: Report | undefined;
}

export interface Fixture {
  readonly url: string;
  readonly token: string;
  readonly plan: () => Promise<RunResult>;
  readonly apply: () => Promise<RunResult>;
  readonly close: () => Promise<void>;
}

/** Starts a simulator and returns the commands on it. `text` is the file without its first keys. */
export async function openFixture(
  account: GenerateOptions,
  {
    text,
    simulator: options = {},
    lineTo,
  }: {
    readonly text: string;
    readonly simulator?: SimulatorOptions;
    /** Opens a line to the simulator, which all requests take. */
    readonly lineTo?: (url: string) => Promise<Pick<DistantLine, 'url' | 'close'>>;
  },
): Promise<Fixture> {
  const simulator = await startSimulator({
    account: generateAccount(account),
    lagMilliseconds: 0,
    rateLimit: 'off',
    ...options,
  });
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  const file = new TextEncoder().encode(head(simulator.portalId) + text);
  const rendered: { plan?: Plan; report?: Report } = {};
  const closing: (() => Promise<void>)[] = [() => simulator.close()];
  const line = await lineTo?.(simulator.url);
  if (line) closing.push(line.close);
  const open = {
    baseUrl: line?.url ?? simulator.url,
    token: simulator.token,
    ratePercent: 100,
    ...defaultVersions,
  } as const;
  const location = join(folder, 'ledger.db');
  const deps: WriteDeps = {
    files: { read: async () => file, list: async () => undefined },
    writeFile: async () => undefined,
    view: viewInto(rendered),
    today: () => '2026-11-02',
    progress: () => undefined,
    openReader: async ({ dialect }) => openAccount({ ...open, dialect }),
    openWriter: async ({ dialect }) => openAccountForWriting({ ...open, dialect }),
    ledgerPlace: ({ ledger }) => ({ place: ledger, from: '`ledger`', isFile: true, location: ledger }),
    ledgerView: async (_desired, { portalId, dayStart }) => {
      const ledger = await openLedger({ location, mode: 'read' });
      if (!ledger) return emptyLedgerView();
      closing.push(() => ledger.close());
      return ledger.view(portalId, dayStart);
    },
    openLedger: async (_desired, create) => {
      const ledger = await openLedger({ location, mode: create ? 'create' : 'write' });
      if (ledger) closing.push(() => ledger.close());
      return ledger;
    },
    run: { actor: 'bench', version: '0', owner: 'bench' },
    interrupt: { requested: () => false, whenRequested: new Promise(() => undefined) },
    lockTimeout: 0,
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    every: () => () => undefined,
    pollDelays: { ambiguous: [1_000], removal: [1_000] },
  };
  const words = { paths: [], only: [], exclude: [], liftedLimits: {}, full: false, diff: false };
  const run = async (command: () => Promise<number>): Promise<RunResult> => {
    const seen = simulator.requests().length;
    const from = performance.now();
    const exitCode = await command();
    const milliseconds = performance.now() - from;
    const requests = simulator.requests().slice(seen);
    const refused = requests.filter(({ status }) => status === 429).length;
    return {
      exitCode,
      milliseconds,
      requests: requests.length,
      refused,
      plan: rendered.plan,
      report: rendered.report,
    };
  };
  return {
    url: simulator.url,
    token: simulator.token,
    plan: () => run(() => plan({ ...words, detailedExitcode: false }, deps)),
    apply: () => run(() => apply({ ...words, autoApprove: true, newLedger: true }, deps)),
    close: async () => {
      for (const close of closing.toReversed()) await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Returns the text of a sequence with the first `count` contacts as members. */
export function sequenceWith(count: number): string {
  return `sequences:\n  q4: { id: 5510021, sender: maria@acme.example, members: ${membersUpTo(count)} }\n`;
}

/** Returns the emails of the first `count` contacts, as a YAML list. */
export function membersUpTo(count: number): string {
  return JSON.stringify(Array.from({ length: count }, (_none, index) => generatedEmail(index)));
}

/** Returns the first keys of the file, with limits that refuse no plan. */
function head(portalId: number): string {
  return `version: 1\nportal: ${portalId}\nlimits: { enroll: 10000000, unenroll: 100%, perSenderPerDay: 10000000 }\n`;
}

function viewInto(rendered: { plan?: Plan; report?: Report }): View {
  const nothing = (): void => undefined;
  return {
    validation: ({ diagnostics }) => {
      throw new Error(diagnostics.map(({ message }) => message).join('\n'));
    },
    plan: (made) => void (rendered.plan = made),
    proposal: (made) => void (rendered.plan = made),
    report: (report) => void (rendered.report = report),
    drift: nothing,
    explanation: nothing,
    history: nothing,
    lease: nothing,
    log: nothing,
  };
}

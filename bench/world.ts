/** rollcall in this process, over a simulated account behind real HTTP and a real ledger file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apply } from '../src/commands/apply.ts';
import type { View, WriteDeps } from '../src/commands/deps.ts';
import { plan } from '../src/commands/plan.ts';
import { openAccount, openAccountForWriting } from '../src/hubspot/open-account.ts';
import { emptyView, openLedger } from '../src/ledger/open-ledger.ts';
import type { Report } from '../src/model/report.ts';
import type { Plan } from '../src/model/plan.ts';
import { generatedEmail, generateAccount } from '../src/simulator/seed/generate-account.ts';
import type { GenerateOptions } from '../src/simulator/seed/generate-account.ts';
import type { SimulatorOptions } from '../src/simulator/start-simulator.ts';
import { startSimulator } from '../src/simulator/start-simulator.ts';

export interface Ran {
  readonly exitCode: number;
  readonly requests: number;
  /** Answers of 429 among them. */
  readonly refused: number;
  readonly milliseconds: number;
  readonly plan: Plan | undefined;
  readonly report: Report | undefined;
}

export interface BenchWorld {
  readonly url: string;
  readonly token: string;
  readonly plan: () => Promise<Ran>;
  readonly apply: () => Promise<Ran>;
  readonly close: () => Promise<void>;
}

/** `text` is what the file says beside its head. `url` lets the calls go another way, as over a slow line. */
export async function benchWorld(
  account: GenerateOptions,
  { text, simulator: options = {} }: { readonly text: string; readonly simulator?: SimulatorOptions },
): Promise<BenchWorld> {
  const simulator = await startSimulator({
    account: generateAccount(account),
    lagMilliseconds: 0,
    rateLimit: 'off',
    ...options,
  });
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  const file = new TextEncoder().encode(head(simulator.portalId) + text);
  const shown: { plan?: Plan; report?: Report } = {};
  const closing: (() => Promise<void>)[] = [() => simulator.close()];
  const open = {
    baseUrl: simulator.url,
    token: simulator.token,
    ratePercent: 100,
    sequenceRoutes: '2026-03',
  } as const;
  const address = join(folder, 'ledger.db');
  const deps: WriteDeps = {
    files: { read: async () => file, list: async () => undefined },
    writeFile: async () => undefined,
    view: viewInto(shown),
    today: () => '2026-11-02',
    progress: () => undefined,
    openReader: async ({ dialect }) => openAccount({ ...open, dialect }),
    openWriter: async ({ dialect }) => openAccountForWriting({ ...open, dialect }),
    ledgerPlace: ({ ledger }) => ({ place: ledger, from: '`ledger`', isFile: true, address: ledger }),
    ledgerView: async (_desired, { portalId, dayStart }) => {
      const ledger = await openLedger({ address, mode: 'read' });
      if (!ledger) return emptyView();
      closing.push(() => ledger.close());
      return ledger.view(portalId, dayStart);
    },
    openLedger: async (_desired, create) => {
      const ledger = await openLedger({ address, mode: create ? 'create' : 'write' });
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
  const line = { paths: [], only: [], exclude: [], raise: {}, full: false, diff: false };
  const run = async (act: () => Promise<number>): Promise<Ran> => {
    const seen = simulator.requests().length;
    const from = performance.now();
    const exitCode = await act();
    const milliseconds = performance.now() - from;
    const requests = simulator.requests().slice(seen);
    const refused = requests.filter(({ status }) => status === 429).length;
    return {
      exitCode,
      milliseconds,
      requests: requests.length,
      refused,
      plan: shown.plan,
      report: shown.report,
    };
  };
  return {
    url: simulator.url,
    token: simulator.token,
    plan: () => run(() => plan({ ...line, detailedExitcode: false }, deps)),
    apply: () => run(() => apply({ ...line, autoApprove: true, newLedger: true }, deps)),
    close: async () => {
      for (const close of closing.toReversed()) await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The text of a sequence that the first `count` people belong in. */
export function sequenceOf(count: number): string {
  return `sequences:\n  q4: { id: 5510021, sender: maria@acme.example, members: ${peopleTo(count)} }\n`;
}

export function peopleTo(count: number): string {
  return JSON.stringify(Array.from({ length: count }, (_none, index) => generatedEmail(index)));
}

/** Caps that hold nobody back. */
function head(portalId: number): string {
  return `version: 1\nportal: ${portalId}\nlimits: { enroll: 10000000, unenroll: 100%, perSenderPerDay: 10000000 }\n`;
}

function viewInto(shown: { plan?: Plan; report?: Report }): View {
  const nothing = (): void => undefined;
  return {
    validation: ({ diagnostics }) => {
      throw new Error(diagnostics.map(({ message }) => message).join('\n'));
    },
    plan: (made) => void (shown.plan = made),
    proposal: (made) => void (shown.plan = made),
    report: (report) => void (shown.report = report),
    drift: nothing,
    explanation: nothing,
    history: nothing,
    lease: nothing,
    log: nothing,
  };
}

/** Runs commands in this process, with a simulated account over HTTP and a ledger file. */
import { defaultVersions } from '../../src/model/desired-state.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { AcceptDeps, AcceptResult } from '../../src/commands/drift.ts';
import { apply } from '../../src/commands/apply.ts';
import type { ImportResult, AccountDeps, Validation, WriteDeps } from '../../src/commands/deps.ts';
import { openExaminer } from '../../src/hubspot/doctor/doctor.ts';
import { openInventory } from '../../src/hubspot/import/inventory.ts';
import { type AccountOptions, openAccount, openAccountForWriting } from '../../src/hubspot/open-account.ts';
import { matchRoute } from '../../src/hubspot/routes.ts';
import { ledgerStatus } from '../../src/ledger/ledger-status.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { emptyLedgerView } from '../../src/model/ledger/ledger-view.ts';
import type { Dialect } from '../../src/model/desired-state.ts';
import type { Check, ExaminationRequest } from '../../src/model/results/examination.ts';
import type { Plan } from '../../src/model/results/plan.ts';
import type { Report } from '../../src/model/results/report.ts';
import {
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../src/simulator/start-simulator.ts';
import { memoryFiles } from '../schema/memory-files.ts';

/** The latest result of each kind that a command showed. */
interface Seen {
  checks?: readonly Check[];
  validation?: Validation;
  imported?: ImportResult;
  accepted?: AcceptResult;
  plan?: Plan;
  drift?: Plan;
  report?: Report;
  unenrollWorkflowGuides: number;
}

export interface AccountWorld {
  readonly simulator: Simulator;
  readonly deps: AccountDeps & AcceptDeps & WriteDeps;
  readonly seen: Seen;
  /** Files by name. Commands can add files. */
  readonly files: Record<string, string>;
  readonly ledgerPath: string;
  /** Returns the sent requests that change the account. */
  writes(): readonly string[];
}

export async function accountWorld(
  options: SimulatorOptions & { readonly token?: string } = {},
): Promise<AccountWorld> {
  const simulator = await startSimulator({ lagMilliseconds: 0, rateLimit: 'off', ...options });
  onTestFinished(() => simulator.close());
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-account-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const ledgerPath = join(folder, 'ledger.db');
  const files: Record<string, string> = {};
  const seen: Seen = { unenrollWorkflowGuides: 0 };
  const account = ({
    dialect,
    apiVersion,
    workflowApiVersion,
  }: Pick<ExaminationRequest, 'dialect' | 'apiVersion' | 'workflowApiVersion'>): AccountOptions => ({
    baseUrl: simulator.url,
    token: options.token ?? simulator.token,
    dialect,
    apiVersion,
    workflowApiVersion,
    ratePercent: 100,
    sleep: async () => undefined,
  });
  const deps: AccountWorld['deps'] = {
    files: {
      read: (path) => memoryFiles(files).read(path),
      list: (path) => memoryFiles(files).list(path),
    },
    writeFile: async (path, text) => void (files[path] = [...text].join('')),
    view: viewInto(seen),
    today: () => '2026-11-02',
    progress: () => undefined,
    openReader: async (desired) => openAccount(account(desired)),
    openWriter: async (desired) => openAccountForWriting(account(desired)),
    openExaminer: async (wanted) => openExaminer(account(wanted)),
    openInventory: async ({ portal: _portal, ...of }) =>
      openInventory(account({ ...defaultVersions, ...of })),
    ledgerPlace: ({ ledger }) => ({ place: ledger, from: '`ledger`', isFile: true, location: ledger }),
    ledgerView: async (_desired, { portalId, dayStart }) => {
      const ledger = await openLedger({ location: ledgerPath, mode: 'read' });
      if (!ledger) return emptyLedgerView();
      const view = await ledger.view(portalId, dayStart);
      await ledger.close();
      return view;
    },
    ledgers: {
      place: ({ location = 'ledger.db' }) => ({ place: location, from: '`ledger`', isFile: true, location }),
      status: async ({ location = 'ledger.db' }) => ({
        place: { place: location, from: '`ledger`', isFile: true, location },
        status: await ledgerStatus({ location: ledgerPath }),
      }),
    },
    openLedger: async (_desired, create) => {
      const ledger = await openLedger({ location: ledgerPath, mode: create ? 'create' : 'write' });
      if (ledger) onTestFinished(() => ledger.close());
      return ledger;
    },
    run: { actor: 'tester', version: '0', owner: 'this test' },
    interrupt: { requested: () => false, whenRequested: new Promise(() => undefined) },
    lockTimeout: 0,
    sleep: async () => undefined,
    every: () => () => undefined,
    pollDelays: { ambiguous: [1], removal: [1] },
  };
  const writes = (): readonly string[] =>
    simulator
      .requests()
      .map(({ method, path }) => ({ method, path, route: matchRoute(method, path) }))
      .filter(({ route }) => route?.write !== false)
      .map(({ method, path }) => `${method} ${path}`);
  return { simulator, deps, seen, files, ledgerPath, writes };
}

export const dialects: readonly Dialect[] = ['documented', 'guide'];

/** Returns a world in which `text` was applied as `e.yaml`, in the dialect. */
export async function appliedWorld(text: string, dialect: Dialect): Promise<AccountWorld> {
  const world = await accountWorld();
  world.files['e.yaml'] = text;
  await applyTo(world, dialect);
  return world;
}

/** Applies the files of a world again. */
export async function applyTo(world: AccountWorld, dialect: Dialect): Promise<void> {
  const args = { ...planOptions, paths: ['e.yaml'], dialect, autoApprove: true, newLedger: true };
  expect(await apply(args, world.deps)).toBe(0);
}

function viewInto(seen: Seen): AccountWorld['deps']['view'] {
  const nothing = (): void => undefined;
  return {
    validation: (result) => void (seen.validation = result),
    plan: (plan) => void (seen.plan = plan),
    proposal: (plan) => void (seen.plan = plan),
    drift: (plan) => void (seen.drift = plan),
    report: (report) => void (seen.report = report),
    checks: (checks) => void (seen.checks = checks),
    imported: (imported) => void (seen.imported = imported),
    accepted: (accepted) => void (seen.accepted = accepted),
    unenrollWorkflowGuide: () => void (seen.unenrollWorkflowGuides += 1),
    explanation: nothing,
    history: nothing,
    lease: nothing,
    log: nothing,
  };
}

/** The default options of commands that plan, apart from the files. */
export const planOptions = { only: [], exclude: [], liftedLimits: {}, full: true, diff: false } as const;

/** Runs commands on files of a folder, with the simulated account over HTTP and a ledger file in SQLite. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apply } from '../../../src/commands/apply.ts';
import type { ApplyArgs } from '../../../src/commands/apply/apply-context.ts';
import type { Validation } from '../../../src/commands/deps.ts';
import { drift } from '../../../src/commands/drift.ts';
import { plan } from '../../../src/commands/plan.ts';
import type { PipelineOptions } from '../../../src/commands/pipeline.ts';
import { validate } from '../../../src/commands/validate.ts';
import { diskFiles } from '../../../src/disk/read-files.ts';
import { defaultPollDelays } from '../../../src/executor/apply-ports.ts';
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import type { ExitCode } from '../../../src/model/exit-code.ts';
import type { Plan } from '../../../src/model/results/plan.ts';
import type { Report } from '../../../src/model/results/report.ts';
import type { Simulator, SimulatorOptions } from '../../../src/simulator/start-simulator.ts';
import { folderWith } from '../../cli/folder.ts';
import { planOptions, accountWorld } from '../../commands/account-world.ts';

interface Applied {
  readonly exit: ExitCode;
  /** The plan that was shown before the question. */
  readonly plan: Plan;
  /** The question and the answer `yes`; empty if `apply` did not ask. */
  readonly question: string;
  /** Absent if nothing was applied. */
  readonly report?: Report;
}

export interface CommandWorld {
  readonly simulator: Simulator;
  write(name: string, text: string): void;
  validate(): Promise<Validation>;
  plan(options?: Partial<PipelineOptions>): Promise<Plan>;
  drift(): Promise<Plan>;
  /** Applies the files, or `plan` of the arguments, and answers `yes`. */
  apply(args?: Partial<ApplyArgs>): Promise<Applied>;
}

/** Starts a world with these files. Creates the ledger, unless `ledger` is false. */
export async function commandWorld(
  files: Readonly<Record<string, string>>,
  { ledger = true, ...options }: SimulatorOptions & { readonly ledger?: boolean } = {},
): Promise<CommandWorld> {
  const folder = folderWith(files);
  const { simulator, seen, deps: accountDeps, ledgerPath } = await accountWorld(options);
  if (ledger) await (await openLedger({ location: ledgerPath, mode: 'create' }))?.close();
  const deps = {
    ...accountDeps,
    files: {
      read: (path: string) => diskFiles.read(join(folder, path)),
      list: (path: string) => diskFiles.list(join(folder, path)),
    },
    // The real delays: reports name their sum. Nothing waits for them.
    pollDelays: defaultPollDelays,
  };
  const args = { ...planOptions, full: false, paths: [] };
  const forget = (): void => {
    delete seen.validation;
    delete seen.plan;
    delete seen.drift;
    delete seen.report;
  };
  return {
    simulator,
    write: (name, text) => writeFileSync(join(folder, name), text),
    validate: async () => {
      forget();
      await validate(args, deps);
      return found(seen.validation, undefined);
    },
    plan: async (chosen) => {
      forget();
      await plan({ ...args, ...chosen, detailedExitcode: false }, deps);
      return withoutRandomIds(found(seen.plan, seen.validation));
    },
    drift: async () => {
      forget();
      await drift({ ...args, strict: false }, deps);
      return withoutRandomIds(found(seen.drift, seen.validation));
    },
    apply: async (chosen) => {
      let question = '';
      const confirm = async (text: string): Promise<boolean> => {
        question = `${text}yes\n`;
        return true;
      };
      forget();
      const exit = await apply(
        { ...args, autoApprove: false, newLedger: true, ...chosen },
        { ...deps, confirm },
      );
      const { report } = seen;
      return {
        exit,
        plan: withoutRandomIds(found(seen.plan, seen.validation)),
        question,
        ...(report && { report: { ...report, planId: somePlanId } }),
      };
    },
  };
}

const somePlanId = '0123456789abcdef';

/** Replaces what differs between two runs (the id and the seal of the ledger), and the ids that every detail changes. */
function withoutRandomIds(plan: Plan): Plan {
  return {
    ...plan,
    planId: somePlanId,
    configHash: 'c0ffee00'.repeat(8),
    observedHash: 'ba5eba11'.repeat(8),
    files: plan.files.map(({ path }) => ({ path, sha256: 'deadbeef'.repeat(8) })),
    ...(plan.ledgerId !== undefined && { ledgerId: '5b1e0c7a' }),
    ...(plan.seal !== undefined && { seal: '5ea1'.repeat(16) }),
  };
}

function found<T>(value: T | undefined, validation: Validation | undefined): T {
  if (value !== undefined) return value;
  const problems = validation?.diagnostics.map(({ message }) => message) ?? [];
  throw new Error(`the command displayed no result: ${problems.join(' ')}`);
}

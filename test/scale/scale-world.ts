/** A large simulated account, a file that declares its contacts, and the number of requests of each command. */
import { apply } from '../../src/commands/apply.ts';
import type { WriteDeps } from '../../src/commands/deps.ts';
import { plan } from '../../src/commands/plan.ts';
import type { Plan } from '../../src/model/results/plan.ts';
import type { Report } from '../../src/model/results/report.ts';
import type { AccountSeed } from '../../src/simulator/account/account-seed.ts';
import { generatedEmail, generateAccount } from '../../src/simulator/seed/generate-account.ts';
import type { GenerateOptions } from '../../src/simulator/seed/generate-account.ts';
import type { Simulator, SimulatorOptions } from '../../src/simulator/start-simulator.ts';
import { planOptions, accountWorld } from '../commands/account-world.ts';

export interface ScaleWorld {
  readonly simulator: Simulator;
  readonly files: Record<string, string>;
  readonly deps: WriteDeps;
  readonly ledgerPath: string;
  /** Each runs a command, and returns its requests, its exit code and its result. */
  plan(): Promise<Counted & { readonly plan: Plan }>;
  apply(deps?: Partial<WriteDeps>): Promise<Counted & { readonly report: Report }>;
}

interface Counted {
  readonly exitCode: number;
  readonly requests: number;
  /** The number of requests of each route, with ids replaced by `{id}`. */
  readonly byRoute: Readonly<Record<string, number>>;
}

export async function scaleWorld(
  account: GenerateOptions,
  options: Omit<SimulatorOptions, 'account'> & {
    readonly text: string;
    /** Enrollments in addition to the generated ones. */
    readonly past?: AccountSeed['enrollments'];
  },
): Promise<ScaleWorld> {
  const { text, past = [], ...simulated } = options;
  const seed = generateAccount(account);
  const world = await accountWorld({
    account: { ...seed, enrollments: [...seed.enrollments, ...past] },
    ...simulated,
  });
  const { simulator, files, seen } = world;
  files['enrollments.yaml'] = head(simulator.portalId) + text;
  const counted = async <T>(command: () => Promise<number>, result: () => T): Promise<Counted & T> => {
    const before = simulator.requests().length;
    const exitCode = await command();
    const requests = simulator.requests().slice(before);
    return { exitCode, requests: requests.length, byRoute: countRoutes(requests), ...result() };
  };
  return {
    simulator,
    files,
    deps: world.deps,
    ledgerPath: world.ledgerPath,
    plan: () =>
      counted(
        () => plan({ ...planOptions, paths: [], detailedExitcode: false, full: false }, world.deps),
        () => ({ plan: required(seen.plan) }),
      ),
    apply: (deps = {}) =>
      counted(
        () =>
          apply(
            { ...planOptions, paths: [], full: false, autoApprove: true, newLedger: true },
            {
              ...world.deps,
              ...deps,
            },
          ),
        () => ({ report: required(seen.report) }),
      ),
  };
}

/** Returns the head of a file, with limits that defer no contact. */
function head(portalId: number): string {
  return `version: 1
portal: ${portalId}
limits: { enroll: 1000000, unenroll: 100%, perSenderPerDay: 1000000 }
`;
}

/** Returns a YAML list with the addresses of `count` generated contacts, starting with the index `first`. */
export function members(count: number, first = 0): string {
  return JSON.stringify(Array.from({ length: count }, (_none, index) => generatedEmail(first + index)));
}

function countRoutes(
  requests: readonly { readonly method: string; readonly path: string }[],
): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { method, path } of requests) {
    const route = `${method} ${path.replaceAll(/\/\d{3,}(?=\/|$)/gu, '/{id}')}`;
    counts[route] = (counts[route] ?? 0) + 1;
  }
  return counts;
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the command displayed no result');
  return value;
}

/** The environment of CI jobs: a simulated account, an empty ledger, and checkouts of a repository. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { defaultAccount } from '../../src/simulator/seed/default-account.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import type { Simulator } from '../../src/simulator/start-simulator.ts';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';
import { startTestPostgres } from '../ledger/test-postgres.ts';
import { toolsIn } from './tools.ts';

export interface CrmWorld {
  readonly folder: string;
  readonly simulator: Simulator;
  /** The environment variables of every machine: PATH and the address of HubSpot. */
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: { readonly HUBSPOT_ACCESS_TOKEN: string; readonly ROLLCALL_LEDGER: string };
  /** Whether several runs can open the ledger at the same time. */
  readonly manyConnections: boolean;
  /** Creates a new checkout and returns its folder. */
  readonly checkout: (files: Readonly<Record<string, string>>) => string;
  /** Returns the number of write requests that the account received. */
  readonly writes: () => number;
}

export async function crmWorld(): Promise<CrmWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-ci-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const account = { ...defaultAccount(), enrollments: [] };
  const simulator = await startSimulator({ account, lagMilliseconds: 0 });
  onTestFinished(() => simulator.close());
  const postgres = await startTestPostgres();
  onTestFinished(() => postgres.stop());
  const { PATH = '' } = process.env;
  const world: CrmWorld = {
    folder,
    simulator,
    manyConnections: postgres.manyConnections,
    env: {
      PATH: `${toolsIn(folder)}:${dirname(process.execPath)}:${PATH}`,
      HOME: folder,
      HUBSPOT_BASE_URL: simulator.url,
    },
    secrets: { HUBSPOT_ACCESS_TOKEN: simulator.token, ROLLCALL_LEDGER: await postgres.fresh() },
    checkout: (files) => {
      const workspace = mkdtempSync(join(folder, 'checkout-'));
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(workspace, name)), { recursive: true });
        writeFileSync(join(workspace, name), text);
      }
      return workspace;
    },
    writes: () =>
      simulator
        .requests()
        .filter(({ method, path }) => method !== 'GET' && /enrollments|memberships\/add/u.test(path)).length,
  };
  await createLedger(world);
  return world;
}

/** Creates the ledger with a first apply by hand, as docs/ci.md requires. */
async function createLedger({ checkout, simulator, env, secrets }: CrmWorld): Promise<void> {
  const cwd = checkout({ 'enrollments.yaml': enrollments(simulator.portalId, []) });
  const result = await rollcallInProcess(['apply', '--new-ledger', '--auto-approve'], {
    cwd,
    env: { ...env, ...secrets },
  });
  if (result.exit !== 0) throw new Error(result.stderr);
}

/** Returns a file with an exclusive sequence, so that an enrollment by hand is drift. `more` are further lines of it. */
export function enrollments(portalId: number, members: readonly string[], more = ''): string {
  return `version: 1
portal: ${portalId}
sequences:
  renewal-check-in:
    id: 5510022
    sender: maria@acme.example
    exclusive: true
    unenroll: { workflow: 7781 }
    allowEmpty: true
${more}    members: [${members.join(', ')}]
`;
}

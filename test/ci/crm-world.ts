/** The environment of CI jobs: a simulated account, an empty ledger, and checkouts of a repository. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { defaultAccount } from '../../src/simulator/seed/default-account.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import type { Simulator } from '../../src/simulator/start-simulator.ts';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';
import { startTestPostgres } from '../ledger/test-postgres.ts';
import type { TestPostgres } from '../ledger/test-postgres.ts';
import { toolsIn } from './tools.ts';

export interface CrmWorld {
  readonly folder: string;
  readonly simulator: Simulator;
  /** The environment variables of every machine: PATH and the address of HubSpot. */
  readonly env: Readonly<Record<string, string>>;
  /** ROLLCALL_LEDGER belongs to the environment `hubspot`; the others to the repository. */
  readonly secrets: {
    readonly HUBSPOT_ACCESS_TOKEN: string;
    readonly ROLLCALL_LEDGER: string;
    readonly ROLLCALL_LEDGER_READ: string;
  };
  /** Whether several runs can open the ledger at the same time. */
  readonly manyConnections: boolean;
  /** Runs SQL at the address of a ledger. */
  readonly query: TestPostgres['query'];
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
  const location = await postgres.fresh();
  const reader = postgres.manyConnections ? await createReader(postgres, location) : location;
  const world: CrmWorld = {
    folder,
    simulator,
    manyConnections: postgres.manyConnections,
    query: postgres.query,
    env: {
      PATH: `${await toolsIn(folder)}:${dirname(process.execPath)}:${PATH}`,
      HOME: folder,
      HUBSPOT_BASE_URL: simulator.url,
    },
    secrets: {
      HUBSPOT_ACCESS_TOKEN: simulator.token,
      ROLLCALL_LEDGER: location,
      ROLLCALL_LEDGER_READ: reader,
    },
    checkout: (files) => {
      const workspace = mkdtempSync(join(folder, 'checkout-'));
      writeFiles(workspace, files);
      return workspace;
    },
    writes: () =>
      simulator
        .requests()
        .filter(({ method, path }) => method !== 'GET' && /enrollments|memberships\/add/u.test(path)).length,
  };
  await createLedger(world);
  if (reader !== location) await grantReader(world, postgres);
  return world;
}

/**
 * Waits until the end of the transaction of every other test that changes the privileges on the database: PostgreSQL refuses
 * two at once ("tuple concurrently updated").
 */
const oneAtATime = 'select pg_advisory_xact_lock(4801)';

/** Creates a role that may log in, and returns the address of the ledger with this role. */
async function createReader({ query }: TestPostgres, location: string): Promise<string> {
  const role = `rollcall_ci_${randomBytes(8).toString('hex')}`;
  await query(location, `create role ${role} login`);
  onTestFinished(async () => {
    await query(location, `${oneAtATime}; drop owned by ${role}; drop role ${role}`);
  });
  const url = new URL(location);
  url.username = role;
  return url.href.replaceAll('+', '%20');
}

/** Gives the reader the privileges that docs/ledger-postgres.md describes. */
async function grantReader({ checkout, secrets }: CrmWorld, { query }: TestPostgres): Promise<void> {
  const role = new URL(secrets.ROLLCALL_LEDGER_READ).username;
  const result = await rollcallInProcess(['ledger', 'grant', '--role', role], {
    cwd: checkout({}),
    env: { ROLLCALL_LEDGER: secrets.ROLLCALL_LEDGER },
  });
  if (result.exit !== 0) throw new Error(result.stderr);
  await query(secrets.ROLLCALL_LEDGER, `${oneAtATime};\n${result.stdout}`);
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

/** Writes files into a folder, by their paths in it. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

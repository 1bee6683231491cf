/** What CI works on: an account behind a port, an empty ledger, and what a repository held at a commit. */
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
  /** Of every machine: PATH, and where HubSpot is. */
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: { readonly HUBSPOT_ACCESS_TOKEN: string; readonly ROLLCALL_LEDGER: string };
  /** Several runs can have the ledger open at once. */
  readonly manyConnections: boolean;
  /** A fresh checkout. */
  readonly checkout: (files: Readonly<Record<string, string>>) => string;
  /** Requests that wrote, as the account saw them. */
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
  await beginLedger(world);
  return world;
}

/** What docs/ci.md asks for before anything else: the first apply, by hand. */
async function beginLedger({ checkout, simulator, env, secrets }: CrmWorld): Promise<void> {
  const cwd = checkout({ 'enrollments.yaml': enrollments(simulator.portalId, []) });
  const began = await rollcallInProcess(['apply', '--new-ledger', '--auto-approve'], {
    cwd,
    env: { ...env, ...secrets },
  });
  if (began.exit !== 0) throw new Error(began.stderr);
}

/** A sequence that nobody else may fill, so that what is done by hand is drift. */
export function enrollments(portalId: number, members: readonly string[]): string {
  return `version: 1
portal: ${portalId}
sequences:
  renewal-check-in:
    id: 5510022
    sender: maria@acme.example
    exclusive: true
    unenroll: { workflow: 7781 }
    allowEmpty: true
    members: [${members.join(', ')}]
`;
}

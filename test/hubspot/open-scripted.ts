import { defaultVersions, type RouteVersions } from '../../src/model/desired-state.ts';
import type { AccountReader, AccountWriter } from '../../src/model/account.ts';
import { openAccountForWriting } from '../../src/hubspot/open-account.ts';
import type { AccountOptions } from '../../src/hubspot/open-account.ts';
import { startScriptedServer } from './scripted-server.ts';
import type { Scripted, ScriptedServer, Seen } from './scripted-server.ts';

export const token = 'secret-token-1';

/** Responses by `METHOD /path` without query, or functions of the request. Unlisted requests return 418. */
export type Script = Readonly<Record<string, Scripted | { readonly by: (seen: Seen) => Scripted }>>;

export interface ScriptedAccount {
  readonly reader: AccountReader;
  readonly writer: AccountWriter;
  readonly server: ScriptedServer;
  /** The milliseconds of every wait. Waits are skipped. */
  readonly waits: readonly number[];
  readonly logged: readonly string[];
  readonly versions: RouteVersions;
  /** `METHOD /path?query` of every request, in order. */
  readonly lines: () => readonly string[];
}

const running: ScriptedServer[] = [];

/** Closes every server of a test; for `afterEach`. */
export async function closeServers(): Promise<void> {
  await Promise.all(running.splice(0).map((server) => server.close()));
}

export async function openScripted(
  script: Script,
  options: Partial<AccountOptions> = {},
): Promise<ScriptedAccount> {
  const server = await startScriptedServer((seen) => {
    const entry = script[`${seen.method} ${seen.path}`];
    if (entry === undefined) return { status: 418, body: { message: 'not in the script' } };
    return 'by' in entry ? entry.by(seen) : entry;
  });
  running.push(server);
  const waits: number[] = [];
  const logged: string[] = [];
  const account = openAccountForWriting({
    baseUrl: server.url,
    token,
    dialect: 'documented',
    ...defaultVersions,
    ratePercent: 80,
    onWait: (line) => logged.push(line),
    sleep: async (milliseconds) => {
      waits.push(milliseconds);
    },
    ...options,
  });
  const lines = (): readonly string[] => server.seen.map((seen) => lineOf(seen));
  const { apiVersion, workflowApiVersion } = { ...defaultVersions, ...options };
  return { ...account, server, waits, logged, lines, versions: { apiVersion, workflowApiVersion } };
}

function lineOf({ method, path, query }: Seen): string {
  const text = new URLSearchParams(query).toString();
  return `${method} ${path}${text === '' ? '' : `?${text}`}`;
}

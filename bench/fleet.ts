/**
 * Plans and applies a fleet: one process for each account, several at a time, all with one PostgreSQL ledger. Every account has
 * its own server, in one process for all of them; its time counts, too, because it runs on the same machine.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { generatedEmail } from '../src/simulator/seed/generate-account.ts';
import type { Row, Size } from './row.ts';
import { formatNumber, median } from './row.ts';

let accounts = 100;
let contacts = 2_000;
const enrollments = 20;
const sideBySide = 4;
/** The account whose token belongs to another account. */
const wrong = 1;
const cli = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const database = process.env['ROLLCALL_BENCH_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/test';

interface Account {
  readonly url: string;
  readonly portalId: number;
  readonly token: string;
}

interface Server {
  readonly accounts: readonly Account[];
  /** Returns the number of requests that each account has received. */
  readonly requests: () => Promise<readonly number[]>;
  readonly close: () => void;
}

interface Ran {
  readonly exit: number;
  readonly seconds: number;
  /** Megabytes at most. */
  readonly memory: number;
}

export async function measureFleet(size: Size): Promise<readonly Row[]> {
  if (size === 'quick') [accounts, contacts] = [6, 100];
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-fleet-'));
  const schema = `rollcall_bench_${process.pid}`;
  await sql(`create schema ${schema}`);
  const location = new URL(database);
  location.searchParams.set('options', `-c search_path=${schema}`);
  const server = await startServer();
  try {
    return await measureCommands(server, { folder, ledger: location.href.replaceAll('+', '%20') });
  } finally {
    server.close();
    await sql(`drop schema ${schema} cascade`);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureCommands(
  server: Server,
  world: { readonly folder: string; readonly ledger: string },
): Promise<readonly Row[]> {
  for (const [index, account] of server.accounts.entries()) writeAccount(index, account, world.folder);
  const created = await runAll(server, { ...world, args: ['ledger', 'create'], only: [0] });
  if (created[0]?.exit !== 0) throw new Error('The ledger could not be created.');
  const before = await server.requests();
  const planned = await measureAll(server, world, ['plan', '--detailed-exitcode']);
  const between = await server.requests();
  const applied = await measureAll(server, world, ['apply', '--auto-approve', '--new-ledger']);
  const after = await server.requests();
  return [
    ...rowsOf('plan', { ...planned, requests: difference(between, before), expected: 2 }),
    ...rowsOf(`apply ${enrollments} each`, { ...applied, requests: difference(after, between), expected: 0 }),
  ];
}

interface Measured {
  readonly runs: readonly Ran[];
  readonly seconds: number;
}

function rowsOf(
  name: string,
  {
    runs,
    seconds,
    requests,
    expected,
  }: Measured & { readonly requests: readonly number[]; readonly expected: number },
): readonly Row[] {
  const others = runs.filter((_run, index) => index !== wrong);
  const good = others.filter(({ exit }) => exit === expected).length;
  const what = `fleet of ${accounts} accounts, ${sideBySide} at a time: ${name}`;
  return [
    {
      what,
      target: '–',
      measured: `${seconds.toFixed(0)} s; an account ${median(others.map((run) => run.seconds)).toFixed(1)} s, ${formatNumber(median(others.map((run) => run.memory)))} MB (at most ${formatNumber(Math.max(...others.map((run) => run.memory)))} MB), ${median(requests.filter((_n, index) => index !== wrong))} requests`,
    },
    {
      what: `${what}, with one wrong token`,
      target: `exit 4 there, ${expected} in ${accounts - 1}`,
      measured: `exit ${runs[wrong]?.exit} there, ${expected} in ${good}; it received ${requests[wrong]} requests`,
      ok: runs[wrong]?.exit === 4 && good === accounts - 1,
    },
  ];
}

function difference(after: readonly number[], before: readonly number[]): readonly number[] {
  return after.map((count, index) => count - (before[index] ?? 0));
}

/** Every contact is declared; the pace leaves all but the first for later days. */
function writeAccount(index: number, { portalId }: Account, folder: string): void {
  const path = join(folder, 'accounts', String(index));
  mkdirSync(path, { recursive: true });
  const emails = Array.from({ length: contacts }, (_none, contact) => generatedEmail(contact));
  writeFileSync(join(path, 'people.csv'), `email\n${emails.join('\n')}\n`);
  writeFileSync(
    join(path, 'enrollments.yaml'),
    `version: 1
portal: ${index === wrong ? portalId + 1_000 : portalId}
token: HUBSPOT_TOKEN_${index}
audiences:
  everyone: [{ file: people.csv }]
sequences:
  q4-outbound:
    id: 5510021
    sender: maria@acme.example
    pace: { perDay: ${enrollments} }
    members: [{ audience: everyone }]
`,
  );
}

async function measureAll(
  server: Server,
  world: { readonly folder: string; readonly ledger: string },
  args: readonly string[],
): Promise<Measured> {
  const start = performance.now();
  const runs = await runAll(server, {
    ...world,
    args,
    only: server.accounts.map((_account, index) => index),
  });
  return { runs, seconds: (performance.now() - start) / 1000 };
}

/** Runs a command for accounts, several at a time. Returns the results in the order of the accounts. */
async function runAll(
  { accounts: all }: Server,
  command: {
    readonly folder: string;
    readonly ledger: string;
    readonly args: readonly string[];
    readonly only: readonly number[];
  },
): Promise<readonly Ran[]> {
  const results: Ran[] = [];
  const queue = [...command.only];
  const work = async (): Promise<void> => {
    for (let index = queue.shift(); index !== undefined; index = queue.shift()) {
      const account = all[index];
      if (account) results[index] = await runOne(index, account, command);
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
  return results;
}

async function runOne(
  index: number,
  { url, token }: Account,
  {
    folder,
    ledger,
    args,
  }: { readonly folder: string; readonly ledger: string; readonly args: readonly string[] },
): Promise<Ran> {
  const usage = join(folder, `usage-${index}.json`);
  const report = `import { writeFileSync } from 'node:fs'; process.on('exit', () => writeFileSync(${JSON.stringify(usage)}, JSON.stringify(process.resourceUsage())));`;
  const files = args[0] === 'ledger' ? [] : [join('accounts', String(index))];
  const start = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(report)}`, cli, ...args, ...files],
    {
      cwd: folder,
      stdio: 'ignore',
      env: {
        PATH: process.env['PATH'],
        HUBSPOT_BASE_URL: url,
        ROLLCALL_LEDGER: ledger,
        [`HUBSPOT_TOKEN_${index}`]: token,
      },
    },
  );
  const exit = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
  const { maxRSS }: { maxRSS: number } = JSON.parse(readFileSync(usage, 'utf8'));
  return { exit, seconds: (performance.now() - start) / 1000, memory: maxRSS / 1024 };
}

async function startServer(): Promise<Server> {
  const module = fileURLToPath(new URL('fleet-server.js', import.meta.url));
  const child = spawn(process.execPath, [module, String(accounts), String(contacts)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async <T>(): Promise<T> => JSON.parse((await lines.next()).value ?? 'null');
  return {
    accounts: await read<readonly Account[]>(),
    requests: async () => {
      child.stdin.write('count\n');
      return read<readonly number[]>();
    },
    close: () => child.stdin.end(),
  };
}

async function sql(text: string): Promise<void> {
  const client = new Client({ connectionString: database });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

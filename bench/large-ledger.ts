/** Measures what a large ledger costs the commands that need few of its rows. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { openLedger } from '../src/ledger/open-ledger.ts';
import { generateAccount } from '../src/simulator/seed/generate-account.ts';
import { startSimulator } from '../src/simulator/start-simulator.ts';
import { sequenceWith } from './fixture.ts';
import { benchPortal, endedEnrollments, sequencesInLedger } from './ledger-view.ts';
import type { Row, Size } from './row.ts';
import { formatNumber, formatRatio } from './row.ts';
import { measureCpu, rollcall, usageOf } from './time-commands.ts';

const contacts = 3;
/** A contact with one row in the ledger. */
const contact = '20007919';

export async function measureLargeLedger(size: Size): Promise<readonly Row[]> {
  const [rows, rounds] = size === 'quick' ? [20_000, 1] : [1_000_000, 9];
  const cwd = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  const account = generateAccount({ contacts, allReachable: true });
  const simulator = await startSimulator({
    account: { ...account, portalId: benchPortal },
    lagMilliseconds: 0,
    rateLimit: 'off',
  });
  try {
    await writeLedger(join(cwd, 'ledger.db'), rows);
    const head = `version: 1\nportal: ${benchPortal}\nledger: ledger.db\n`;
    writeFileSync(join(cwd, 'enrollments.yaml'), head + sequenceWith(contacts));
    const variables = { HUBSPOT_BASE_URL: simulator.url, HUBSPOT_ACCESS_TOKEN: simulator.token };
    const before = simulator.requests().length;
    const plan = await usageOf([rollcall, 'plan'], { cwd, variables });
    const requests = simulator.requests().length - before;
    const { memory } = await usageOf([rollcall, 'history', contact], { cwd, variables });
    const [help = 0, history = 0] = await measureCpu(
      [
        [rollcall, 'help'],
        [rollcall, 'history', contact],
      ],
      { rounds, cwd, variables },
    );
    const many = `${formatNumber(rows)} ledger rows`;
    return [...historyRows(many, { help, history, memory }), planRow(many, { ...plan, requests })];
  } finally {
    await simulator.close();
    rmSync(cwd, { recursive: true, force: true });
  }
}

function historyRows(
  many: string,
  { help, history, memory }: { readonly help: number; readonly history: number; readonly memory: number },
): readonly Row[] {
  const ratio = history / help;
  const what = `\`history CONTACT\` with ${many}`;
  return [
    {
      what: `${what}: CPU time, against \`rollcall help\``,
      target: 'at most 3 ×',
      measured: `${formatRatio(ratio)} (${history.toFixed(0)} ms against ${help.toFixed(0)} ms)`,
      ok: ratio <= 3,
    },
    {
      what: `${what}: memory`,
      target: 'under 120 MB',
      measured: `${formatNumber(memory)} MB`,
      ok: memory < 120,
    },
  ];
}

function planRow(
  many: string,
  { requests, cpu, memory }: { readonly requests: number; readonly cpu: number; readonly memory: number },
): Row {
  // The formula of docs/scaling.md: one page of contacts and five more, and two for each sequence that left the files.
  const formula = Math.ceil(contacts / 100) + 5 + 2 * (sequencesInLedger - 1);
  return {
    what: `requests to plan ${contacts} contacts with ${many}`,
    target: `at most ${formula}`,
    measured: `${requests} (${(cpu / 1000).toFixed(1)} s of CPU time, ${formatNumber(memory)} MB)`,
    ok: requests <= formula,
  };
}

async function writeLedger(location: string, rows: number): Promise<void> {
  await (await openLedger({ location, mode: 'create' })).close();
  const db = new Libsql(location);
  for (const statement of endedEnrollments(rows)) db.exec(statement);
  db.close();
}

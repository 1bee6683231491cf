/**
 * Measures all groups and prints one table. Exits with 0 even if a target is missed.
 * `npm run bench -- rate ledger` measures only these groups, and `--quick` smaller sizes of them.
 */
import { availableParallelism, cpus, loadavg } from 'node:os';
import { measureDistance } from './distance.ts';
import { measureLargeLedger } from './large-ledger.ts';
import { measureRehearse } from './rehearse.ts';
import { measureShow } from './show.ts';
import { requestCounts } from './requests.ts';
import { measureFleet } from './fleet.ts';
import { measureLedger } from './ledger.ts';
import { measureLedgerView } from './ledger-view.ts';
import { measurePlanning } from './planning.ts';
import { measureRate } from './rate.ts';
import type { Measure, Row, Size } from './row.ts';
import { formatTable } from './row.ts';
import { compareWithScript } from './script.ts';
import { measureStartup } from './startup.ts';
import { measureValidation } from './validation.ts';

const groups: Readonly<Record<string, Measure>> = {
  requests: requestCounts,
  rate: measureRate,
  script: compareWithScript,
  planning: measurePlanning,
  validation: measureValidation,
  startup: measureStartup,
  distance: measureDistance,
  show: measureShow,
  rehearse: measureRehearse,
  ledger: measureLedger,
  history: measureLargeLedger,
  view: measureLedgerView,
  fleet: measureFleet,
};

const words = process.argv.slice(2);
const size: Size = words.includes('--quick') ? 'quick' : 'full';
const given = words.filter((word) => word !== '--quick');
/** Needs a PostgreSQL server and some minutes. */
const onlyByName = ['view', 'fleet'].filter((name) => size === 'full' || !isPossible(name));
const unknown = given.filter((name) => !(name in groups));
if (unknown.length > 0)
  throw new Error(`Unknown group: ${unknown.join(', ')}. Use: ${Object.keys(groups).join(', ')}.`);
const selected = given.length > 0 ? given : Object.keys(groups).filter((name) => !onlyByName.includes(name));

const loadBefore = load();
const start = performance.now();
const rows = await measureGroups(Object.entries(groups).filter(([name]) => selected.includes(name)));
process.stdout.write(`${machine()}\n\n${formatTable(rows)}\n\n${verdict(rows)}\n`);
process.stderr.write(`total: ${((performance.now() - start) / 1000).toFixed(0)} s\n`);

/** Returns whether a quick run can measure a group that is measured only by name otherwise. */
function isPossible(name: string): boolean {
  return name === 'view' || process.env['ROLLCALL_BENCH_POSTGRES'] !== undefined;
}

/** Measures one group after the other. A quick run measures those that wait for the rate limit at the same time as the others. */
async function measureGroups(
  named: readonly (readonly [name: string, measure: Measure])[],
): Promise<readonly Row[]> {
  const measured = new Map<string, readonly Row[]>();
  const inTurn = async (some: typeof named): Promise<void> => {
    for (const [name, measure] of some) measured.set(name, await measureGroup(name, measure));
  };
  const waits = ([name]: (typeof named)[number]): boolean =>
    size === 'quick' && ['rate', 'script'].includes(name);
  await Promise.all([inTurn(named.filter(waits)), inTurn(named.filter((one) => !waits(one)))]);
  return named.flatMap(([name]) => measured.get(name) ?? []);
}

/** Describes the machine: a busy one changes the times. */
function machine(): string {
  const cores = `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'})`;
  return `Node ${process.version.slice(1)}, ${cores}, load ${loadBefore} at the start and ${load()} at the end.`;
}

/** Returns the processes that ran or waited for a core in the last minute, on average. */
function load(): string {
  return loadavg()[0]?.toFixed(1) ?? 'unknown';
}

/** Returns the rows of a group. If the group throws, returns one failed row, so that the other groups continue. */
async function measureGroup(name: string, measure: Measure): Promise<readonly Row[]> {
  const from = performance.now();
  try {
    return await measure(size);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    const message = error instanceof Error ? error.message : String(error);
    return [
      {
        what: `group \`${name}\``,
        target: 'to be measured',
        measured: `failed: ${message.slice(0, 80)}`,
        ok: false,
      },
    ];
  } finally {
    process.stderr.write(`${name}: ${((performance.now() - from) / 1000).toFixed(0)} s\n`);
  }
}

/** Returns the closing line. A missed target does not fail the bench, because times also depend on the machine. */
function verdict(all: readonly Row[]): string {
  const missed = all.filter(({ ok }) => ok === false).length;
  const targets = all.filter(({ ok }) => ok !== undefined).length;
  const note =
    size === 'quick' ? ' The targets are for the full run; of a smaller size, they are only a hint.' : '';
  const counted =
    missed === 0
      ? `All ${targets} targets are met.`
      : `${missed} of ${targets} targets ${missed === 1 ? 'is' : 'are'} missed.`;
  return counted + note;
}

/**
 * Measures all groups and prints one table. Exits with 0 even if a target is missed.
 * `npm run bench -- rate ledger` measures only these groups.
 */
import { requestCounts } from './requests.ts';
import { measureFleet } from './fleet.ts';
import { measureLedger } from './ledger.ts';
import { measureLedgerView } from './ledger-view.ts';
import { measurePlanning } from './planning.ts';
import { measureRate } from './rate.ts';
import type { Measure, Row } from './row.ts';
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
  ledger: measureLedger,
  view: measureLedgerView,
  fleet: measureFleet,
};
/** Needs a PostgreSQL server and some minutes. */
const onlyByName = ['view', 'fleet'];

const given = process.argv.slice(2);
const unknown = given.filter((name) => !(name in groups));
if (unknown.length > 0)
  throw new Error(`Unknown group: ${unknown.join(', ')}. Use: ${Object.keys(groups).join(', ')}.`);
const selected = given.length > 0 ? given : Object.keys(groups).filter((name) => !onlyByName.includes(name));

const rows: Row[] = [];
const start = performance.now();
for (const [name, measure] of Object.entries(groups)) {
  if (!selected.includes(name)) continue;
  const from = performance.now();
  rows.push(...(await measureGroup(name, measure)));
  process.stderr.write(`${name}: ${((performance.now() - from) / 1000).toFixed(0)} s\n`);
}
process.stdout.write(`${formatTable(rows)}\n\n${verdict(rows)}\n`);
process.stderr.write(`total: ${((performance.now() - start) / 1000).toFixed(0)} s\n`);

/** Returns the rows of a group. If the group throws, returns one failed row, so that the other groups continue. */
async function measureGroup(name: string, measure: Measure): Promise<readonly Row[]> {
  try {
    return await measure();
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
  }
}

/** Returns the closing line. A missed target does not fail the bench, because times also depend on the machine. */
function verdict(all: readonly Row[]): string {
  const missed = all.filter(({ ok }) => ok === false).length;
  const targets = all.filter(({ ok }) => ok !== undefined).length;
  return missed === 0
    ? `All ${targets} targets are met.`
    : `${missed} of ${targets} targets ${missed === 1 ? 'is' : 'are'} missed.`;
}

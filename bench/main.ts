/** `npm run bench`: measures everything and prints one table. `npm run bench -- rate ledger` measures those alone. Exits 0 even when a target is missed. */
import { callCounts } from './calls.ts';
import { ledgerCommits } from './ledger.ts';
import { purePlanning } from './planning.ts';
import { rateShares } from './rate.ts';
import type { Measure, Row } from './row.ts';
import { tableOf } from './row.ts';
import { againstScript } from './script.ts';
import { starting } from './starting.ts';
import { validating } from './validating.ts';

const groups: Readonly<Record<string, Measure>> = {
  requests: callCounts,
  rate: rateShares,
  script: againstScript,
  planning: purePlanning,
  validating,
  starting,
  ledger: ledgerCommits,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in groups));
if (unknown.length > 0)
  throw new Error(`no such group: ${unknown.join(', ')}; there are ${Object.keys(groups).join(', ')}`);

const rows: Row[] = [];
const begun = performance.now();
for (const [name, measure] of Object.entries(groups)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const from = performance.now();
  rows.push(...(await measured(name, measure)));
  process.stderr.write(`${name}: ${((performance.now() - from) / 1000).toFixed(0)} s\n`);
}
process.stdout.write(`${tableOf(rows)}\n\n${verdict(rows)}\n`);
process.stderr.write(`all: ${((performance.now() - begun) / 1000).toFixed(0)} s\n`);

/** A group that breaks is a row that is not met, and the others go on. */
async function measured(name: string, measure: Measure): Promise<readonly Row[]> {
  try {
    return await measure();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    const said = error instanceof Error ? error.message : String(error);
    return [
      {
        what: `group \`${name}\``,
        target: 'to be measured',
        measured: `broke: ${said.slice(0, 80)}`,
        ok: false,
      },
    ];
  }
}

/** Missing a target fails nothing: times are the machine's as well. */
function verdict(all: readonly Row[]): string {
  const missed = all.filter(({ ok }) => ok === false).length;
  return missed === 0
    ? `All ${all.length} targets are met.`
    : `${missed} of ${all.length} targets ${missed === 1 ? 'is' : 'are'} missed.`;
}

import { expect, it } from 'vitest';
import type { Case, Incident } from './case.ts';
import { playCase } from './play-case.ts';
import { scenarios } from './scenarios.ts';

/** The case with an incident in its last troubled run. */
function withIncident(one: Case, incident: Incident): Case {
  return {
    ...one,
    runs: one.runs.map((run, index) => (index === one.runs.length - 1 ? { ...run, incident } : run)),
  };
}

/** A crash in each of them, and a sleep, in which another process does everything, in some. */
const incidents = [
  ...Object.keys(scenarios).map((name) => ['crash', name] as const),
  ...Object.keys(scenarios)
    .slice(0, 3)
    .map((name) => ['stall', name] as const),
];

it.each(incidents)('a %s at every single moment of %s does no harm', async (kind, name) => {
  const one = scenarios[name];
  if (!one) throw new Error(`no such scenario: ${name}`);
  const calm = await playCase(one);
  expect(calm.violations).toEqual([]);
  let struck = 0;
  for (let moment = 1; moment <= calm.moments; moment += 1) {
    const played = await playCase(withIncident(one, { kind, at: { moment } }), { brief: true });
    struck += played.incidents[kind] ?? 0;
    expect({ moment, violations: played.violations }).toEqual({ moment, violations: [] });
  }
  expect(struck).toBeGreaterThan(30);
});

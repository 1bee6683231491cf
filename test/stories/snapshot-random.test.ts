import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import { accountOf } from '../chaos/account-of.ts';
import { arbitraryCase } from '../chaos/arbitrary-case.ts';
import type { Case } from '../chaos/case.ts';
import { filesOf } from '../chaos/files-of.ts';
import { folderWith } from '../cli/folder.ts';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';
import { snapshotPlans } from './snapshot-plans.ts';

/** Set to play more. */
const { ROLLCALL_SNAPSHOT_RUNS: runs = '12', ROLLCALL_SNAPSHOT_SEED: seed } = process.env;

const rotation = { rotate: ['maria@acme.example', 'paul@acme.example'] };

/** Keys of the files that the cases of the chaos do not have. */
const terms = fc.record(
  {
    suppress: fc.subarray(['*@northwind.example', 'p1@*', '*2@north*.example', 'p3@northwind.example']),
    recipients: fc.subarray(['*@northwind.example', 'p*@*', '*4@*.example'], { minLength: 1 }),
    freeze: fc.constant([{ from: '2026-11-02', to: '2026-11-04', reason: 'Ana is away' }]),
    sender: fc.constantFrom(rotation, { ...rotation, whenFull: 'next' }, 'contact-owner', {
      prefer: 'contact-owner',
      fallback: rotation,
    }),
    pace: fc.constantFrom({ perDay: 1 }, { perDay: 2, days: ['mon', 'wed'] }),
    require: fc.constantFrom([{ property: 'lastname', is: ['1', '2', '3'] }], [{ property: 'company' }]),
  },
  { requiredKeys: [] },
);

type Terms = typeof terms extends fc.Arbitrary<infer Value> ? Value : never;

function withTerms(text: string, { suppress, recipients, freeze, sender, pace, require }: Terms): string {
  const document = parse(text);
  const targets = Object.values({ ...document.sequences, ...document.workflows }) as Record<
    string,
    unknown
  >[];
  if (suppress) document.suppress = [...document.suppress, ...suppress];
  if (recipients) document.limits = { ...document.limits, recipients };
  if (freeze) document.freeze = freeze;
  for (const target of targets) {
    if (sender && target['sender'] !== undefined) target['sender'] = sender;
    if (pace) target['pace'] = pace;
    if (require) target['require'] = require;
  }
  return `# Ana asked for this: ana@northwind.example\n${stringify(document, { aliasDuplicateObjects: false })}`;
}

async function play(one: Case, more: Terms): Promise<number> {
  const simulator = await startSimulator({
    account: accountOf(one.people),
    lagMilliseconds: 0,
    rateLimit: 'off',
    variants: one.variants,
  });
  const cwd = folderWith({});
  const env = { HUBSPOT_BASE_URL: simulator.url };
  let taken = 0;
  try {
    for (const [index, version] of one.versions.entries()) {
      for (const [name, text] of Object.entries(filesOf(version, one))) {
        const isYaml = name.endsWith('.yaml') && version.broken === undefined;
        writeFileSync(join(cwd, name), isYaml ? withTerms(text, more) : text);
      }
      const { before } = one.runs[index % one.runs.length] ?? { before: { hours: 1, hands: [] } };
      await simulator.advance(before.hours * 3_600_000);
      // Not everything that a case asks for is possible in its account.
      for (const hand of before.hands) await simulator.act(hand).catch(() => undefined);
      for (const moment of ['before the apply', 'after it']) {
        const plans = await snapshotPlans({ cwd, env });
        if (plans) {
          taken += 1;
          expect(plans.snapshot, moment).toEqual(plans.account);
          expect(plans.text).not.toMatch(/northwind|acme|p\d@|Ana/u);
        }
        await rollcallInProcess(['apply', '--auto-approve', '--max-enroll', '1000'], { cwd, env });
      }
    }
    return taken;
  } finally {
    await simulator.close();
  }
}

it('equals the plan on the account in random worlds', { timeout: 600_000 }, async () => {
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(arbitraryCase(), terms, async (one, more) => {
      taken += await play(one, more);
    }),
    { numRuns: Number(runs), endOnFailure: true, ...(seed === undefined ? {} : { seed: Number(seed) }) },
  );
  expect(taken).toBeGreaterThan(Number(runs));
});

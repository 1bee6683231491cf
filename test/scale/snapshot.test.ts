import { describe, expect, it } from 'vitest';
import { openRecordedAccount } from '../../src/hubspot/record-account.ts';
import { readLedgerRows, writeLedgerRows } from '../../src/ledger/snapshot-ledger.ts';
import { estimateRead, type ReadEstimate } from '../../src/commands/pipeline/snapshot-input.ts';
import { pseudonymKey } from '../../src/stories/snapshot/pseudonyms.ts';
import { takeSnapshot } from '../../src/stories/snapshot/take-snapshot.ts';
import { desiredOf } from '../schema/load.ts';
import { members, scaleWorld } from './scale-world.ts';

const contacts = 20_000;

describe('a snapshot of 20,000 contacts', () => {
  it('takes the requests of a plan, gives the same plan, and has about 300 bytes for each contact', async () => {
    const world = await scaleWorld(
      { contacts, inSequence: 0.2, allReachable: true },
      {
        text: `sequences:\n  q4: { id: 5510021, noHistoryBefore: 2027-01-01, sender: { rotate: [maria@acme.example, paul@acme.example] }, members: ${members(contacts)} }\n`,
      },
    );
    const planned = await world.plan();
    const before = world.simulator.requests().length;
    const announced: ReadEstimate[] = [];
    const taken = await takeSnapshot({
      paths: [],
      out: 'account.json',
      key: async () => pseudonymKey('0123456789abcdef0123456789abcdef'),
      deps: {
        ...world.deps,
        openRecorded: async (desired) =>
          openRecordedAccount({
            baseUrl: world.simulator.url,
            token: world.simulator.token,
            dialect: desired.dialect,
            apiVersion: desired.apiVersion,
            workflowApiVersion: desired.workflowApiVersion,
            ratePercent: 100,
            sleep: async () => undefined,
          }),
      },
      readLedgerRows: async (_desired, request) => readLedgerRows(world.ledgerPath, request),
      writeLedgerRows,
      announce: (estimate) => void announced.push(estimate),
    });
    expect(taken).toMatchObject({ contacts, entries: contacts, differences: [], requests: planned.requests });
    expect(world.simulator.requests().length - before).toBe(planned.requests);
    // The pages of the search are not known before: most contacts in the sequence are declared.
    expect(announced).toMatchObject([{ contacts, requests: contacts / 100 + 7 }]);
    const searches = Math.ceil(world.simulator.inspect().enrollments.length / 200);
    expect(planned.requests - (announced[0]?.requests ?? 0)).toBeLessThanOrEqual(searches + 5);
    expect((taken?.bytes ?? 0) / contacts).toBeLessThan(320);
    expect(Buffer.byteLength(world.files['account.json'] ?? '')).toBe(taken?.bytes);
  });
});

describe('the announced size', () => {
  it.each([
    [
      'a sequence with one sender',
      'sequences: { q: { id: 1, sender: a@x.example, members: [b@x.example] } }',
      6,
    ],
    ['a workflow without activeList', 'workflows: { w: { id: 1, members: [b@x.example, c@x.example] } }', 6],
    ['lists', 'workflows: { w: { id: 1, activeList: 5, members: [b@x.example] } }', 6],
  ])('of %s follows the formulas of docs/scaling.md', async (_what, text, requests) => {
    expect(
      estimateRead(await desiredOf({ 'enrollments.yaml': `version: 1\nportal: 1\n${text}\n` })).requests,
    ).toBe(requests);
  });
});

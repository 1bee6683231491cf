import { describe, expect, test } from 'vitest';
import { lineOver } from './line-over.ts';

const yaml = `
limits: { enroll: 50 }
sequences:
  first:
    id: 5510021
    sender: maria@acme.example
    members: [ana@northwind.example, { id: 1042 }]
  second:
    id: 5510022
    sender: paul@acme.example
    members: [{ id: 1042 }, ana@northwind.example, { id: 1044 }]
`;

describe.each(['documented', 'guide'] as const)('waiting for another sequence in %s', (dialect) => {
  test('a contact in one sequence is enrolled in the next after the first has finished', async () => {
    const line = await lineOver({ yaml, dialect });
    const first = await line.apply();
    expect(first.report?.counts).toMatchObject({ planned: 3, done: 3 });
    expect(first.plan?.summary.waiting).toBe(2);

    const tooEarly = await line.plan();
    expect(tooEarly.plan?.changes).toEqual([]);
    expect(tooEarly.plan?.summary.waiting).toBe(2);

    await line.simulator.advance('30d');
    const then = await line.apply();
    // In the order of the file, not of the ids.
    expect(then.report?.outcomes.map(({ address, status }) => [address, status])).toEqual([
      ['sequences.second/1042', 'done'],
      ['sequences.second/1041', 'done'],
    ]);
    await line.simulator.advance('30d');
    expect((await line.plan()).plan).toMatchObject({ changes: [], summary: { ended: 5, waiting: 0 } });
  });

  test('a contact that opted out of the first is not enrolled in the second', async () => {
    const line = await lineOver({ yaml, dialect });
    await line.apply();
    await line.simulator.act({ what: 'opt-out', who: '1042' });
    const then = await line.plan();
    expect(then.plan?.changes).toEqual([]);
    expect(then.plan?.unchanged.find(({ address }) => address === 'sequences.second/1042')).toMatchObject({
      status: 'blocked',
      contact: { link: expect.stringMatching(/\/contacts\/\d+\/record\/0-1\/1042$/u) },
    });
  });
});

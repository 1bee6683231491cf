/** Days and pace over real requests and a real ledger. */
import { describe, expect, it } from 'vitest';
import { defaultAccount } from '../../src/simulator/seed/default-account.ts';
import { sequenceFolder, sequenceLine } from './sequence-folder.ts';
import { serverFor } from './simulator-server.ts';

const members = 'ana@northwind.example, bo@northwind.example, liam@fabrikam.example';

describe("the account's calendar day", () => {
  it.each([
    {
      of: '09:00, then 08:59 on the next day',
      start: '2027-02-01T08:00:00.000Z',
      later: '23h 59m',
      enrolled: 1,
    },
    {
      of: '00:00 and 23:59 of a day with 24 hours',
      start: '2027-01-31T23:00:30.000Z',
      later: '23h 59m',
      enrolled: 0,
    },
    {
      of: '00:00 of a day with 23 hours and 00:00 of the next',
      start: '2027-03-27T23:00:30.000Z',
      later: '23h',
      enrolled: 1,
    },
    {
      of: '00:00 and 23:59 of a day with 25 hours',
      start: '2027-10-30T22:00:30.000Z',
      later: '24h 59m',
      enrolled: 0,
    },
    {
      of: '00:00 of a day with 25 hours and 00:00 of the next',
      start: '2027-10-30T22:00:30.000Z',
      later: '25h',
      enrolled: 1,
    },
  ])('limits the sender and the pace: $of', async ({ start, later, enrolled }) => {
    for (const key of ['pace: { perDay: 1 }', 'limits: { perSenderPerDay: 1 }']) {
      const account = { ...defaultAccount(), now: start, timeZone: 'Europe/Berlin' };
      const server = await serverFor({ account });
      const { run, write } = sequenceFolder(server);
      const isPace = key.startsWith('pace');
      write(sequenceLine('a', isPace ? `5510021, ${key}` : '5510021', members), isPace ? '' : `${key}\n`);
      expect((await run('apply --auto-approve --new-ledger')).stdout).toContain('1 of 1 change applied');
      for (const part of later.split(' ')) await server.simulator.advance(part);
      const { exit, stdout } = await run('apply --auto-approve');
      expect(exit).toBe(0);
      expect(stdout).toContain(enrolled === 1 ? '1 of 1 change applied' : 'No changes');
    }
  });
});

describe('a reviewed enrollment', () => {
  it('waits with exit code 0 if another run used the pace of the day', async () => {
    const { run, write } = sequenceFolder();
    write(sequenceLine('a', '5510021, pace: { perDay: 1 }', members));
    await run('plan --out p.json');
    await run('simulator advance 18h');
    await run('apply --auto-approve --only */1042');
    const late = await run('apply p.json --auto-approve');
    expect(late.exit).toBe(0);
    expect(late.stdout).toContain('0 of 1 change applied');
    expect(late.stdout).toContain('waiting: pace reached: sequences.a has 1 enrollment today');
    const report = await run('apply p.json --auto-approve --format json');
    expect(report.exit).toBe(0);
    expect(report.stdout).toContain('"waitsFor":"pace","until":"2026-11-04"');
  });
});

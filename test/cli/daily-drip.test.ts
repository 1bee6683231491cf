/**
 * The story of docs/daily.md: a daily drip over some weeks, with everything that goes wrong. Contacts are refused, names
 * are missing, an inbox dies and comes back, the cron is late or early, and one day is a holiday.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Report } from '../../src/model/results/report.ts';
import { generateAccount, generatedEmail } from '../../src/simulator/seed/generate-account.ts';
import { addMilliseconds, dayOf } from '../../src/model/time.ts';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';
import { serverFor } from './simulator-server.ts';

const contacts = 200;
const perDay = 15;
const zone = 'Europe/Berlin';
const holiday = '2026-11-11';
const refused = new Set([0, 1, 2, 3]);
const nameless = new Set([10, 60, 61, 120, 199]);
const paul = 'paul@acme.example';

const file = (portal: number, dialect: string): string => `version: 1
portal: ${portal}
dialect: ${dialect}
freeze: [{ from: ${holiday}, to: ${holiday}, reason: holiday }]
audiences:
  prospects: [{ file: people.csv }]
sequences:
  drip:
    id: 5510021
    sender: { rotate: [maria@acme.example, ${paul}, nina@acme.example] }
    pace: { perDay: ${perDay}, days: [mon, tue, wed, thu, fri] }
    require: [firstname]
    members: [{ audience: prospects }]
`;

/** Minutes by which the cron starts late (or early) on each day. Equal on every machine. */
const jitter = (day: number): number => ((day * 37) % 90) - 20;

it.each(['documented', 'guide'])(
  'enrolls each reachable contact once, at the pace, in the dialect %s',
  { timeout: 600_000 },
  async (dialect) => {
    const base = generateAccount({ contacts, allReachable: true });
    const { simulator, env } = await serverFor({
      account: {
        ...base,
        owners: base.owners.map((owner) => ({ ...owner, seat: true, inbox: true })),
        contacts: base.contacts.map((contact, index) =>
          nameless.has(index)
            ? { ...contact, properties: { ...contact.properties, firstname: '' } }
            : contact,
        ),
      },
      variants: { noInbox: 500, otherRefusals: 500 },
    });
    const cwd = folderWith({
      'people.csv': `email\n${Array.from({ length: contacts }, (_, index) => generatedEmail(index)).join('\n')}\n`,
    });
    writeFileSync(join(cwd, 'enrollments.yaml'), file(simulator.portalId, dialect));
    for (const index of refused) {
      await simulator.act({
        what: 'refuse',
        who: generatedEmail(index),
        with: 'RECIPIENT_PREVIOUSLY_BOUNCED',
      });
    }
    const start = simulator.inspect().now;
    const exits: (number | null)[] = [];
    const unknowns: number[] = [];
    for (let day = 0; day < 34; day += 1) {
      if (day === 3) await simulator.act({ what: 'disconnect-inbox', who: paul });
      if (day === 7) await simulator.act({ what: 'reconnect-inbox', who: paul });
      // Day 2 starts 23 h 59 min after day 1.
      const at = addMilliseconds(
        start,
        day * 86_400_000 + (day === 2 ? jitter(1) - 1 : jitter(day)) * 60_000 + 1_800_000,
      );
      const { now } = simulator.inspect();
      await simulator.advance(Date.parse(at) - Date.parse(now));
      const { exit, stdout, stderr } = await rollcallInProcess(
        ['apply', '--auto-approve', '--new-ledger', '--format', 'json'],
        { cwd, env },
      );
      expect([0, 6], `day ${day}: ${stderr}`).toContain(exit);
      const report = JSON.parse(stdout) as Partial<Report>;
      exits.push(exit);
      unknowns.push(report.counts?.unknown ?? 0);
    }
    const first = 1_000_001;
    const enrolled = simulator.inspect().enrollments.filter(({ kind }) => kind === 'sequence');
    const ids = enrolled.map(({ contactId }) => Number(contactId) - first);
    const reachable = Array.from({ length: contacts }, (_, index) => index).filter(
      (index) => !refused.has(index) && !nameless.has(index),
    );
    expect(ids.toSorted((a, b) => a - b)).toEqual(reachable);
    const days = new Map<string, number>();
    for (const { enrolledAt } of enrolled) {
      const day = dayOf(enrolledAt, zone);
      days.set(day, (days.get(day) ?? 0) + 1);
    }
    for (const [day, amount] of days) {
      expect(amount, day).toBeLessThanOrEqual(perDay);
      expect([0, 6], day).not.toContain(new Date(`${day}T12:00:00Z`).getUTCDay());
    }
    expect([...days.keys()]).not.toContain(holiday);
    // Before an inbox dies, the order is that of the file.
    const early = enrolled.filter(({ enrolledAt }) => enrolledAt < addMilliseconds(start, 3 * 86_400_000));
    const earlyIds = early.map(({ contactId }) => Number(contactId));
    expect(Math.max(...earlyIds) - first).toBeLessThan(early.length + refused.size + nameless.size);
    expect(unknowns.every((amount) => amount === 0)).toBe(true);
    // Only the days of the dead inbox need a person.
    expect(exits.flatMap((exit, day) => (exit === 0 ? [] : [day])).every((day) => day >= 3 && day < 7)).toBe(
      true,
    );
  },
);

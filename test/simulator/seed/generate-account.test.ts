import { expect, it } from 'vitest';
import { generateAccount } from '../../../src/simulator/seed/generate-account.ts';
import { call, simulator } from '../simulator-client.ts';

it('makes the same account from the same seed, and another from another', () => {
  const options = { contacts: 500, inSequence: 0.3, listed: 20 };
  expect(generateAccount(options)).toEqual(generateAccount(options));
  expect(generateAccount({ ...options, seed: 2 })).not.toEqual(generateAccount(options));
});

it('has about as many people in trouble, and in the sequence, as asked for', () => {
  const { contacts, enrollments } = generateAccount({ contacts: 10_000, inSequence: 0.3 });
  const troubled = contacts.filter(({ optedOut, bounced, email }) => optedOut || bounced || !email);
  expect(troubled.length).toBeGreaterThan(300);
  expect(troubled.length).toBeLessThan(500);
  expect(enrollments.length).toBeGreaterThan(2800);
  expect(enrollments.length).toBeLessThan(3200);
});

it('serves a hundred thousand people', async () => {
  const account = await simulator({ account: generateAccount({ contacts: 100_000, inSequence: 0.5 }) });
  const inputs = Array.from({ length: 100 }, (_none, index) => ({ id: String(1_000_001 + index * 999) }));
  const reply = await call(account, 'POST /crm/v3/objects/contacts/batch/read', { inputs });
  expect([reply.status, reply.body.results.length]).toEqual([200, 100]);
  const before = account.inspect().emailsSent;
  await account.advance('3d');
  expect(account.inspect().emailsSent - before).toBeGreaterThan(40_000);
});

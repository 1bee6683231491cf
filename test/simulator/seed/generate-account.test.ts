import { expect, it } from 'vitest';
import { generateAccount } from '../../../src/simulator/seed/generate-account.ts';
import { send, simulator } from '../simulator-client.ts';

it('generates equal accounts from equal seeds, and different ones from different seeds', () => {
  const options = { contacts: 500, inSequence: 0.3, listed: 20 };
  expect(generateAccount(options)).toEqual(generateAccount(options));
  expect(generateAccount({ ...options, seed: 2 })).not.toEqual(generateAccount(options));
});

it('has about the documented share of unreachable contacts, and the requested share in the sequence', () => {
  const { contacts, enrollments } = generateAccount({ contacts: 10_000, inSequence: 0.3 });
  const unreachable = contacts.filter(({ optedOut, bounced, email }) => optedOut || bounced || !email);
  expect(unreachable.length).toBeGreaterThan(300);
  expect(unreachable.length).toBeLessThan(500);
  expect(enrollments.length).toBeGreaterThan(2800);
  expect(enrollments.length).toBeLessThan(3200);
});

it('serves 100,000 contacts', async () => {
  const account = await simulator({ account: generateAccount({ contacts: 100_000, inSequence: 0.5 }) });
  const inputs = Array.from({ length: 100 }, (_none, index) => ({ id: String(1_000_001 + index * 999) }));
  const response = await send(account, 'POST /crm/v3/objects/contacts/batch/read', { inputs });
  expect([response.status, response.body.results.length]).toEqual([200, 100]);
  const before = account.inspect().emailsSent;
  await account.advance('3d');
  expect(account.inspect().emailsSent - before).toBeGreaterThan(40_000);
});

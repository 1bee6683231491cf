/**
 * Serves simulated accounts, one server each, until its input ends. Usage: `fleet-server.js ACCOUNTS CONTACTS`. Prints their
 * addresses as one line of JSON; for each further line of input, the number of requests that each has received.
 */
import { createInterface } from 'node:readline';
import { generateAccount } from '../src/simulator/seed/generate-account.ts';
import { startSimulator, type Simulator } from '../src/simulator/start-simulator.ts';

const [accounts = 0, contacts = 0] = process.argv.slice(2).map(Number);
const account = generateAccount({ contacts, allReachable: true });
const simulators: Simulator[] = [];
for (let index = 0; index < accounts; index += 1) {
  const seed = { ...account, portalId: 99_100_000 + index };
  simulators.push(await startSimulator({ account: seed, lagMilliseconds: 0 }));
}
const print = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
print(simulators.map(({ url, portalId, token }) => ({ url, portalId, token })));
createInterface({ input: process.stdin })
  .on('line', () => print(simulators.map((simulator) => simulator.requests().length)))
  .on('close', () => void Promise.all(simulators.map((simulator) => simulator.close())));

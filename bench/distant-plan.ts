/**
 * Plans contacts over a distant line and prints the milliseconds as JSON. Usage: `distant-plan.js CONTACTS ROUND_TRIP_MILLISECONDS`.
 */
import { startDistantLine } from './distant-line.ts';
import { openFixture, sequenceWith } from './fixture.ts';

const [contacts = 0, roundTrip = 0] = process.argv.slice(2).map(Number);
const fixture = await openFixture(
  { contacts, allReachable: true },
  { text: sequenceWith(contacts), lineTo: (url) => startDistantLine(url, roundTrip) },
);
const { milliseconds, requests, plan } = await fixture.plan();
await fixture.close();
if (plan?.summary.enroll !== contacts) throw new Error(JSON.stringify(plan?.summary));
process.stdout.write(JSON.stringify({ milliseconds, requests }));

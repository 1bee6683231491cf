/**
 * Enrolls contacts over a distant line, each with its own connection, and prints as JSON the share of HubSpot's rate and
 * the number of 429 responses. Usage: `distant-writes.js ROUND_TRIP_MILLISECONDS WINDOWS`.
 */
import type { ObservedContact } from '../src/model/observed-state.ts';
import { defaultVersions } from '../src/model/desired-state.ts';
import { trustEmail } from '../src/model/email.ts';
import { openAccountForWriting } from '../src/hubspot/open-account.ts';
import { generateAccount } from '../src/simulator/seed/generate-account.ts';
import { startSimulator } from '../src/simulator/start-simulator.ts';
import { startDistantLine } from './distant-line.ts';

export interface DistantWrites {
  readonly share: number;
  readonly refused: number;
  readonly requests: number;
}

/** HubSpot's published rate limit for Professional and Enterprise. */
const rate = { burst: 190, intervalMilliseconds: 10_000, daily: 1_000_000 };
/** The writes that `apply` has in flight. */
const inFlight = 16;

const [roundTrip = 0, windows = 0] = process.argv.slice(2).map(Number);
const simulator = await startSimulator({
  account: generateAccount({ contacts: rate.burst * (windows + 1), allReachable: true }),
  lagMilliseconds: 0,
  rateLimit: rate,
});
const line = await startDistantLine(simulator.url, roundTrip);
const { writer } = openAccountForWriting({
  baseUrl: line.url,
  token: simulator.token,
  dialect: 'documented',
  ...defaultVersions,
  ratePercent: 100,
});
let next = 0;
// The first window is a burst, because no request came before it.
await enroll(rate.burst);
const from = performance.now();
await enroll(rate.burst * windows);
const milliseconds = performance.now() - from;
const found: DistantWrites = {
  share: (rate.burst * windows) / ((milliseconds / rate.intervalMilliseconds) * rate.burst),
  refused: line.refused(),
  requests: next,
};
await line.close();
await simulator.close();
process.stdout.write(JSON.stringify(found));

async function enroll(count: number): Promise<void> {
  const end = next + count;
  const worker = async (): Promise<void> => {
    while (next < end) {
      next += 1;
      const contact: ObservedContact = {
        id: String(1_000_000 + next),
        emails: [],
        mergedIds: [],
        optedOut: false,
        bounced: false,
        enrollments: [],
      };
      const sender = { email: trustEmail('maria@acme.example'), userId: '7001' };
      const result = await writer.enroll({ kind: 'sequence', targetId: '5510021', contact, sender });
      if (result.outcome !== 'proved' && result.outcome !== 'throttled')
        throw new Error(JSON.stringify(result));
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
}

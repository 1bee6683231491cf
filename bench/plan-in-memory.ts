/**
 * Plans N declared members against N observed contacts, and prints as JSON the time of planning, the time of making
 * the input, and the peak memory of the process, including the input. Usage: `plan-in-memory.js N`.
 */
import { defaultVersions } from '../src/model/desired-state.ts';
import type { DesiredEntry, DesiredSequence, DesiredState } from '../src/model/desired-state.ts';
import { emptyLedgerView, type LedgerView } from '../src/model/ledger/ledger-view.ts';
import type { ObservedContact, ObservedState } from '../src/model/observed-state.ts';
import { makePlan } from '../src/reconciler/make-plan.ts';
import { generatedEmail } from '../src/simulator/seed/generate-account.ts';
import { trustEmail, type Email } from '../src/model/email.ts';

const count = Number(process.argv[2]);
const start = performance.now();
const input = { desired: desired(), observed: observed(), ledger: ledger(), diagnostics: [] };
const from = performance.now();
const plan = makePlan(input);
const milliseconds = performance.now() - from;
const megabytes = process.resourceUsage().maxRSS / 1024;
const { enroll, active } = plan.summary;
process.stdout.write(JSON.stringify({ milliseconds, making: from - start, megabytes, enroll, active }));

/** Returns an address as a parser returns it: a flat string, not a concatenation that V8 keeps as a tree. */
function flatAddress(index: number): Email {
  return trustEmail(Buffer.from(generatedEmail(index)).toString('latin1'));
}

/** Returns the observed account. Half of the contacts are active in the sequence. */
function observed(): ObservedState {
  const contacts = new Map<string, ObservedContact>();
  const aliases = new Map<string, string>();
  const active = new Set<string>();
  for (let index = 0; index < count; index += 1) {
    const [id, email] = [String(1_000_001 + index), flatAddress(index)];
    const enrolledAt = '2026-11-01T08:00:00.000Z';
    const enrollment = { kind: 'sequence', targetId: '5510021', state: 'active', enrolledAt } as const;
    const isActive = index % 2 === 0;
    contacts.set(id, {
      id,
      email,
      emails: [email],
      mergedIds: [],
      optedOut: false,
      bounced: false,
      enrollments: isActive ? [enrollment] : [],
    });
    aliases.set(id, id);
    aliases.set(email, id);
    if (isActive) active.add(id);
  }
  const sender = { email: trustEmail('maria@acme.example'), ownerId: '88101', userId: '7001' };
  return {
    account: { portalId: 1, timeZone: 'Europe/Berlin', uiDomain: 'app.hubspot.com' },
    observedAt: '2026-11-02T09:00:00.000Z',
    contacts,
    aliases,
    lists: new Map(),
    senders: new Map([
      [sender.email, sender],
      [sender.ownerId, sender],
    ]),
    targets: new Map([
      [
        'sequence:5510021',
        {
          kind: 'sequence',
          id: '5510021',
          name: 'Q4 outbound',
          status: 'ready',
          active,
          emails: [0, 3, 8],
          hazards: [],
          unenrollRoute: false,
        },
      ],
    ]),
  };
}

function desired(): DesiredState {
  const members = Array.from({ length: count }, (_none, index): DesiredEntry => ({
    type: 'person',
    person: { email: flatAddress(index) },
    source: { file: 'people.csv', line: index + 2, column: 1 },
    literal: false,
  }));
  const target: DesiredSequence = {
    kind: 'sequence',
    key: 'q4',
    id: '5510021',
    sender: { email: trustEmail('maria@acme.example') },
    source: { file: 'enrollments.yaml', line: 4, column: 3 },
    members,
    allowEmpty: false,
    absent: [],
    exclusive: false,
    onLeave: 'keep',
  };
  return {
    portal: 1,
    dialect: 'documented',
    ...defaultVersions,
    ledger: '.rollcall/ledger.db',
    ratePercent: 100,
    planLifetime: 86_400_000,
    limits: {
      enroll: { count: 10_000_000 },
      unenroll: { percent: 25 },
      reenroll: { count: 0 },
      perSenderPerDay: 10_000_000,
      at: {},
    },
    freeze: [],
    suppress: [],
    targets: [target],
    files: [],
    configHash: 'c0ffee',
  };
}

function ledger(): LedgerView {
  return {
    ...emptyLedgerView(),
    exists: true,
    startedAt: '2026-01-01T00:00:00.000Z',
    coversFrom: '2026-01-01T00:00:00.000Z',
    lastRun: 1,
  };
}

/** The input of a plan of N declared members and N observed contacts. Half of the contacts are active in the sequence. */
import { defaultVersions } from '../src/model/desired-state.ts';
import type { DesiredEntry, DesiredSequence, DesiredState } from '../src/model/desired-state.ts';
import { emptyLedgerView, type LedgerView } from '../src/model/ledger/ledger-view.ts';
import type { ObservedContact, ObservedState } from '../src/model/observed-state.ts';
import type { PlanInput } from '../src/reconciler/plan-input.ts';
import { generatedEmail } from '../src/simulator/seed/generate-account.ts';
import { trustEmail, type Email } from '../src/model/email.ts';

/** Returns the input for a number of contacts. The objects have the form that the reader and the parser give them. */
export function planningInput(count: number): PlanInput {
  return { desired: desired(count), observed: observed(count), ledger: ledger(), diagnostics: [] };
}

/** One list for all contacts without an item, as the reader shares it. */
const none: readonly never[] = [];

/** Returns an address as a parser returns it: a flat string, not a concatenation that V8 keeps as a tree. */
export function flatAddress(index: number): Email {
  return trustEmail(Buffer.from(generatedEmail(index)).toString('latin1'));
}

/** Returns the observed account. Half of the contacts are active in the sequence. */
function observed(count: number): ObservedState {
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
      mergedIds: none,
      optedOut: false,
      bounced: false,
      enrollments: isActive ? [enrollment] : none,
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

function desired(count: number): DesiredState {
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

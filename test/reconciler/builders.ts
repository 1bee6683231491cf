import { ledgerEntries } from '../../src/model/ledger/ledger-entries.ts';
import { defaultVersions } from '../../src/model/desired-state.ts';
import type {
  DesiredEntry,
  DesiredSequence,
  DesiredState,
  DesiredWorkflow,
  ContactRef,
} from '../../src/model/desired-state.ts';
import type { Source } from '../../src/model/results/diagnostic.ts';
import { noteSender } from '../../src/ledger/records/stopped-senders.ts';
import {
  emptyLedgerView,
  type LedgerEntry,
  type LedgerView,
  type SenderStop,
} from '../../src/model/ledger/ledger-view.ts';
import type {
  ActiveEnrollment,
  EndedEnrollment,
  ObservedContact,
  ObservedState,
  ObservedTarget,
} from '../../src/model/observed-state.ts';
import { targetIdentityKey } from '../../src/model/target.ts';
import type { PlanInput } from '../../src/reconciler/plan-input.ts';
import { trustEmail } from '../../src/model/email.ts';

/** The account's clock in all plan inputs. Its time zone is Berlin, one hour ahead of UTC. */
export const now = '2026-11-20T12:00:00.000Z';

export function at(line: number): Source {
  return { file: 'enrollments.yaml', line, column: 1 };
}

/** Returns the default limits, with overrides. */
export function limits(parts: Partial<DesiredState['limits']> = {}): DesiredState['limits'] {
  return {
    enroll: { count: 50 },
    unenroll: { percent: 25 },
    reenroll: { count: 0 },
    perSenderPerDay: 200,
    at: {},
    ...parts,
  };
}

export function desiredState(parts: Partial<DesiredState> = {}): DesiredState {
  return {
    portal: 'simulated',
    dialect: 'documented',
    ...defaultVersions,
    ledger: '.rollcall/ledger.db',
    ratePercent: 100,
    planLifetime: 86_400_000,
    limits: limits(),
    freeze: [],
    suppress: [],
    targets: [],
    files: [{ path: 'enrollments.yaml', sha256: 'f'.repeat(64) }],
    configHash: 'c'.repeat(64),
    ...parts,
  };
}

export const maria = { email: trustEmail('maria@acme.example'), userId: '7001', ownerId: '91' };
export const paul = { email: trustEmail('paul@acme.example'), userId: '7002', ownerId: '92' };

export function sequence(parts: Partial<DesiredSequence> = {}): DesiredSequence {
  return {
    kind: 'sequence',
    key: 'q4',
    id: '500',
    source: at(10),
    members: [],
    allowEmpty: true,
    absent: [],
    exclusive: false,
    onLeave: 'keep',
    sender: { email: maria.email },
    ...parts,
  };
}

export function workflow(parts: Partial<DesiredWorkflow> = {}): DesiredWorkflow {
  return {
    kind: 'workflow',
    key: 'onboarding',
    id: '900',
    source: at(20),
    members: [],
    allowEmpty: true,
    absent: [],
    exclusive: false,
    onLeave: 'keep',
    retired: false,
    ...parts,
  };
}

type Terms = Partial<Omit<Extract<DesiredEntry, { type: 'person' }>, 'type' | 'person'>>;

export function member(who: number | string, terms: Terms = {}): DesiredEntry {
  const person: ContactRef = typeof who === 'number' ? { id: String(who) } : { email: trustEmail(who) };
  return { type: 'person', person, source: at(30), literal: true, ...terms };
}

export function listEntry(list: string): DesiredEntry {
  return { type: 'list', list, source: at(31), literal: false };
}

export function contact(id: number, parts: Partial<ObservedContact> = {}): ObservedContact {
  const email = trustEmail(`p${id}@northwind.example`);
  return {
    id: String(id),
    email,
    emails: [email],
    mergedIds: [],
    optedOut: false,
    bounced: false,
    enrollments: [],
    // Every workflow was read, unless a test overrides this.
    workflowsRead: ['900', '800', '801'],
    ...parts,
  };
}

export function running(parts: Partial<ActiveEnrollment> = {}): ActiveEnrollment {
  return {
    kind: 'sequence',
    targetId: '500',
    state: 'active',
    enrolledAt: '2026-11-10T09:00:00.000Z',
    ...parts,
  };
}

export function endedEnrollment(parts: Partial<EndedEnrollment> = {}): EndedEnrollment {
  return {
    kind: 'sequence',
    targetId: '500',
    state: 'ended',
    enrolledAt: '2026-11-10T09:00:00.000Z',
    endedAt: '2026-11-15T09:00:00.000Z',
    how: 'finished',
    ...parts,
  };
}

export function act(parts: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    action: 'enroll',
    state: 'proved',
    kind: 'sequence',
    targetId: '500',
    contactId: '1',
    origin: 'text',
    at: '2026-11-10T09:00:00.000Z',
    run: 3,
    ...parts,
  };
}

export function observedTarget(
  parts: Partial<ObservedTarget> & Pick<ObservedTarget, 'kind' | 'id'>,
): ObservedTarget {
  return {
    status: 'ready',
    hazards: [],
    unenrollRoute: true,
    createdAt: '2026-10-05T00:00:00.000Z',
    ...(parts.kind === 'sequence' ? { emails: [0, 3, 7] } : {}),
    ...parts,
  };
}

export function observedState(
  contacts: readonly ObservedContact[],
  parts: Partial<Omit<ObservedState, 'contacts' | 'targets'>> & {
    readonly targets?: readonly ObservedTarget[];
  } = {},
): ObservedState {
  const { targets = [], ...rest } = parts;
  const aliases = new Map<string, string>();
  for (const { id, emails, mergedIds } of contacts) {
    for (const name of [id, ...emails, ...mergedIds]) aliases.set(name, id);
  }
  return {
    account: { portalId: 4242, timeZone: 'Europe/Berlin', uiDomain: 'app.example' },
    observedAt: now,
    contacts: new Map(contacts.map((one) => [one.id, one])),
    aliases,
    lists: new Map(),
    senders: new Map(
      [maria, paul].flatMap((sender) => [
        [sender.email, sender],
        [sender.ownerId, sender],
      ]),
    ),
    targets: new Map(targets.map((target) => [targetIdentityKey(target), target])),
    ...rest,
  };
}

/** Returns the senders that HubSpot refused last, as the ledger does. */
function stoppedSendersOf(entries: readonly LedgerEntry[]): LedgerView['stoppedSenders'] {
  const stopped = new Map<string, SenderStop>();
  for (const { senderUserId: sender = null, action, state, at, refusal } of entries) {
    const succeeded = action === 'enroll' && (state === 'accepted' || state === 'proved');
    noteSender(stopped, { sender, at, refusal, succeeded });
  }
  return stopped;
}

export function ledgerView(
  entries: readonly LedgerEntry[] = [],
  parts: Partial<LedgerView> = {},
): LedgerView {
  return {
    ...emptyLedgerView(),
    exists: true,
    startedAt: '2026-10-01T00:00:00.000Z',
    coversFrom: parts.startedAt ?? '2026-10-01T00:00:00.000Z',
    lastRun: 3,
    entries: ledgerEntries(entries),
    stoppedSenders: stoppedSendersOf(entries),
    ...parts,
  };
}

/** Returns a plan input for the given targets, each ready in the account unless `observed` overrides it. */
export function planInput(parts: {
  readonly desired?: Partial<DesiredState>;
  readonly contacts?: readonly ObservedContact[];
  readonly observed?: Parameters<typeof observedState>[1];
  readonly entries?: readonly LedgerEntry[];
  readonly ledger?: Partial<LedgerView>;
  readonly input?: Partial<PlanInput>;
}): PlanInput {
  const desired = desiredState(parts.desired);
  const targets =
    parts.observed?.targets ?? desired.targets.map(({ kind, id }) => observedTarget({ kind, id }));
  return {
    desired,
    observed: observedState(parts.contacts ?? [], { ...parts.observed, targets }),
    ledger: ledgerView(parts.entries, parts.ledger),
    diagnostics: [],
    ...parts.input,
  };
}

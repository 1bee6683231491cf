/** Changes a plan input as an applied plan or the passing of time would change the account and the ledger. */
import { ledgerEntries } from '../../src/model/ledger/ledger-entries.ts';
import { addMilliseconds } from '../../src/model/time.ts';
import type { LedgerEntry } from '../../src/model/ledger/ledger-view.ts';
import type { Enrollment, ObservedContact, ObservedTarget } from '../../src/model/observed-state.ts';
import { type ContactChange, isContactChange, type Change, type Plan } from '../../src/model/results/plan.ts';
import { targetIdentityKey } from '../../src/model/target.ts';
import type { PlanInput } from '../../src/reconciler/plan-input.ts';
import { ledgerUpdates } from '../../src/reconciler/ledger-updates.ts';

/** Returns the input after every change of the plan took effect and the ledger updates were recorded. */
export function applied(input: PlanInput, plan: Plan): PlanInput {
  const run = input.ledger.lastRun + 1;
  const now = addMilliseconds(input.observed.observedAt, 60_000);
  const updates = ledgerUpdates(input);
  const contacts = new Map(input.observed.contacts);
  const targets = new Map(input.observed.targets);
  const sent = new Map(input.ledger.sentToday);
  for (const change of plan.changes) {
    changeTarget(targets, change);
    if (!isContactChange(change)) continue;
    const before = contacts.get(change.contact.id);
    if (before) contacts.set(before.id, changeContact(before, change, now));
    if (change.action === 'enroll' && change.senderUserId !== undefined) {
      sent.set(change.senderUserId, (sent.get(change.senderUserId) ?? 0) + 1);
    }
  }
  const entries: LedgerEntry[] = [
    ...input.ledger.entries,
    ...updates.adoptions.map((adoption) => ({
      ...adoption,
      action: 'enroll' as const,
      state: 'adopted' as const,
      run,
    })),
    ...plan.changes.flatMap((change) => entryOf(change, { run, now })),
  ];
  return {
    ...input,
    observed: { ...input.observed, observedAt: now, contacts, targets },
    ledger: {
      ...input.ledger,
      lastRun: run,
      entries: ledgerEntries(entries),
      targets: updates.targets,
      sentToday: sent,
    },
  };
}

/** Returns the input some days later: active enrollments have finished, and no sender has sent today. */
export function afterwards(input: PlanInput, days: number): PlanInput {
  const now = addMilliseconds(input.observed.observedAt, days * 86_400_000);
  const finished = (enrollment: Enrollment): Enrollment =>
    enrollment.state === 'active'
      ? { ...enrollment, state: 'ended', how: 'finished', endedAt: now }
      : enrollment;
  const contacts = [...input.observed.contacts.values()].map((contact) => ({
    ...contact,
    enrollments: contact.enrollments.filter(({ kind }) => kind === 'sequence').map(finished),
  }));
  const targets = [...input.observed.targets].map(
    ([name, target]) => [name, target.active ? { ...target, active: new Set<string>() } : target] as const,
  );
  return {
    ...input,
    observed: {
      ...input.observed,
      observedAt: now,
      contacts: new Map(contacts.map((one) => [one.id, one])),
      targets: new Map(targets),
    },
    ledger: { ...input.ledger, sentToday: new Map() },
  };
}

function changeContact(contact: ObservedContact, change: ContactChange, now: string): ObservedContact {
  const { kind, id: targetId } = change.target;
  const isInTarget = (enrollment: Enrollment): boolean =>
    enrollment.kind === kind && enrollment.targetId === targetId;
  if (change.action === 'unenroll') {
    const ended: Enrollment[] =
      kind === 'sequence'
        ? [
            {
              kind,
              targetId,
              state: 'ended',
              how: 'unexplained',
              endedAt: now,
              enrolledAt: contact.enrollments.find(isInTarget)?.enrolledAt ?? now,
            },
          ]
        : [];
    return { ...contact, enrollments: [...contact.enrollments.filter((one) => !isInTarget(one)), ...ended] };
  }
  if (kind === 'workflow') {
    return {
      ...contact,
      enrollments: [...contact.enrollments, { kind, targetId, state: 'active', enrolledAt: now }],
    };
  }
  // HubSpot shows only the latest sequence.
  const others = contact.enrollments.filter((one) => one.kind !== 'sequence');
  return {
    ...contact,
    enrollments: [...others, { kind, targetId, state: 'active', enrolledAt: now }],
    ...(contact.sequenceCount === undefined ? {} : { sequenceCount: contact.sequenceCount + 1 }),
  };
}

function changeTarget(targets: Map<string, ObservedTarget>, change: Change): void {
  const name = targetIdentityKey(change.target);
  const target = targets.get(name);
  if (!target) return;
  if (change.action === 'archive') {
    const { active: _active, ...rest } = target;
    targets.set(name, { ...rest, status: 'missing' });
    return;
  }
  if (!target.active || !isContactChange(change)) return;
  const active = new Set(target.active);
  if (change.action === 'enroll') active.add(change.contact.id);
  else active.delete(change.contact.id);
  targets.set(name, { ...target, active });
}

function entryOf(
  change: Change,
  { run, now }: { readonly run: number; readonly now: string },
): LedgerEntry[] {
  if (!isContactChange(change)) return [];
  const state = change.action === 'enroll' && change.viaList !== undefined ? 'accepted' : 'proved';
  return [
    {
      action: change.action,
      state,
      kind: change.target.kind,
      targetId: change.target.id,
      contactId: change.contact.id,
      ...(change.since === undefined ? {} : { since: change.since }),
      origin: change.origin,
      at: now,
      run,
    },
  ];
}

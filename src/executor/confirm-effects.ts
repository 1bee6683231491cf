import type { RereadOptions } from '../model/account.ts';
import {
  attributeEnrollment,
  type ShownEnrollment,
  type UnprovedRequest,
} from '../model/attribute-enrollment.ts';
import type { IntentId } from '../model/ledger/ledger.ts';
import type { Enrollment } from '../model/observed-state.ts';
import type { Change } from '../model/plan.ts';
import { type ContactId, targetIdentityKey } from '../model/target.ts';
import type { Instant } from '../model/time.ts';
import { recordOutcome, senderOf } from './run-outcomes.ts';
import type { ReadyChange, SendContext } from './apply-ports.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

/** A request whose effect has to be read from the account. */
export interface PendingEffect extends ReadyChange {
  readonly intent: IntentId;
  /** The account's clock just before sending. */
  readonly at: Instant;
  /** `accepted`, or why the answer says nothing. */
  readonly because: string;
}

/** What looking for effects needs. */
export type ConfirmContext = Pick<SendContext, 'journal' | 'ports'>;

/**
 * Reads the account until every pending effect is seen or its window is over. Seen: a proof. Not
 * seen: an accepted enrollment counts as done and is watched by later runs; a lost answer is unknown,
 * because absence proves nothing while properties lag.
 */
export async function confirmEffects(
  pending: readonly PendingEffect[],
  sending: ConfirmContext,
): Promise<void> {
  if (pending.length === 0) return;
  const { ports } = sending;
  let left = await pollOnce(pending, sending);
  for (const wait of pollDelaysFor(pending, sending)) {
    left = left.filter(needsPolling);
    if (left.length === 0 || ports.interrupted()) return;
    ports.progress({ what: 'waiting for HubSpot to show the effect', done: 0, total: left.length });
    await ports.sleep(wait);
    left = await pollOnce(left, sending);
  }
}

/** An accepted enrollment is looked for once: it can be over before it is seen. */
function needsPolling(item: PendingEffect): boolean {
  return item.because !== 'accepted' || item.change.action !== 'enroll';
}

function pollDelaysFor(pending: readonly PendingEffect[], { ports }: ConfirmContext): readonly number[] {
  const removal = pending.some((item) => item.change.action === 'unenroll');
  return removal ? ports.pollDelays.removal : ports.pollDelays.ambiguous;
}

/** Settles what the account shows; files the rest as it is and returns it. */
async function pollOnce(
  pending: readonly PendingEffect[],
  following: ConfirmContext,
): Promise<readonly PendingEffect[]> {
  recordUnconfirmed(pending, following);
  const effects = await settleConfirmed(pending, following);
  // An archive concerns no contact, so no contact shows it.
  return pending.filter((item) => item.contact && !effects.has(item));
}

/** Reads the account once, and settles and files every request whose effect it shows. Returns those. */
export async function settleConfirmed(
  pending: readonly PendingEffect[],
  following: ConfirmContext,
): Promise<ReadonlySet<PendingEffect>> {
  const { journal, ports } = following;
  const effects = await readEffects(pending, following);
  const seen = [...effects];
  await ports.lease.settle(
    seen.map(([{ intent }, { attribution, effectAt }]) => ({
      intent,
      state: attribution === 'ours' ? 'proved' : 'adopted',
      at: ports.reader.now(),
      ...omitUndefined({ effectAt }),
      evidence: attribution === 'ours' ? 'read back from the account' : 'read back: enrolled by someone else',
    })),
  );
  for (const [{ change }, { attribution }] of seen) {
    recordOutcome(
      journal,
      change,
      attribution === 'ours' ? { status: 'done', reason: 'seen in the account' } : enrolledBySomeoneElse,
    );
    if (attribution === 'ours' && change.action === 'enroll') journal.responses.markProven(senderOf(change));
  }
  return new Set(effects.keys());
}

const enrolledBySomeoneElse = {
  status: 'failed',
  reason:
    'someone else enrolled the contact while the response to our request was lost; the ledger records it as adopted',
  help: 'Nothing to do if the contact should be enrolled: the next plan shows it as active, enrolled by someone else.',
} as const;

/** Files what was sent and has not been looked for. */
export function recordUnconfirmed(pending: readonly PendingEffect[], { journal }: ConfirmContext): void {
  for (const item of pending) recordOutcome(journal, item.change, unconfirmedOutcome(item));
}

interface ObservedEffect {
  /** `adopt`: an enrollment that the account shows, and that our request did not make. */
  readonly attribution: 'ours' | 'adopt';
  readonly effectAt?: Instant;
}

/** What the account shows of each effect; those that it does not show are left out. */
async function readEffects(
  pending: readonly PendingEffect[],
  sending: ConfirmContext,
): Promise<ReadonlyMap<PendingEffect, ObservedEffect>> {
  const found = new Map<PendingEffect, ObservedEffect>();
  for (const group of groupReads(pending)) {
    const effectOf = await loadEffectLookup(group, sending);
    for (const item of group) {
      const effect = item.contact && effectOf(item, item.contact.id);
      if (effect) found.set(item, effect);
    }
  }
  return found;
}

/** Enrollments in each workflow by themselves, and everything that the contacts show. */
function groupReads(pending: readonly PendingEffect[]): Iterable<readonly PendingEffect[]> {
  const groups = new Map<string, PendingEffect[]>();
  for (const item of pending) {
    if (!item.contact) continue;
    const name = isWorkflowEnrollment(item) ? targetIdentityKey(item.change.target) : 'contacts';
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups.values();
}

/**
 * Who entered a workflow is seen without reading contacts. Who left is not: somebody merged meanwhile
 * would be missed under the former id, and pass for gone.
 */
function isWorkflowEnrollment({ change }: PendingEffect): boolean {
  return change.action === 'enroll' && change.target.kind === 'workflow';
}

type EffectLookup = (item: PendingEffect, id: ContactId) => ObservedEffect | undefined;

/** Reads who is where. */
async function loadEffectLookup(
  group: readonly PendingEffect[],
  { ports: { reader } }: ConfirmContext,
): Promise<EffectLookup> {
  const [first] = group;
  const ids = [...new Set(group.flatMap(({ contact }) => contact?.id ?? []))];
  if (first && isWorkflowEnrollment(first)) {
    const members = await reader.inWorkflow(ids, first.change.target.id);
    return (item, id) =>
      members.has(id)
        ? effectFromEnrollments([{ state: 'active', enrolledAt: members.get(id) }], item)
        : undefined;
  }
  const targets = new Map(group.map(({ change: { target } }) => [targetIdentityKey(target), target]));
  const lost = group.flatMap(({ change, because }) => (because === 'accepted' ? [] : [change]));
  const contacts = await reader.contacts(ids, [...targets.values()], {
    enrolledBy: lost.some(({ action }) => action === 'enroll'),
    unenrolling: sequenceUnenrollments(lost),
  });
  return (item, id) => {
    const contact = contacts.get(id);
    if (!contact || contact.unreadable !== undefined) return undefined;
    const here = contact.enrollments.filter((one) => isInTargetOf(one, item.change));
    if (item.change.action !== 'unenroll') return effectFromEnrollments(here, item);
    return here.some(({ state }) => state === 'active') ? undefined : { attribution: 'ours' };
  };
}

function effectFromEnrollments(
  here: readonly ShownEnrollment[],
  { at, change }: PendingEffect,
): ObservedEffect | undefined {
  const sender = requestedSender(change);
  const effects = here.flatMap((one): ObservedEffect[] => {
    const whose = attributeEnrollment(one, { at, sameRun: true, ...sender });
    if (!whose) return [];
    return [
      one.enrolledAt === undefined
        ? { attribution: whose }
        : { attribution: whose, effectAt: one.enrolledAt },
    ];
  });
  return effects.find(({ attribution }) => attribution === 'ours') ?? effects[0];
}

function requestedSender(change: Change): Pick<UnprovedRequest, 'sender'> {
  if (change.action !== 'enroll' || change.senderUserId === undefined) return {};
  const { senderUserId: userId, sender: email } = change;
  return { sender: { userId, ...omitUndefined({ email }) } };
}

function isInTargetOf(one: Enrollment, change: Change): boolean {
  return one.kind === change.target.kind && one.targetId === change.target.id;
}

function unconfirmedOutcome(item: PendingEffect): Parameters<typeof recordOutcome>[2] {
  const { change, because } = item;
  if (change.action === 'enroll' && because === 'accepted') {
    return { status: 'done', reason: 'accepted by HubSpot; not seen in the account yet' };
  }
  if (change.action === 'unenroll' && because === 'accepted') {
    return {
      status: 'failed',
      reason: 'HubSpot took the removal and still shows the person active',
      help: 'Nothing is lost: the next plan lists the person again if that is still so. If people leave through a workflow, look at its history in HubSpot.',
    };
  }
  return {
    status: 'unknown',
    reason: `no usable response (${because}), and the account does not show it`,
    help:
      change.action === 'archive'
        ? 'Look whether the workflow is still there in HubSpot. If it is, the next apply deletes it.'
        : `Look at the contact in HubSpot, then: rollcall resolve ${change.address} --enrolled | --not-enrolled`,
  };
}

/**
 * Returns the removals from sequences, which are read through the enrollment route where properties lag. The
 * unenroll workflow ends whichever sequence is current, and an enrollment that is not shown yet is not over.
 */
export function sequenceUnenrollments(changes: readonly Change[]): NonNullable<RereadOptions['unenrolling']> {
  return changes.flatMap((change) =>
    change.action === 'unenroll' && change.target.kind === 'sequence'
      ? [{ contactId: change.contact.id, targetId: change.target.id }]
      : [],
  );
}

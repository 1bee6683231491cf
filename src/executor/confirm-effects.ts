import type { HubSpotResponse, RereadOptions } from '../model/account.ts';
import { assertNever } from '../model/failure.ts';
import {
  attributeEnrollment,
  type ShownEnrollment,
  type UnprovedRequest,
} from '../model/ledger/attribute-enrollment.ts';
import type { IntentId } from '../model/ledger/ledger.ts';
import type { Enrollment } from '../model/observed-state.ts';
import type { Change } from '../model/results/plan.ts';
import { type ContactId, type TargetId, targetIdentityKey } from '../model/target.ts';
import type { Instant } from '../model/time.ts';
import { doneOutcome, recordOutcome, senderOf } from './run-outcomes.ts';
import type { ReadyChange, SendContext } from './apply-ports.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

/** A sent request whose effect has to be read from the account. */
export interface PendingEffect extends ReadyChange {
  readonly intent: IntentId;
  /** The account's clock at the re-read before sending. */
  readonly at: Instant;
  /** Why the response does not show whether the request took effect. Absent if HubSpot accepted the request. */
  readonly ambiguity?: string;
  /** The account's clock just before the request. */
  readonly sentAt: Instant;
  /** HubSpot's response, if it proves nothing. */
  readonly response?: HubSpotResponse;
}

export type ConfirmContext = Pick<SendContext, 'outcomes' | 'ports'>;

/**
 * Polls the account until it shows every pending effect or the poll delays are used up. An effect that it shows
 * is proved. Without it, an accepted enrollment counts as done, and later runs check it. A request without a
 * usable response stays unknown, because properties lag and absence proves nothing.
 */
export async function confirmEffects(
  pending: readonly PendingEffect[],
  sending: ConfirmContext,
): Promise<void> {
  if (pending.length === 0) return;
  const { ports } = sending;
  let remaining = await pollOnce(pending, sending);
  let waited = 0;
  for (const wait of pollDelaysFor(pending, sending)) {
    remaining = remaining.filter(needsPolling);
    if (remaining.length === 0 || ports.interrupted()) break;
    ports.progress({ what: 'waiting for HubSpot to show the effect', done: 0, total: remaining.length });
    await ports.sleep(wait);
    waited += wait;
    remaining = await pollOnce(remaining, sending);
  }
  if (waited > 0) recordUnconfirmed(remaining, sending, waited);
}

/** Returns false for an accepted enrollment: one poll is enough, as it may end before HubSpot shows it. */
function needsPolling(item: PendingEffect): boolean {
  return item.ambiguity !== undefined || item.change.action !== 'enroll';
}

function pollDelaysFor(pending: readonly PendingEffect[], { ports }: ConfirmContext): readonly number[] {
  const removal = pending.some((item) => item.change.action === 'unenroll');
  return removal ? ports.pollDelays.removal : ports.pollDelays.ambiguous;
}

/** Records all pending effects as unconfirmed, settles those that the account shows, and returns the rest. */
async function pollOnce(
  pending: readonly PendingEffect[],
  sending: ConfirmContext,
): Promise<readonly PendingEffect[]> {
  recordUnconfirmed(pending, sending);
  const effects = await settleConfirmed(pending, sending);
  // An archive concerns no contact, so reading contacts cannot show its effect.
  const isReadable = ({ contact, change }: PendingEffect): boolean =>
    contact !== undefined || change.action === 'create-workflow';
  return pending.filter((item) => isReadable(item) && !effects.has(item));
}

/** Reads the account once, settles and records the requests whose effect it shows, and returns them. */
export async function settleConfirmed(
  pending: readonly PendingEffect[],
  sending: ConfirmContext,
): Promise<ReadonlySet<PendingEffect>> {
  const { outcomes, ports } = sending;
  const effects = await readEffects(pending, sending);
  const shown = [...effects];
  await ports.lease.settle(
    shown.map(([{ intent }, { attribution, effectAt, createdId }]) => ({
      intent,
      state: stateOfEffect(attribution, createdId),
      at: ports.reader.now(),
      ...omitUndefined({ effectAt, createdId }),
      evidence: attribution === 'ours' ? 'read back from the account' : 'read back: enrolled by someone else',
    })),
  );
  for (const [{ change }, { attribution, createdId }] of shown) {
    const readBack = { ...readBackOutcome(change, createdId), evidence: 'read-back' } as const;
    recordOutcome(outcomes, change, attribution === 'ours' ? readBack : enrolledBySomeoneElse);
    if (attribution === 'ours' && change.action === 'enroll') outcomes.responses.markProven(senderOf(change));
  }
  return new Set(effects.keys());
}

/** A new workflow is not proved by its name: someone else may have created one. */
function stateOfEffect(
  attribution: ObservedEffect['attribution'],
  createdId: TargetId | undefined,
): 'proved' | 'accepted' | 'adopted' {
  if (attribution !== 'ours') return 'adopted';
  return createdId === undefined ? 'proved' : 'accepted';
}

function readBackOutcome(change: Change, createdId: TargetId | undefined): ReturnType<typeof doneOutcome> {
  return createdId === undefined
    ? { status: 'done', reason: 'seen in the account' }
    : { ...doneOutcome(change, createdId), reason: `seen in the account as workflow ${createdId}` };
}

const enrolledBySomeoneElse = {
  status: 'failed',
  reason:
    'someone else enrolled the contact while the response to our request was lost; the ledger records it as adopted',
  help: 'Nothing to do if the contact should be enrolled: the next plan shows it as active, enrolled by someone else.',
} as const;

/** Records the outcome of requests whose effect no read has shown, after polling for `waited` milliseconds; 0 before the first read. */
export function recordUnconfirmed(
  pending: readonly PendingEffect[],
  { outcomes }: ConfirmContext,
  waited = 0,
): void {
  for (const item of pending) recordOutcome(outcomes, item.change, unconfirmedOutcome(item, waited));
}

interface ObservedEffect {
  /** `adopt`: the account shows an enrollment, but this request did not make it. */
  readonly attribution: 'ours' | 'adopt';
  readonly effectAt?: Instant;
  /** The id of a new workflow. */
  readonly createdId?: TargetId;
}

/** Returns the effects that the account shows. */
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
  for (const item of pending) {
    const effect = await createdEffect(item, sending);
    if (effect) found.set(item, effect);
  }
  return found;
}

/** Returns the workflow that a request created: the only one of its name since the request. */
async function createdEffect(
  { change, at }: PendingEffect,
  { ports: { reader, definitionOf } }: ConfirmContext,
): Promise<ObservedEffect | undefined> {
  if (change.action !== 'create-workflow') return undefined;
  // The name in the plan is masked.
  const { name } = definitionOf(change);
  const since = (await reader.namesakes([name])).filter(
    ({ createdAt }) => createdAt !== undefined && createdAt >= at,
  );
  const [only, ...others] = since;
  return only && others.length === 0 ? { attribution: 'ours', createdId: only.id } : undefined;
}

/** Groups effects by the read that shows them: one group for each workflow, one for all that contacts show. */
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
 * Returns whether a read of the workflow shows the effect, without reading contacts. A removal needs the contact:
 * after a merge the former id is absent from the workflow, which would look like a removal.
 */
function isWorkflowEnrollment({ change }: PendingEffect): boolean {
  return change.action === 'enroll' && change.target.kind === 'workflow';
}

type EffectLookup = (item: PendingEffect, id: ContactId) => ObservedEffect | undefined;

/** Reads the account for one group, and returns a function that finds the effect for a contact id. */
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
  const unanswered = group.flatMap(({ change, ambiguity }) => (ambiguity === undefined ? [] : [change]));
  const contacts = await reader.contacts(ids, [...targets.values()], {
    enrolledBy: unanswered.some(({ action }) => action === 'enroll'),
    unenrolling: sequenceUnenrollments(unanswered),
  });
  return (item, id) => {
    const contact = contacts.get(id);
    if (!contact || contact.unreadable !== undefined) return undefined;
    const enrollments = contact.enrollments.filter((one) => isInTargetOf(one, item.change));
    if (item.change.action !== 'unenroll') return effectFromEnrollments(enrollments, item);
    return enrollments.some(({ state }) => state === 'active') ? undefined : { attribution: 'ours' };
  };
}

function effectFromEnrollments(
  enrollments: readonly ShownEnrollment[],
  { at, change }: PendingEffect,
): ObservedEffect | undefined {
  const sender = requestedSender(change);
  const effects = enrollments.flatMap((one): ObservedEffect[] => {
    const attribution = attributeEnrollment(one, { at, sameRun: true, ...sender });
    if (!attribution) return [];
    return [{ attribution, ...omitUndefined({ effectAt: one.enrolledAt }) }];
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

function unconfirmedOutcome(item: PendingEffect, waited: number): Parameters<typeof recordOutcome>[2] {
  const { change, ambiguity, sentAt, response } = item;
  if (change.action === 'enroll' && ambiguity === undefined) {
    return {
      status: 'done',
      reason: 'accepted by HubSpot; not seen in the account yet',
      evidence: 'accepted',
    };
  }
  if (change.action === 'unenroll' && ambiguity === undefined) {
    return {
      status: 'failed',
      reason:
        waited > 0
          ? 'HubSpot accepted the removal, but still shows the contact as active'
          : 'HubSpot accepted the removal; no read has shown its effect',
      help: 'Run `rollcall plan`: it lists the removal again if the contact is still active. If an unenroll workflow removes contacts, check its history in HubSpot.',
    };
  }
  return {
    status: 'unknown',
    reason: `no usable response to the request at ${sentAt.slice(11, 19)} UTC (${ambiguity ?? 'accepted'}); ${waited > 0 ? `${waitText(waited)} of polling showed no effect` : 'no read has shown its effect'}`,
    help: unknownHelp(change),
    ...omitUndefined({ response }),
  };
}

function unknownHelp(change: Change): string {
  switch (change.action) {
    case 'archive':
      return 'Check whether the workflow still exists in HubSpot. If it does, the next apply deletes it.';
    case 'create-workflow':
      return `The next apply searches for it by its name. If HubSpot has no new workflow "${change.target.name ?? ''}": rollcall resolve ${change.address} --not-created`;
    case 'enroll':
    case 'unenroll':
      return `Check the contact in HubSpot, then: rollcall resolve ${change.address} --enrolled | --not-enrolled`;
    default:
      return assertNever(change);
  }
}

/** Returns a wait in whole minutes, or in seconds if it is shorter: `2 minutes`. */
function waitText(milliseconds: number): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1_000));
  const [amount, unit] = seconds < 60 ? [seconds, 'second'] : [Math.round(seconds / 60), 'minute'];
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

/**
 * Returns the removals from sequences. Where properties lag, the reader uses the enrollment route for them: the
 * unenroll workflow ends the current sequence of a contact, even one that properties do not show yet.
 */
export function sequenceUnenrollments(changes: readonly Change[]): NonNullable<RereadOptions['unenrolling']> {
  return changes.flatMap((change) =>
    change.action === 'unenroll' && change.target.kind === 'sequence'
      ? [{ contactId: change.contact.id, targetId: change.target.id }]
      : [],
  );
}

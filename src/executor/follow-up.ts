import type { Instant } from '../model/instant.ts';
import type { IntentId } from '../model/ledger.ts';
import type { Enrollment, ObservedContact } from '../model/observed-state.ts';
import type { Change } from '../model/plan.ts';
import type { ContactId } from '../model/target.ts';
import { record } from './journal.ts';
import type { Ready, Sending } from './sending.ts';

/** A request whose effect has to be read from the account. */
export interface Pending extends Ready {
  readonly intent: IntentId;
  /** The account's clock just before sending. */
  readonly at: Instant;
  /** `accepted`, or why the answer says nothing. */
  readonly because: string;
}

/**
 * Reads the account until every pending effect is seen or its window is over. Seen: a proof. Not
 * seen: an accepted enrollment counts as done and is watched by later runs; a lost answer is unknown,
 * because absence proves nothing while properties lag.
 */
export async function followUp(pending: readonly Pending[], sending: Sending): Promise<void> {
  const { ports } = sending;
  let left = await prove(pending, sending);
  for (const wait of waitsFor(pending, sending)) {
    left = left.filter(worthWaiting);
    if (left.length === 0 || ports.interrupted()) return;
    ports.progress({ what: 'waiting for HubSpot to show the effect', done: 0, total: left.length });
    await ports.sleep(wait);
    left = await prove(left, sending);
  }
}

/** An accepted enrollment is looked for once: it can be over before it is seen. */
function worthWaiting(item: Pending): boolean {
  return item.because !== 'accepted' || item.change.action !== 'enroll';
}

function waitsFor(pending: readonly Pending[], { ports }: Sending): readonly number[] {
  const removal = pending.some((item) => item.change.action === 'unenroll');
  return removal ? ports.waits.removal : ports.waits.ambiguous;
}

/** Settles what the account shows; files the rest as it stands and returns it. */
async function prove(pending: readonly Pending[], sending: Sending): Promise<readonly Pending[]> {
  const { journal, ports } = sending;
  for (const item of pending) record(journal, item.change, unseen(item));
  const people = pending.flatMap((item) => (item.contact ? [item.contact.id] : []));
  if (people.length === 0) return [];
  const targets = new Map(pending.map(({ change: { target } }) => [`${target.kind}:${target.id}`, target]));
  const contacts = await ports.reader.contacts([...new Set(people)], [...targets.values()]);
  const seen = pending.filter((item) => isSeen(item, contacts));
  await ports.lease.settle(
    seen.map((item) => ({
      intent: item.intent,
      state: 'proved',
      at: ports.reader.now(),
      ...effectOf(item, contacts),
      evidence: 'read back from the account',
    })),
  );
  for (const item of seen) record(journal, item.change, { status: 'done', reason: 'seen in the account' });
  const proved = new Set(seen);
  return pending.filter((item) => !proved.has(item));
}

function isSeen(item: Pending, contacts: ReadonlyMap<ContactId, ObservedContact>): boolean {
  const contact = item.contact && contacts.get(item.contact.id);
  if (!contact || contact.unreadable !== undefined) return false;
  if (item.change.action === 'unenroll')
    return !contact.enrollments.some((one) => isActive(one, item.change));
  return contact.enrollments.some((one) => isOurs(one, item));
}

function isActive(one: Enrollment, change: Change): boolean {
  return isOf(one, change) && one.state === 'active';
}

/** Begun since the re-read, which saw it absent; without a date, being active now is enough. */
function isOurs(one: Enrollment, item: Pending): boolean {
  if (!isOf(one, item.change)) return false;
  return one.enrolledAt === undefined ? one.state === 'active' : one.enrolledAt >= item.at;
}

function isOf(one: Enrollment, change: Change): boolean {
  return one.kind === change.target.kind && one.targetId === change.target.id;
}

function effectOf(
  item: Pending,
  contacts: ReadonlyMap<ContactId, ObservedContact>,
): { readonly effectAt?: Instant } {
  if (item.change.action !== 'enroll' || !item.contact) return {};
  const found = contacts.get(item.contact.id)?.enrollments.find((one) => isOurs(one, item));
  return found?.enrolledAt === undefined ? {} : { effectAt: found.enrolledAt };
}

function unseen(item: Pending): Parameters<typeof record>[2] {
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
    reason: `no usable answer (${because}), and the account does not show it`,
    help:
      change.action === 'archive'
        ? 'Look whether the workflow is still there in HubSpot. If it is, the next apply deletes it.'
        : `Look at the contact in HubSpot, then: rollcall resolve ${change.address} --enrolled | --not-enrolled`,
  };
}

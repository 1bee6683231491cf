import type { RereadOptions } from '../model/account.ts';
import { effectOf, type ShownEnrollment, type UnprovedRequest } from '../model/attribute-enrollment.ts';
import type { IntentId } from '../model/ledger/ledger.ts';
import type { Enrollment } from '../model/observed-state.ts';
import type { Change } from '../model/plan.ts';
import { type ContactId, targetName } from '../model/target.ts';
import type { Instant } from '../model/time.ts';
import { record, senderOf } from './run-outcomes.ts';
import type { Ready, Sending } from './apply-ports.ts';

/** A request whose effect has to be read from the account. */
export interface Pending extends Ready {
  readonly intent: IntentId;
  /** The account's clock just before sending. */
  readonly at: Instant;
  /** `accepted`, or why the answer says nothing. */
  readonly because: string;
}

/** What looking for effects needs. */
export type Following = Pick<Sending, 'journal' | 'ports'>;

/**
 * Reads the account until every pending effect is seen or its window is over. Seen: a proof. Not
 * seen: an accepted enrollment counts as done and is watched by later runs; a lost answer is unknown,
 * because absence proves nothing while properties lag.
 */
export async function followUp(pending: readonly Pending[], sending: Following): Promise<void> {
  if (pending.length === 0) return;
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

function waitsFor(pending: readonly Pending[], { ports }: Following): readonly number[] {
  const removal = pending.some((item) => item.change.action === 'unenroll');
  return removal ? ports.waits.removal : ports.waits.ambiguous;
}

/** Settles what the account shows; files the rest as it is and returns it. */
async function prove(pending: readonly Pending[], following: Following): Promise<readonly Pending[]> {
  fileUnseen(pending, following);
  const effects = await settleSeen(pending, following);
  // An archive concerns no contact, so no contact shows it.
  return pending.filter((item) => item.contact && !effects.has(item));
}

/** Reads the account once, and settles and files every request whose effect it shows. Returns those. */
export async function settleSeen(
  pending: readonly Pending[],
  following: Following,
): Promise<ReadonlySet<Pending>> {
  const { journal, ports } = following;
  const effects = await effectsOf(pending, following);
  const seen = [...effects];
  await ports.lease.settle(
    seen.map(([{ intent }, { whose, effectAt }]) => ({
      intent,
      state: whose === 'ours' ? 'proved' : 'adopted',
      at: ports.reader.now(),
      ...(effectAt === undefined ? {} : { effectAt }),
      evidence: whose === 'ours' ? 'read back from the account' : 'read back: enrolled by someone else',
    })),
  );
  for (const [{ change }, { whose }] of seen) {
    record(journal, change, whose === 'ours' ? { status: 'done', reason: 'seen in the account' } : taken);
    if (whose === 'ours' && change.action === 'enroll') journal.responses.prove(senderOf(change));
  }
  return new Set(effects.keys());
}

const taken = {
  status: 'failed',
  reason:
    'someone else enrolled the contact while the response to our request was lost; the ledger records it as adopted',
  help: 'Nothing to do if the contact should be enrolled: the next plan shows it as active, enrolled by someone else.',
} as const;

/** Files what was sent and has not been looked for. */
export function fileUnseen(pending: readonly Pending[], { journal }: Following): void {
  for (const item of pending) record(journal, item.change, unseen(item));
}

interface Effect {
  /** `adopt`: an enrollment that the account shows, and that our request did not make. */
  readonly whose: 'ours' | 'adopt';
  readonly effectAt?: Instant;
}

/** What the account shows of each effect; those that it does not show are left out. */
async function effectsOf(
  pending: readonly Pending[],
  sending: Following,
): Promise<ReadonlyMap<Pending, Effect>> {
  const found = new Map<Pending, Effect>();
  for (const group of readTogether(pending)) {
    const effectOf = await lookerFor(group, sending);
    for (const item of group) {
      const effect = item.contact && effectOf(item, item.contact.id);
      if (effect) found.set(item, effect);
    }
  }
  return found;
}

/** Enrollments in each workflow by themselves, and everything that the contacts show. */
function readTogether(pending: readonly Pending[]): Iterable<readonly Pending[]> {
  const groups = new Map<string, Pending[]>();
  for (const item of pending) {
    if (!item.contact) continue;
    const name = entersWorkflow(item) ? targetName(item.change.target) : 'contacts';
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
function entersWorkflow({ change }: Pending): boolean {
  return change.action === 'enroll' && change.target.kind === 'workflow';
}

type Look = (item: Pending, id: ContactId) => Effect | undefined;

/** Reads who is where. */
async function lookerFor(group: readonly Pending[], { ports: { reader } }: Following): Promise<Look> {
  const [first] = group;
  const ids = [...new Set(group.flatMap(({ contact }) => contact?.id ?? []))];
  if (first && entersWorkflow(first)) {
    const members = await reader.inWorkflow(ids, first.change.target.id);
    return (item, id) =>
      members.has(id) ? effectIn([{ state: 'active', enrolledAt: members.get(id) }], item) : undefined;
  }
  const targets = new Map(group.map(({ change: { target } }) => [targetName(target), target]));
  const lost = group.flatMap(({ change, because }) => (because === 'accepted' ? [] : [change]));
  const contacts = await reader.contacts(ids, [...targets.values()], {
    enrolledBy: lost.some(({ action }) => action === 'enroll'),
    leaving: leavingSequences(lost),
  });
  return (item, id) => {
    const contact = contacts.get(id);
    if (!contact || contact.unreadable !== undefined) return undefined;
    const here = contact.enrollments.filter((one) => isOf(one, item.change));
    if (item.change.action !== 'unenroll') return effectIn(here, item);
    return here.some(({ state }) => state === 'active') ? undefined : { whose: 'ours' };
  };
}

function effectIn(here: readonly ShownEnrollment[], { at, change }: Pending): Effect | undefined {
  const sender = senderAskedBy(change);
  const effects = here.flatMap((one): Effect[] => {
    const whose = effectOf(one, { at, sameRun: true, ...sender });
    if (!whose) return [];
    return [one.enrolledAt === undefined ? { whose } : { whose, effectAt: one.enrolledAt }];
  });
  return effects.find(({ whose }) => whose === 'ours') ?? effects[0];
}

function senderAskedBy(change: Change): Pick<UnprovedRequest, 'sender'> {
  if (change.action !== 'enroll' || change.senderUserId === undefined) return {};
  const { senderUserId: userId, sender: email } = change;
  return { sender: { userId, ...(email === undefined ? {} : { email }) } };
}

function isOf(one: Enrollment, change: Change): boolean {
  return one.kind === change.target.kind && one.targetId === change.target.id;
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
export function leavingSequences(changes: readonly Change[]): NonNullable<RereadOptions['leaving']> {
  return changes.flatMap((change) =>
    change.action === 'unenroll' && change.target.kind === 'sequence'
      ? [{ contactId: change.contact.id, targetId: change.target.id }]
      : [],
  );
}

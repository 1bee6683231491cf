import { contactsPerListRequest } from '../model/batch-sizes.ts';
import { canonicalJson } from '../model/digest.ts';
import type { ObservedContact } from '../model/observed-state.ts';
import { isContactChange, type Change, changeKey } from '../model/results/plan.ts';
import type { ContactId, TargetId } from '../model/target.ts';
import type { ApplyPorts, Judge, ReadyChange, RereadBatch, SendContext } from './apply-ports.ts';
import {
  recordUnconfirmed,
  type ConfirmContext,
  confirmEffects,
  sequenceUnenrollments,
  type PendingEffect,
} from './confirm-effects.ts';
import { maxAmbiguousInARow } from './response-watch.ts';
import { stopRun, type RunOutcomes, recordOutcome, senderOf, viaListOf } from './run-outcomes.ts';
import { sendChange } from './send.ts';
import { sendThroughList } from './send-through-list.ts';
import { omitUndefined } from '../model/omit-undefined.ts';
import { rerunHelp, stopFromError, stopUnreliable } from './stop.ts';

/**
 * The maximum number of requests in flight. A killed process leaves at most this many open intents. Sixteen use
 * the highest rate, 19 requests a second, with responses after 0.6 s: 100 sends take 3.8 s, the last response and
 * the next batch's reread 1.2 s, and the rate allows 5.3 s for all of them.
 */
const maxInFlight = 16;

/** The maximum age of a reread in milliseconds. Older ones are repeated before anything is sent. */
const maxReadAge = 60_000;

/** The changes of a batch that need further work. */
interface BatchRemainder {
  /** Not sent, because the reread became too old. They need another batch. */
  readonly expired: readonly Change[];
  /**
   * Sent through a list, to be confirmed at the end of the phase: each confirmation reads every active contact
   * of the workflow.
   */
  readonly pending: readonly PendingEffect[];
}

/** Rereads the contacts of one batch, sends the changes that are still valid, and confirms their effects. */
export async function applyBatch(
  batch: readonly Change[],
  judge: Judge,
  { outcomes, ports }: { outcomes: RunOutcomes; ports: ApplyPorts },
): Promise<BatchRemainder> {
  const current = await reread(batch, { outcomes, ports });
  const sending = { outcomes, ports, readAt: ports.reader.now() };
  const ready = stillValidChanges(batch, current, { outcomes, judged: await judge(current) });
  await rememberEmails(ready, sending);
  const list = viaListOf(batch[0]);
  if (list !== undefined) {
    const sent = await sendInChunks(list, ready, sending);
    recordUnconfirmed(sent.pending, sending);
    return sent;
  }
  const { pending, expired } = await sendEach(ready, sending);
  await confirmEffects(pending, sending);
  return { expired, pending: [] };
}

/** Records emails before the intents, to recognize a contact that is deleted and created again later. */
async function rememberEmails(ready: readonly ReadyChange[], { ports }: SendContext): Promise<void> {
  const pairs = ready.flatMap(({ change, contact }) =>
    change.action === 'enroll' && contact
      ? contact.emails.map((email) => ({ email, contactId: contact.id }))
      : [],
  );
  if (pairs.length > 0) await ports.lease.rememberIdentities(pairs);
}

async function reread(batch: readonly Change[], { outcomes, ports }: ConfirmContext): Promise<RereadBatch> {
  const ids = batch.flatMap((change) => (isContactChange(change) ? [change.contact.id] : []));
  const targets = new Map(batch.map(({ target }) => [`${target.kind}:${target.id}`, target]));
  const contacts =
    ids.length === 0
      ? new Map<ContactId, ObservedContact>()
      : await ports.reader.contacts([...new Set(ids)], [...targets.values()], {
          unenrolling: sequenceUnenrollments(batch),
        });
  const members = new Map<TargetId, ReadonlySet<ContactId>>();
  for (const { action, target } of batch) {
    const active = action === 'archive' ? await ports.reader.members(target.id) : undefined;
    if (active) members.set(target.id, active);
  }
  return { contacts, members, sent: outcomes.sent, enrolled: outcomes.enrolled };
}

/** Returns the changes of a batch that are still valid, as judged now. Records the others as not attempted. */
function stillValidChanges(
  batch: readonly Change[],
  { contacts }: RereadBatch,
  { outcomes, judged }: { outcomes: RunOutcomes; judged: Awaited<ReturnType<Judge>> },
): readonly ReadyChange[] {
  return batch.flatMap((planned): ReadyChange[] => {
    const now = judged.get(changeKey(planned));
    if (now && 'waiting' in now) {
      recordOutcome(outcomes, planned, {
        status: 'not-attempted',
        reason: `waiting: ${now.waiting}`,
        help: waitingHelp,
        ...omitUndefined({ waitsFor: now.waitsFor, until: now.until }),
      });
      return [];
    }
    if (!now || !isAsReviewed(now.change, planned)) {
      recordOutcome(outcomes, planned, staleOutcome);
      return [];
    }
    const contact = isContactChange(now.change) ? contacts.get(now.change.contact.id) : undefined;
    return [{ change: now.change, contact }];
  });
}

const waitingHelp = 'A later run can make this change. Run `rollcall plan` then.';

const staleOutcome = {
  status: 'not-attempted',
  reason: 'stale: the planned change is no longer valid',
  help: 'Run `rollcall plan` to see the current changes.',
} as const;

/**
 * Returns whether a change as judged now is the one that was reviewed. Both have the same key, so the same target,
 * contact and action. A new email of the contact does not affect a removal, but an enrollment would email an
 * address that was not reviewed.
 */
function isAsReviewed(now: Change, planned: Change): boolean {
  if (now.address !== planned.address) return false;
  if (now.action === 'create-workflow' && planned.action === 'create-workflow')
    return canonicalJson(now) === canonicalJson(planned);
  if (now.action !== 'enroll' || planned.action !== 'enroll') return true;
  return (
    now.contact.email === planned.contact.email &&
    now.sender === planned.sender &&
    now.senderUserId === planned.senderUserId &&
    now.senderAlias === planned.senderAlias &&
    now.viaList === planned.viaList &&
    now.since === planned.since &&
    now.reenroll === planned.reenroll
  );
}

interface BatchProgress {
  readonly pending: PendingEffect[];
  /** Not sent, because the reread became too old. */
  readonly expired: Change[];
}

async function sendEach(ready: readonly ReadyChange[], sending: SendContext): Promise<BatchProgress> {
  const sent: BatchProgress = { pending: [], expired: [] };
  const { responses } = sending.outcomes;
  await runInLanes(ready, {
    width: maxInFlight,
    // HubSpot has no API to test an inbox. The first enrollment of a sender is the test, so it is sent alone.
    laneOf: ({ change }) => senderOf(change),
    isOpen: responses.isProven,
    run: (item) =>
      sendUnlessStopped([item], { sent, sending }, async () => {
        const pending = await sendChange(item, sending);
        return pending ? [pending] : [];
      }),
  });
  return sent;
}

async function sendInChunks(
  list: string,
  ready: readonly ReadyChange[],
  sending: SendContext,
): Promise<BatchProgress> {
  const sent: BatchProgress = { pending: [], expired: [] };
  for (let start = 0; start < ready.length; start += contactsPerListRequest) {
    const chunk = ready.slice(start, start + contactsPerListRequest);
    await sendUnlessStopped(chunk, { sent, sending }, () => sendThroughList(list, chunk, sending));
  }
  return sent;
}

/** Sends, unless the run was stopped or the reread is too old. Any error stops the run; nothing is thrown. */
async function sendUnlessStopped(
  items: readonly ReadyChange[],
  {
    sent,
    sending: { outcomes, ports, readAt },
  }: { readonly sent: BatchProgress; readonly sending: SendContext },
  send: () => Promise<readonly PendingEffect[]>,
): Promise<void> {
  if (outcomes.stop) return;
  if (ports.interrupted()) {
    stopRun(outcomes, {
      why: 'interrupted',
      reason: 'interrupted; the requests in flight were finished',
      help: rerunHelp,
    });
    return;
  }
  if (Date.parse(ports.reader.now()) - Date.parse(readAt) > maxReadAge) {
    sent.expired.push(...items.map(({ change }) => change));
    return;
  }
  try {
    sent.pending.push(...(await send()));
    if (outcomes.responses.isUnreliable()) stopRun(outcomes, stopUnreliable(maxAmbiguousInARow));
  } catch (error) {
    stopRun(outcomes, stopFromError(error));
  }
}

/**
 * Runs items in order, at most `width` at once. A closed lane runs one item at a time, while items of other lanes
 * overtake. `run` must not reject.
 */
async function runInLanes<Item>(
  items: readonly Item[],
  {
    width,
    laneOf,
    isOpen,
    run,
  }: {
    readonly width: number;
    readonly laneOf: (item: Item) => string | undefined;
    readonly isOpen: (lane: string) => boolean;
    readonly run: (item: Item) => Promise<void>;
  },
): Promise<void> {
  const waiting = [...items];
  const inFlight = new Set<Promise<void>>();
  const busy = new Map<string, number>();
  const mayStart = (item: Item): boolean => {
    const lane = laneOf(item);
    return lane === undefined || isOpen(lane) || !busy.get(lane);
  };
  const start = async (item: Item): Promise<void> => {
    const lane = laneOf(item) ?? '';
    busy.set(lane, (busy.get(lane) ?? 0) + 1);
    await run(item);
    busy.set(lane, (busy.get(lane) ?? 1) - 1);
  };
  for (;;) {
    while (inFlight.size < width) {
      const next = waiting.findIndex(mayStart);
      if (next === -1) break;
      for (const item of waiting.splice(next, 1)) {
        const running = start(item).finally(() => inFlight.delete(running));
        inFlight.add(running);
      }
    }
    if (inFlight.size === 0) return;
    await Promise.race(inFlight);
  }
}

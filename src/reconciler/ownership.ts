import type { Instant } from '../model/instant.ts';
import { addMilliseconds } from '../model/instant.ts';
import type { LedgerEntry } from '../model/ledger-view.ts';
import { effectOf } from '../model/effect.ts';
import type { UnprovedRequest } from '../model/effect.ts';
import type { Running, Sight } from './subject.ts';
import type { World } from './world.ts';
import { timeOf } from './ledger-index.ts';

/** How long calculated facts of the account may trail what happened. */
export const lag = 15 * 60_000;

const hour = 3_600_000;
const day = 24 * hour;

/**
 * The act of ours that a running enrollment comes from; nothing when somebody else enrolled the
 * person. An adopted enrollment stays unmanaged, and so does one that began when we did nothing.
 */
export function ownAct(sight: Sight, running: Running): LedgerEntry | undefined {
  let own: LedgerEntry | undefined;
  for (const entry of sight.history) {
    if (entry.targetId !== sight.target.id) continue;
    if (entry.action === 'unenroll' && entry.state === 'proved') own = undefined;
    else if (entry.action === 'enroll' && entry.state === 'adopted') own = undefined;
    else if (entry.action === 'enroll' && isOurs(sight.world, entry, running)) own = entry;
  }
  return own;
}

/** Whether an act may be why somebody is in a target. */
export function mayOwn(entry: LedgerEntry): boolean {
  return (
    entry.action === 'enroll' &&
    (entry.state === 'open' || entry.state === 'accepted' || entry.state === 'proved')
  );
}

function isOurs(world: World, entry: LedgerEntry, running: Running): boolean {
  if (entry.state === 'open') {
    return (
      couldBe(entry, running.enrolledAt) &&
      effectOf({ state: 'active', ...running }, lostRequest(entry, world)) === 'ours'
    );
  }
  return (entry.state === 'proved' || entry.state === 'accepted') && couldBe(entry, running.enrolledAt);
}

/** An open intent as a request whose effect is read by a later run. */
export function lostRequest(entry: LedgerEntry, { observed }: World): UnprovedRequest {
  const { at, senderUserId: userId } = entry;
  if (userId === undefined) return { at, sameRun: false };
  const email = [...observed.senders.values()].find((one) => one.userId === userId)?.email;
  return { at, sender: { userId, ...(email === undefined ? {} : { email }) }, sameRun: false };
}

/** Whether an enrollment that the account dates may be the one that an entry stands for. */
export function couldBe(entry: LedgerEntry, enrolledAt: Instant | undefined): boolean {
  if (enrolledAt === undefined) return true;
  if (entry.state === 'adopted' && entry.effectAt === undefined) return enrolledAt <= entry.at;
  const from = addMilliseconds(timeOf(entry), entry.state === 'open' ? 0 : -hour);
  // A list or a bridge takes its time, so an effect that was never dated may come a day late.
  const until = addMilliseconds(timeOf(entry), entry.effectAt === undefined ? day : hour);
  return from <= enrolledAt && enrolledAt <= until;
}

/** The invariants that one apply can break. Each is judged by requests and by the data of the simulator. */
import type { DesiredState, DesiredTarget } from '../../model/desired-state.ts';
import { normalizeEmail } from '../../model/email.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { groupBy } from '../../model/group-by.ts';
import type { UnenrollChange } from '../../model/results/plan.ts';
import type { Outcome } from '../../model/results/report.ts';
import { count } from '../../model/text/count.ts';
import { maskEmailValue } from '../../model/text/mask-emails.ts';
import type { ContactId } from '../../model/target.ts';
import type { AppliedInWorld, World } from '../world.ts';
import type { Broken } from './broken.ts';
import type { PlayedBefore } from './played-before.ts';
import type { WatchedWrite } from './watch-writes.ts';

interface Around {
  readonly before: PlayedBefore;
  readonly desired: DesiredState | undefined;
}

export function brokenByApply(applied: AppliedInWorld, around: Around): readonly Broken[] {
  const { world } = around.before;
  return [
    ...withoutIntent(applied, world),
    ...differingCounts(applied),
    ...spreadFailures(applied, world),
    ...refusedButSent(applied),
    ...othersRemoved(applied, around),
    ...untrueOutcomes(applied, world),
  ];
}

export function nameOf(world: Pick<World, 'emailOf'>, contact: ContactId | undefined): string {
  const email = contact === undefined ? undefined : world.emailOf(contact);
  return email === undefined ? `contact ${contact ?? ''}` : maskEmailValue(email);
}

function about(contact: ContactId | undefined): Pick<Broken, 'contact'> {
  return contact === undefined ? {} : { contact };
}

/** 2: no write request without a committed intent. */
function withoutIntent({ writes, writeRequests }: AppliedInWorld, world: World): readonly Broken[] {
  const unrecorded = writes
    .filter(({ hasIntent }) => !hasIntent)
    .map(({ action, kind = 'workflow', targetId = '', contactId }): Broken => ({
      invariant: 2,
      expected: 'an intent in the ledger before each request',
      actual: `${nameOf(world, contactId)}: ${action}, ${kind} ${targetId}, was sent without one`,
      ...about(contactId),
    }));
  if (writes.length > 0 || writeRequests === 0) return unrecorded;
  return [
    {
      invariant: 2,
      expected: 'no write request without a change',
      actual: `${count(writeRequests, 'write request')} and no change`,
    },
  ];
}

/** 4: planned = done + failed + blocked + unknown + not attempted, in the list, the counts and the exit code. */
function differingCounts({ report, exitCode }: AppliedInWorld): readonly Broken[] {
  if (!report) return [];
  const { counts, outcomes } = report;
  const { planned, done, failed, blocked, unknown, notAttempted } = counts;
  const listed = (status: Outcome['status']): number =>
    outcomes.filter((one) => one.status === status).length;
  const sum = done + failed + blocked + unknown + notAttempted;
  const isListed =
    planned === outcomes.length &&
    done === listed('done') &&
    failed === listed('failed') &&
    blocked === listed('blocked') &&
    unknown === listed('unknown') &&
    notAttempted === listed('not-attempted');
  const isComplete = failed + unknown + listed('not-attempted') - waitingIn(outcomes) === 0;
  const broken: Broken[] = [];
  if (planned !== sum || !isListed)
    broken.push({
      invariant: 4,
      expected: 'planned = done + failed + blocked + unknown + not attempted',
      actual: `${planned} planned, ${sum} counted, ${outcomes.length} listed`,
    });
  if (exitCode === ExitCode.done && !isComplete)
    broken.push({
      invariant: 4,
      expected: 'another exit code than 0 for an incomplete apply',
      actual: `exit code 0 with ${failed} failed, ${unknown} unknown, ${notAttempted} not attempted`,
    });
  return broken;
}

/** A change whose turn has passed waits, and is not a failure. */
function waitingIn(outcomes: readonly Outcome[]): number {
  return outcomes.filter(({ status, waitsFor }) => status === 'not-attempted' && waitsFor !== undefined)
    .length;
}

/** Exit codes of an apply that continued after failures. After another one, the whole run stopped. */
const continued: ReadonlySet<ExitCode> = new Set([ExitCode.done, ExitCode.partly]);

/** 6: a bad item changes no independent item's result. */
function spreadFailures(applied: AppliedInWorld, world: World): readonly Broken[] {
  const { report, plan, exitCode, writes, effects } = applied;
  if (!report || !continued.has(exitCode)) return [];
  const stopped = new Set(report.stoppedSenders?.map(({ sender }) => sender));
  const senders = new Map(
    (plan?.changes ?? []).flatMap((one) => (one.action === 'enroll' ? [[one.address, one.sender]] : [])),
  );
  const touched = new Set([
    ...writes.map(({ contactId }) => contactId),
    ...[...effects.begun, ...effects.ended].map(({ contactId }) => contactId),
  ]);
  return report.outcomes.flatMap(({ status, address, waitsFor, contact, reason, action }): Broken[] => {
    if (action !== 'enroll' && action !== 'unenroll') return [];
    const hasOwnCause =
      status === 'not-attempted'
        ? waitsFor !== undefined || stopped.has(senders.get(address) ?? '')
        : status === 'done' || status === 'unknown';
    if (hasOwnCause || !contact || touched.has(contact.id)) return [];
    return [
      {
        invariant: 6,
        expected: 'a result of its own for each contact',
        actual: `${nameOf(world, contact.id)}: ${status} without a request, ${reason}`,
        contact: contact.id,
      },
    ];
  });
}

/** 8: unreadable, partial or contradictory input: no write. */
function refusedButSent({ report, exitCode, failure, writeRequests }: AppliedInWorld): readonly Broken[] {
  const isRefused = !report && exitCode !== ExitCode.done;
  if (!isRefused || writeRequests === 0) return [];
  return [
    {
      invariant: 8,
      expected: 'no write request of an apply that is refused',
      actual: `${count(writeRequests, 'write request')}; ${failure?.message ?? `exit code ${exitCode}`}`,
    },
  ];
}

/** 9: unmanaged members stay, unless `exclusive`, `absent`, `retired`, or declared and suppressed. */
function othersRemoved(applied: AppliedInWorld, { before, desired }: Around): readonly Broken[] {
  const { world, ours } = before;
  const removals = applied.writes.filter(({ action }) => action === 'unenroll');
  return removals.flatMap((write): readonly Broken[] => {
    const { kind, targetId, contactId } = write;
    const active = [...world.enrollments()].filter(
      (one) =>
        one.contactId === contactId &&
        one.kind === kind &&
        one.targetId === targetId &&
        (one.endedAt === undefined || one.endedAt > applied.at),
    );
    const change = (applied.plan?.changes ?? []).find(
      (one): one is UnenrollChange =>
        one.action === 'unenroll' && one.contact.id === contactId && one.target.id === targetId,
    );
    const isOwned = active.some(({ id }) => ours.has(id)) || (world.hasEarlierLedger && change?.owned);
    if (active.length === 0 || isOwned || change?.suppressed) return [];
    const target = desired?.targets.find(
      (one) => one.kind === kind && (one.id === targetId || one.key === change?.target.key),
    );
    if (target && allowsRemoval(target, write, world)) return [];
    return [
      {
        invariant: 9,
        expected: 'contacts that others enrolled stay',
        actual: `${nameOf(world, contactId)} was unenrolled from ${change?.address ?? `${kind} ${targetId}`}`,
        ...about(contactId),
      },
    ];
  });
}

function allowsRemoval(target: DesiredTarget, { contactId }: WatchedWrite, world: World): boolean {
  if (target.exclusive || (target.kind === 'workflow' && target.retired !== false)) return true;
  const email = normalizeEmail((contactId === undefined ? undefined : world.emailOf(contactId)) ?? '');
  return target.absent.some(({ person }) => person.id === contactId || (person.email ?? '-') === email);
}

/** 10: proved means one effect, unknown zero or one, not attempted zero. */
function untrueOutcomes({ report, effects, writes }: AppliedInWorld, world: World): readonly Broken[] {
  const begunBy = groupBy(effects.begun, keyOf);
  const sentBy = groupBy(writes, (one) => `${one.action} ${keyOf(one)}`);
  let active: ReadonlySet<string> | undefined;
  const isActive = (key: string): boolean => {
    active ??= new Set(
      [...world.enrollments()].flatMap((one) => (one.endedAt === undefined ? [keyOf(one)] : [])),
    );
    return active.has(key);
  };
  return (report?.outcomes ?? []).flatMap((outcome): readonly Broken[] => {
    const { action, status, evidence, contact, target, address } = outcome;
    if (!contact || !target || (action !== 'enroll' && action !== 'unenroll')) return [];
    const key = keyOf({ contactId: contact.id, kind: target.kind, targetId: target.id });
    const isProved = status === 'done' && evidence !== 'accepted';
    const begun = begunBy.get(key)?.length ?? 0;
    const say = (expected: string, actual: string): readonly Broken[] => [
      { invariant: 10, expected, actual: `${nameOf(world, contact.id)}: ${actual}`, contact: contact.id },
    ];
    if (action === 'enroll' && isProved && begun !== 1)
      return say('one enrollment for each that is done', `${count(begun, 'enrollment')} of ${address}`);
    if (action === 'enroll' && status === 'unknown' && begun > 1)
      return say(
        'at most one enrollment for each that is unknown',
        `${count(begun, 'enrollment')} of ${address}`,
      );
    if (status === 'not-attempted' && begun > 0 && !sentBy.has(`${action} ${key}`))
      return say('no effect of what was not attempted', `${count(begun, 'enrollment')} of ${address}`);
    return action === 'unenroll' && isProved && begun === 0 && isActive(key)
      ? say('an end for each removal that is done', `${address} is still active`)
      : [];
  });
}

function keyOf({
  kind,
  targetId,
  contactId,
}: Pick<Partial<WatchedWrite>, 'kind' | 'targetId' | 'contactId'>): string {
  return `${kind ?? ''} ${targetId ?? ''} ${contactId ?? ''}`;
}

/** What must hold after every run. */
import type { HistoryRecord } from '../../src/model/ledger/ledger.ts';
import { addMilliseconds } from '../../src/model/time.ts';
import type { Plan } from '../../src/model/results/plan.ts';
import type { Outcome, Report } from '../../src/model/results/report.ts';
import type { Version } from './case.ts';
import { factsOf } from './judge/facts.ts';
import { idOf } from './menu.ts';
import type { Ended } from './process.ts';
import type { Effect } from './truth.ts';
import { lostIntent, nameOf } from './truth.ts';
import type { World } from './world.ts';

interface RunFacts {
  readonly version: Version;
  /** A person lifted the caps. */
  readonly lifted: boolean;
  readonly maxEnroll?: number | undefined;
  readonly canary?: number | undefined;
  /** Nothing lags, nothing befell the process, and every read was answered. */
  readonly clearSight: boolean;
}

/** Judges one process that has ended, and everything that the ledger now says. */
export async function checkRun(world: World, ended: Ended, run: RunFacts): Promise<void> {
  const { report, watched, failure } = ended;
  const history = await world.history();
  const effects = world.truth.effects.filter((effect) => effect.run === watched.process);
  if (report) {
    checkCounts(world, report, ended.plan);
    for (const outcome of report.outcomes) checkOutcome(world, outcome, { report, effects, history, run });
  }
  if (!report && !ended.gate.state.dead && effects.length > 0) {
    world.blame('outcome-untrue', `${effects.length} enrolled, and nothing was reported`);
  }
  if (watched.writes > 0 && (run.version.broken || (failure && !ended.gate.state.struck && !report))) {
    world.blame(
      'write-on-bad-input',
      `${watched.writes} writes; ${failure?.code ?? run.version.broken ?? ''}`,
    );
  }
  checkRunLimits(world, { effects, report }, run);
  checkSenderDay(world, effects, run.version);
  checkLedger(world, history);
  checkDuplicates(world);
}

/** Invariant 4. */
function checkCounts(world: World, report: Report, plan: Plan | undefined): void {
  const { counts, outcomes, exitCode, manual } = report;
  const { planned, done, failed, blocked, unknown, notAttempted } = counts;
  const sum = done + failed + blocked + unknown + notAttempted;
  if (planned !== sum || planned !== outcomes.length) {
    world.blame('counts', `${JSON.stringify(counts)} for ${outcomes.length} outcomes`);
  }
  // A change whose turn comes on a later day leaves nothing to do.
  const postponed = outcomes.filter(
    ({ waitsFor }) => waitsFor !== undefined && waitsFor !== 'other-sequence',
  ).length;
  const left = failed + notAttempted - postponed + manual.length + removalsLeft(plan);
  const created = plan?.diagnostics.filter(({ code }) => code === 'creation-unknown').length ?? 0;
  const earlier = (plan?.unchanged.filter(({ status }) => status === 'unknown').length ?? 0) + created;
  const allowed = new Set<number>(stopCodes);
  if (unknown + earlier > 0) allowed.add(7);
  if (left > 0 && unknown === 0) allowed.add(6);
  if (left - removalsLeft(plan) + unknown + created === 0) allowed.add(0);
  if (!allowed.has(exitCode)) world.blame('counts', `exit ${exitCode} with ${JSON.stringify(counts)}`);
  if (unknown > 0 && ![1, 4, 7].includes(exitCode)) {
    world.blame('counts', `exit ${exitCode} with ${unknown} unknown`);
  }
}

/** Removals that wait for HubSpot, or for properties that agree with each other. */
function removalsLeft(plan: Plan | undefined): number {
  const waiting = (plan?.unchanged ?? []).filter(({ reason }) =>
    /^not visible yet|\bunreadable: /u.test(reason),
  );
  return waiting.length;
}

/** A run may be stopped after its last change, too. */
const stopCodes = [1, 4, 10, 130];

function checkOutcome(
  world: World,
  outcome: Outcome,
  of: {
    readonly report: Report;
    readonly effects: readonly Effect[];
    readonly history: readonly HistoryRecord[];
    readonly run: RunFacts;
  },
): void {
  if (outcome.action !== 'enroll') return;
  const [target = '', contactId = ''] = outcome.address.split('/');
  const key = target.split('.')[1];
  const records = of.history.filter(
    (record) =>
      record.run === of.report.run &&
      record.action === 'enroll' &&
      record.state !== 'adopted' &&
      record.targetKey === key &&
      record.contactId === contactId,
  );
  const states = records.map(({ state }) => state);
  const targetId = records[0]?.targetId;
  const begun = of.effects.filter(
    (effect) => effect.contactId === contactId && effect.targetId === targetId,
  ).length;
  const fits: Readonly<Record<Outcome['status'], boolean>> = {
    done: states.length === 1 && (states[0] === 'proved' ? begun <= 1 : states[0] === 'accepted'),
    failed: begun === 0 && states.every((state) => state === 'refused' || state === 'not-sent'),
    blocked: begun === 0 && states.every((state) => state === 'refused'),
    // A ledger that failed may hold an intent that nobody was told of.
    unknown: states.length === 1 && states[0] === 'open',
    'not-attempted':
      begun === 0 &&
      states.every((state) => state === 'not-sent' || (state === 'open' && of.report.exitCode === 1)),
  };
  if (!fits[outcome.status] && of.report.exitCode !== 1) {
    world.blame(
      'outcome-untrue',
      `${outcome.address} ${outcome.status} (${outcome.reason}): ledger ${states.join()}, ${begun} effects`,
    );
  }
  if (outcome.status === 'unknown' && begun > 0 && of.run.clearSight) {
    world.blame('unknown-though-visible', outcome.address);
  }
  if (outcome.status === 'not-attempted' && begun > 0) {
    world.blame('outcome-untrue', `${outcome.address} not attempted, ${begun} effects`);
  }
}

/** Invariant 5, within one run. */
function checkRunLimits(
  world: World,
  { effects, report }: { readonly effects: readonly Effect[]; readonly report: Report | undefined },
  { version, lifted, maxEnroll, canary = Infinity }: RunFacts,
): void {
  const { limits, suppress } = version;
  const cap = Math.min(maxEnroll ?? (lifted ? Infinity : (limits.enroll ?? 50)), canary);
  if (effects.length > cap) world.blame('limit-run', `${effects.length} enrolled, ${cap} allowed`);
  if (lifted) return;
  const again = effects.filter((effect) => world.truth.effects.some((one) => isEarlier(one, effect))).length;
  const mostAgain = limits.reenroll ?? 0;
  if (again > mostAgain) world.blame('limit-run', `${again} enrolled again, ${mostAgain} allowed`);
  const takenOut = (report?.outcomes ?? []).filter(
    ({ action, status, contact }) =>
      action === 'unenroll' &&
      status !== 'not-attempted' &&
      !suppress.some((who) => idOf(who) === contact?.id),
  ).length;
  const mostOut = limits.unenroll ?? Infinity;
  if (takenOut > mostOut) world.blame('limit-run', `${takenOut} taken out, ${mostOut} allowed`);
}

function isEarlier(one: Effect, than: Effect): boolean {
  const isSame = one.kind === than.kind && one.targetId === than.targetId && one.contactId === than.contactId;
  return isSame && one.at < than.at;
}

/**
 * Invariant 5, over runs: the calendar day of the account counts, and a later intent is the matter of its own
 * run. An enrollment in the first minutes of a day may come from a request of the day before.
 */
function checkSenderDay(world: World, effects: readonly Effect[], { limits }: Version): void {
  const { perSenderPerDay: cap } = limits;
  if (cap === undefined || effects.length === 0) return;
  const { day, midnight } = factsOf(world.simulator.snapshot());
  for (const { senderUserId, at, intent: last } of effects) {
    const today = day(at);
    const from = addMilliseconds(midnight(today), slack);
    const sent = world.truth.effects.filter(
      (one) =>
        one.senderUserId === senderUserId &&
        one.at >= from &&
        day(one.at) === today &&
        // The ledger counts. One that was lost counts no more.
        one.intent !== lostIntent &&
        one.intent <= last,
    ).length;
    if (senderUserId !== undefined && sent > cap) {
      world.blame('limit-sender-day', `${sent} by ${senderUserId} on ${today}, ${cap} allowed`);
    }
  }
}

const slack = 10 * 60_000;

/** Ruling 4: proved is exactly one effect, open none or one, refused and not sent none. */
function checkLedger(world: World, history: readonly HistoryRecord[]): void {
  const { effects, byHand } = world.truth;
  const begun = new Map<number, number>();
  for (const { intent } of effects) begun.set(intent, (begun.get(intent) ?? 0) + 1);
  for (const record of history) {
    if (record.action !== 'enroll' || record.state === 'adopted') continue;
    const count = begun.get(record.id) ?? 0;
    const least = record.state === 'proved' && !mayBeByHand(record, byHand) ? 1 : 0;
    const most = record.state === 'refused' || record.state === 'not-sent' ? 0 : 1;
    if (count < least || count > most) {
      world.blame(
        'ledger-untrue',
        `intent ${record.id} of ${record.targetKey}/${record.contactId} is ${record.state} with ${count} effects`,
      );
    }
  }
}

/** Somebody enrolled the person by hand after the intent: nobody can tell the two apart. */
function mayBeByHand({ kind, targetId, contactId, at }: HistoryRecord, byHand: ReadonlySet<string>): boolean {
  return [...byHand].some(
    (name) => name.startsWith(`${kind}:${targetId}/${contactId}@`) && (name.split('@')[1] ?? '') >= at,
  );
}

/** Invariant 1: once a declaration, and never after an enrollment of ours that satisfies it. */
function checkDuplicates(world: World): void {
  const { effects } = world.truth;
  effects.forEach((effect, index) => {
    const since = effect.since === undefined ? '' : `${effect.since}T00:00:00.000Z`;
    const earlier = effects
      .slice(0, index)
      .find(
        (one) =>
          one.kind === effect.kind &&
          one.targetId === effect.targetId &&
          one.contactId === effect.contactId &&
          (one.since === effect.since || one.at >= since) &&
          !isLost(one, effect),
      );
    if (earlier) {
      const name = (one: Effect): string => nameOf({ ...one, enrolledAt: one.at });
      world.blame('duplicate', `${name(effect)} after ${name(earlier)}, since ${effect.since ?? 'ever'}`);
    }
  });
}

/** The ledger was lost before HubSpot showed the enrollment: nothing was left to know it by. */
function isLost(one: Effect, effect: Effect): boolean {
  return one.intent === lostIntent && effect.at < addMilliseconds(one.at, lag);
}

const lag = 15 * 60_000;

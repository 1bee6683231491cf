/** Plays a case from its first run to the end, and says what was wrong. */
import { addressOf } from '../../src/model/target.ts';
import { canonicalJson } from '../../src/model/digest.ts';
import type { Plan } from '../../src/model/results/plan.ts';
import type { Fault } from '../../src/simulator/server/fault.ts';
import { versionAt } from './case.ts';
import type { Case, TroubledRun, Version } from './case.ts';
import { checkRun } from './check-run.ts';
import { filesOf } from './files-of.ts';
import { writes } from './menu.ts';
import type { Plant } from './plants.ts';
import { applyOnce, planOnce, resolveOnce } from './process.ts';
import type { Ended, Start } from './process.ts';
import { openWorld } from './world.ts';
import type { World } from './world.ts';
import type { Violation } from './violations.ts';

export interface Played {
  readonly violations: readonly Violation[];
  readonly applies: number;
  /** Incidents that came about, by kind. */
  readonly incidents: Readonly<Record<string, number>>;
  readonly faults: number;
  readonly enrollments: number;
  /** Moments of the longest run: where an incident can be put. */
  readonly moments: number;
  /** The steps of every process, for whoever has to understand a failure. */
  readonly story: readonly string[];
}

/** `brief` leaves out what comes when all that runs is over. */
export async function playCase(
  one: Case,
  { plant, brief = false }: { readonly plant?: Plant; readonly brief?: boolean } = {},
): Promise<Played> {
  const world = await openWorld(one);
  const player = playerOf(one, world, plant);
  try {
    for (const run of one.runs) await player.troubled(run);
    world.setFaults([]);
    await player.untilQuiet();
    if (!brief) {
      // When all that runs is over, nothing may begin again.
      await world.simulator.advance('40d');
      await player.untilQuiet();
    }
    await player.checkEnd();
  } finally {
    await world.close();
  }
  return {
    violations: world.violations,
    ...player.counts,
    faults: world.tally.faults,
    enrollments: world.truth.effects.length,
  };
}

/** Applies after which everything has to be quiet; resolving an unknown takes one more. */
const mostApplies = 12;

function playerOf(one: Case, world: World, plant: Plant | undefined) {
  const counts = { applies: 0, incidents: {} as Record<string, number>, moments: 0, story: [] as string[] };

  /** The plan of the last apply, when it had nothing to do. */
  let quiet: Plan | undefined;
  let processes = 0;

  const start = (version: Version, run: Partial<TroubledRun> = {}): Start => {
    processes += 1;
    return {
      world,
      version,
      files: filesOf(version, one),
      number: processes,
      run: { faults: [], patient: false, saved: false, ...run },
      schedule: one.schedule + processes,
      plant,
    };
  };

  const finish = async (
    ended: Ended,
    run: Partial<TroubledRun> & { readonly lifted?: boolean },
    version: Version,
  ): Promise<void> => {
    const { gate, watched, failure, report, exit } = ended;
    counts.applies += 1;
    const late = world.late.splice(0);
    for (const deliver of late) await deliver();
    counts.moments = Math.max(counts.moments, gate.state.moments);
    if (run.incident && (gate.state.struck || late.length > 0)) {
      const { kind } = run.incident;
      counts.incidents[kind] = (counts.incidents[kind] ?? 0) + 1;
    }
    counts.story.push(
      `-- apply ${watched.process}: ${failure?.code ?? exit ?? 'died'}`,
      ...gate.state.trace.map((step) => `   ${step}`),
      ...(report?.outcomes ?? []).map(
        ({ address, action, status, reason }) => `   = ${action} ${address}: ${status} (${reason})`,
      ),
    );
    const clearSight = !one.lag && !run.incident && (run.faults ?? []).every(onlyOnWrites);
    const { canary, maxEnroll, lifted = false } = run;
    await checkRun(world, ended, { version, lifted, canary, maxEnroll, clearSight });
  };

  const troubled = async (run: TroubledRun): Promise<void> => {
    const version = versionAt(one, run.version);
    if (run.before.hours > 0) await world.simulator.advance(run.before.hours * 3_600_000);
    for (const event of run.before.hands) await world.act(event);
    world.setFaults(run.faults);
    let takenOver = false;
    const whileAsleep = async (trace: readonly string[]): Promise<void> => {
      world.setFaults([]);
      const { incident: _over, ...calm } = run;
      const next = versionAt(one, run.version + 1);
      const second = await applyOnce(start(next, { ...calm, faults: [] }));
      await finish(second, calm, next);
      takenOver = [trace, second.gate.state.trace].every((steps) => steps.includes('ledger.acquire'));
    };
    const ended = await applyOnce({ ...start(version, run), whileAsleep, outdated: () => takenOver });
    await finish(ended, run, version);
  };

  const untilQuiet = async (): Promise<void> => {
    const version = versionAt(one, one.versions.length - 1);
    let lifted = false;
    for (let applies = 0; applies < mostApplies; applies += 1) {
      await world.simulator.advance('20m');
      const before = await world.ledgerState();
      const ended = await applyOnce({ ...start(version), lifted });
      await finish(ended, { lifted }, version);
      // Files that cannot be used stay so.
      if (ended.exit === 3) return;
      lifted ||= ended.exit === 5;
      if (await settleUnknown(version)) continue;
      // An apply that settles what it read, or records an end, has no changes, and the next plan reads another ledger.
      const same = before === (await world.ledgerState());
      quiet = same && ended.plan?.changes.length === 0 ? ended.plan : undefined;
      if (isQuiet(ended)) return;
    }
    world.blame('not-converged', `${mostApplies} applies were not enough`);
  };

  /** A person looks into the account and says what became of each open intent. */
  const settleUnknown = async (version: Version): Promise<boolean> => {
    const open = (await world.history()).filter(
      ({ state, action }) => state === 'open' && action === 'enroll',
    );
    for (const { id, kind, targetKey, contactId } of open) {
      const enrolled = world.truth.effects.some(({ intent }) => intent === id);
      const address = addressOf({ kind, key: targetKey }, contactId ?? '');
      await resolveOnce(start(version), address, enrolled ? 'enrolled' : 'not-enrolled');
    }
    return open.length > 0;
  };

  const checkEnd = async (): Promise<void> => {
    const version = versionAt(one, one.versions.length - 1);
    const plan = await planOnce(start(version));
    const again = await planOnce(start(version));
    if (bytesOf(again) !== bytesOf(plan))
      world.blame('bytes-differ', `two plans, one after the other: ${differenceOf(again, plan)}`);
    if (quiet && unflaggedBytesOf(plan) !== unflaggedBytesOf(quiet)) {
      world.blame('bytes-differ', `two plans of the same state: ${differenceOf(quiet, plan)}`);
    }
    const { enrollments } = world.simulator.inspect();
    const history = await world.history();
    for (const { address, status, reason, contact, target } of plan?.unchanged ?? []) {
      if (status !== 'active' && status !== 'ended') continue;
      const id = contact?.id;
      const isTrue = enrollments.some((seen) => seen.contactId === id && seen.targetId === target.id);
      // A v2 or list call that was taken and came to nothing: HubSpot never says.
      const accepted = history.some(
        (record) => record.state === 'accepted' && record.contactId === id && record.targetId === target.id,
      );
      if (!isTrue && !accepted) world.blame('claimed-untrue', `${address} ${status}: ${reason}`);
    }
  };

  return { troubled, untilQuiet, checkEnd, counts };
}

function onlyOnWrites({ route }: Fault): boolean {
  return route !== undefined && writes.includes(route);
}

/** Nothing is left to do but what is refused each time, for a reason that only a person can remove. */
function isQuiet({ plan, report }: Ended): boolean {
  const refused = (report?.outcomes ?? []).filter(
    ({ status, response }) =>
      status === 'blocked' || (status === 'failed' && String(response?.status).startsWith('4')),
  );
  return plan?.changes.length === refused.length;
}

/** The last apply may have lifted limits: its plan says so, and has another name. */
function unflaggedBytesOf(plan: Plan | undefined): string {
  if (!plan) return bytesOf(plan);
  const { fileLimits: _lifted, ...context } = plan.context ?? { uiDomain: '', timeZone: '', senders: [] };
  return bytesOf({ ...plan, liftedLimits: {}, context, planId: '' });
}

/** The fields that differ, with their first differing entry. */
function differenceOf(a: Plan | undefined, b: Plan | undefined): string {
  const fields = (plan: Plan | undefined) => Object.entries(plan ?? {});
  const other = new Map(fields(b));
  return fields(a)
    .filter(([name, value]) => canonicalJson(value) !== canonicalJson(other.get(name)))
    .filter(([name]) => !['createdAt', 'expiresAt', 'seal', 'planId'].includes(name))
    .map(([name, value]) => `${name}: ${canonicalJson(value)} / ${canonicalJson(other.get(name))}`)
    .join('; ');
}

function bytesOf(plan: Plan | undefined): string {
  return canonicalJson({ ...plan, createdAt: '', expiresAt: '', seal: '' });
}

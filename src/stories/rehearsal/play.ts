/** Plays the days of a forecast: a merge now, then the daily job. */
import type { DesiredState } from '../../model/desired-state.ts';
import { ExitCode } from '../../model/exit-code.ts';
import type { ChangeTarget, LiftedLimits, Plan } from '../../model/results/plan.ts';
import type { RehearsedApply } from '../../model/results/rehearsal.ts';
import type { Report, StoppedSender } from '../../model/results/report.ts';
import { addDays, type Day, timeOfDay } from '../../model/time.ts';
import type { Broken } from '../invariants/broken.ts';
import type { InvariantWatch } from '../invariants/watch.ts';
import { type AppliedInWorld, interruptedFailure, type World } from '../world.ts';

export interface PlayOptions {
  readonly days: number;
  /** The time of the daily job. */
  readonly at: string;
  /** Reps whose inbox is disconnected at the beginning of a day. */
  readonly without: readonly { readonly sender: string; readonly from: Day }[];
  readonly desired: DesiredState;
  /** Limits that the first apply lifts. */
  readonly liftedLimits?: LiftedLimits;
  readonly invariants: Pick<InvariantWatch, 'afterApply'>;
  readonly interrupted?: () => boolean;
  readonly onDay?: (done: number, total: number) => void;
}

/** One apply without its plan, which would hold every contact of every day in memory. */
interface PlayedApply {
  readonly day: Day;
  readonly apply: RehearsedApply;
  readonly stoppedSenders: readonly StoppedSender[];
  /** The addresses that the plan left to a later run. */
  readonly waiting: ReadonlySet<string>;
}

export interface Played {
  readonly first: AppliedInWorld;
  readonly days: readonly Day[];
  readonly applies: readonly PlayedApply[];
  /** The targets of the plans, by kind and id. */
  readonly targets: ReadonlyMap<string, ChangeTarget>;
  /** What the applies broke. */
  readonly broken: readonly BrokenOnDay[];
  /** The plan after the last day; absent if the files are invalid. */
  readonly last: Plan | undefined;
}

/** A broken invariant of rollcall, and the day on which it shows. */
export interface BrokenOnDay extends Broken {
  readonly day: Day;
}

/** Plays the days. Stops after the first apply if the files are invalid. */
export async function play(world: World, options: PlayOptions): Promise<Played> {
  const { at, without, onDay } = options;
  const start = world.today();
  const days = Array.from({ length: options.days }, (_, index) => addDays(start, index));
  const applies: PlayedApply[] = [];
  const broken: BrokenOnDay[] = [];
  const targets = new Map<string, ChangeTarget>();
  const record = (applied: AppliedInWorld): AppliedInWorld => {
    const { plan, day } = applied;
    for (const { target } of [...(plan?.changes ?? []), ...(plan?.unchanged ?? [])])
      targets.set(`${target.kind}:${target.id}`, target);
    applies.push({
      day,
      apply: rehearsed(applied),
      stoppedSenders: applied.report?.stoppedSenders ?? [],
      waiting: new Set(waitingAfter(plan, applied.report)),
    });
    for (const one of options.invariants.afterApply(applied, options.desired)) broken.push({ ...one, day });
    return applied;
  };
  const disconnect = async (day: Day): Promise<void> => {
    for (const { sender, from } of without) {
      const isFirst = day === start ? from <= start : from === day;
      if (isFirst) await world.act({ what: 'disconnect-inbox', who: sender });
    }
  };
  await disconnect(start);
  const first = record(await world.apply('reviewed', options.liftedLimits));
  if (first.exitCode !== ExitCode.invalidConfiguration) {
    for (const [index, day] of days.entries()) {
      if (options.interrupted?.()) throw interruptedFailure();
      if (day !== start) {
        await world.advanceTo(day, '00:00');
        await disconnect(day);
      }
      if (timeOfDay(day, at, world.timeZone) > world.now()) {
        await world.advanceTo(day, at);
        record(await world.apply('unattended'));
      }
      onDay?.(index + 1, days.length);
    }
    await world.advanceTo(addDays(start, options.days), '00:00');
  }
  const last = first.exitCode === ExitCode.invalidConfiguration ? undefined : await world.plan();
  return { first, days, applies, targets, broken, last };
}

function rehearsed({ mode, exitCode, failure, report, plan }: AppliedInWorld): RehearsedApply {
  const error = plan?.diagnostics.find(({ severity }) => severity === 'error');
  const reason = failure?.message ?? report?.exitReasons.join('; ') ?? error?.message;
  return { mode, exitCode, ...(exitCode === ExitCode.done || !reason ? {} : { reason }) };
}

function waitingAfter(plan: Plan | undefined, report: Report | undefined): readonly string[] {
  const planned = (plan?.unchanged ?? []).filter(({ status }) => status === 'waiting');
  const left = (report?.outcomes ?? []).filter(({ waitsFor }) => waitsFor !== undefined);
  const untried = report ? [] : (plan?.changes ?? []).filter(({ action }) => action === 'enroll');
  return [...planned, ...left, ...untried].map(({ address }) => address);
}

/** The freeze window of a day; undefined without one. */
export function freezeOn(
  day: Day,
  { freeze }: Pick<DesiredState, 'freeze'>,
): DesiredState['freeze'][number] | undefined {
  return freeze.find(({ from, to }) => from <= day && day <= to);
}

/** The dependencies of `plan --rehearse`: those of a plan, and a forecast from what the plan reads. */
import type { ReadDeps } from '../../commands/deps.ts';
import type { PlanArgs } from '../../commands/plan.ts';
import type { Session } from '../session.ts';
import { recordingReads } from './recording-reads.ts';
import { flagFailure, parseDays } from './rehearse-flags.ts';

interface ForecastDeps {
  readonly deps: ReadDeps;
  readonly forecast: PlanArgs['forecast'];
}

/** A longer forecast would not fit into a comment. */
const maxDays = 92;

/** Throws a `Failure` `bad-flag` for a wrong number of days, and for a plan of a part. */
export function forecastDeps(
  written: string,
  args: Omit<PlanArgs, 'forecast'> & { readonly allowBaseUrl?: boolean },
  session: Session,
): ForecastDeps {
  const days = parseDays('--rehearse', written, maxDays);
  if (
    args.only.length > 0 ||
    args.exclude.length > 0 ||
    args.undoRun !== undefined ||
    args.explain !== undefined
  )
    throw flagFailure(
      '--rehearse needs a plan of everything: it cannot be used with --only, --exclude, --undo-run or --explain',
      'Leave the other flag out.',
    );
  const { deps, recording } = recordingReads(session.snapshotDeps(args));
  return {
    deps,
    async forecast(planned) {
      const { forecastPlan } = await import('../../stories/rehearsal/forecast-plan.ts');
      const { files, progress, interrupt, atExit, copyLedger } = session.rehearsalDeps();
      return forecastPlan(planned, {
        paths: args.paths,
        files,
        days,
        recording: recording(),
        ...(await copyLedger(planned.input.desired)),
        interrupt,
        atExit,
        onDay: (done, total) => progress({ what: 'playing days', done, total }),
      });
    },
  };
}

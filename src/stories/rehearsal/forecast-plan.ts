/** The forecast of `plan --rehearse`: plays the files on the account as the plan read it. Sends no request. */
import type { AccountRecording } from '../../model/account-recording.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { toFailure } from '../../model/failure.ts';
import type { FileReader } from '../../model/file-reader.ts';
import { maskEmails } from '../../model/text/mask-emails.ts';
import { isRefusedLimit } from '../../model/results/diagnostic.ts';
import { changeKey, type Plan } from '../../model/results/plan.ts';
import type { PlanForecast } from '../../model/results/rehearsal.ts';
import { count } from '../../model/text/count.ts';
import type { PlanResult } from '../../commands/pipeline.ts';
import type { WorldOptions } from '../world.ts';
import { copyAccount } from './copy-account.ts';
import { rehearse } from './rehearse.ts';

export interface ForecastRequest {
  readonly paths: readonly string[];
  readonly files: FileReader;
  readonly days: number;
  /** What HubSpot returned to the reads of the plan. */
  readonly recording: AccountRecording;
  /** Writes a copy of the ledger to a path. Absent: there is none. */
  readonly writeLedger?: (path: string) => Promise<void>;
  readonly interrupt?: WorldOptions['interrupt'];
  readonly atExit?: WorldOptions['atExit'];
  readonly onDay?: (done: number, total: number) => void;
}

/** The time of the daily job, as in the pipelines of `init --ci`. */
const dailyAt = '08:00';

/** Returns the forecast of a plan, or why there is none. Throws a `Failure` at an interrupt alone. */
export async function forecastPlan(
  { input, plan }: PlanResult,
  { recording, writeLedger, ...request }: ForecastRequest,
): Promise<PlanForecast> {
  const refused = plan.errored || plan.diagnostics.some(isRefusedLimit);
  if (refused) return { problem: 'The plan is refused, so nothing would be applied.' };
  try {
    const account = copyAccount(input, recording);
    const result = await rehearse({
      ...request,
      at: dailyAt,
      settings: { seed: 1, replyRate: 0, optOutRate: 0, apart: 14, without: [], freeze: [] },
      liftedLimits: plan.liftedLimits,
      openAccount: async () => ({
        account,
        from: { kind: 'plan' },
        ...(writeLedger ? { writeLedger } : {}),
      }),
    });
    if (!('rehearsal' in result)) return { problem: 'The files changed while the plan was made.' };
    const differing = differences(plan, result.first);
    if (differing === 0) return { rehearsal: result.rehearsal };
    return {
      problem: `On the copy of the account, ${count(differing, 'change')} of the plan would differ, so its forecast would be wrong.`,
    };
  } catch (error) {
    const failure = toFailure(error);
    if (failure.exitCode === ExitCode.interrupted) throw failure;
    return { problem: maskEmails(failure.message) };
  }
}

/** Returns the number of changes that only one of the plans has. */
function differences(plan: Plan, copy: Plan | undefined): number {
  const keysOf = ({ changes }: Pick<Plan, 'changes'>): ReadonlySet<string> =>
    new Set(changes.map((one) => `${changeKey(one)} ${one.action === 'enroll' ? (one.sender ?? '') : ''}`));
  const [own, other] = [keysOf(plan), keysOf(copy ?? { changes: [] })];
  return [...own].filter((key) => !other.has(key)).length + [...other].filter((key) => !own.has(key)).length;
}

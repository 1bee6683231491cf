import type { Check, Examination, Examined } from '../model/examination.ts';
import { Failure } from '../model/failure.ts';
import type { SurveyDeps } from './survey-deps.ts';
import { withIds } from './targets/resolve-sequence-names.ts';

/**
 * Everything that reading tells about an account and what the files name in it. Throws a `Failure`
 * only where there is no account to ask.
 */
export async function examine(wanted: Examined, deps: SurveyDeps): Promise<Examination> {
  const examiner = await deps.openExaminer(wanted);
  const opened = await examiner.open(wanted);
  if (!opened.account) return opened;
  const named = await sequencesByName(wanted, examiner);
  const checks = await examiner.examine(named.wanted, deps.progress);
  return { ...opened, checks: [...opened.checks, ...named.checks, ...checks] };
}

/** With a name that leads nowhere, the sequences that have an id are still looked at. */
async function sequencesByName(
  wanted: Examined,
  examiner: Parameters<typeof withIds>[1],
): Promise<{ readonly wanted: Examined; readonly checks: readonly Check[] }> {
  try {
    return { wanted: await withIds(wanted, examiner), checks: [] };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, message, help, exitCode } = error;
    const targets = wanted.targets.filter(
      (target) => target.kind !== 'sequence' || target.name === undefined,
    );
    const check: Check = { area: 'sequences', code, status: 'failed', message, help, exitCode };
    return { wanted: { ...wanted, targets }, checks: [check] };
  }
}

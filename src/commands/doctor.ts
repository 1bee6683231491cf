import type { DesiredState } from '../model/desired-state.ts';
import { hasErrors } from '../model/diagnostic.ts';
import type { Check, Examination, Examined } from '../model/examination.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import { instantOf } from '../model/time.ts';
import type { Validation } from './deps.ts';
import { checkLedger } from './doctor-ledger.ts';
import { examine } from './examine.ts';
import { load } from './pipeline.ts';
import type { LineArgs } from './pipeline.ts';
import type { SurveyDeps } from './survey-deps.ts';

export interface DoctorArgs extends Pick<LineArgs, 'paths' | 'dialect'> {
  /** Only explain how to build an unenroll workflow. */
  readonly bridge: boolean;
}

/**
 * Looks at everything that has to be right before it matters, and goes on after each failure. 3 for
 * what is wrong in the files, 4 for token, account or scopes, 10 for a used-up day, 1 for the rest.
 */
export async function doctor(args: DoctorArgs, deps: SurveyDeps): Promise<ExitCode> {
  if (args.bridge) {
    deps.view.bridge();
    return ExitCode.done;
  }
  const validation = await load(args, deps);
  const { desired } = validation;
  const files = filesChecks(validation, args);
  const examination = await examineOrSay(desired, args, deps);
  const ledger = desired ? await checkLedger(desired, examination, deps) : [];
  const checks = [...files, ...examination.checks, ...ledger];
  const exitCode = exitCodeOf(checks);
  deps.view.checks(checks, exitCode);
  return exitCode;
}

/** As everywhere: what is wrong in the files first, then what the token may not do. */
const firstOf: readonly ExitCode[] = [ExitCode.invalidConfiguration, ExitCode.account, ExitCode.quota];

/** The exit code of everything that failed. */
export function exitCodeOf(checks: readonly Check[]): ExitCode {
  const codes = checks.flatMap((check) => (check.status === 'failed' ? [check.exitCode] : []));
  if (codes.length === 0) return ExitCode.done;
  return firstOf.find((code) => codes.includes(code)) ?? ExitCode.error;
}

function filesChecks({ desired, diagnostics }: Validation, { paths }: DoctorArgs): readonly Check[] {
  const area = 'files';
  const [only] = diagnostics;
  if (paths.length === 0 && diagnostics.length === 1 && only?.code === 'file-not-found') {
    const message = `${only.message} Only the account is looked at`;
    return [{ area, code: only.code, status: 'warning', message, help: only.help }];
  }
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (desired && !hasErrors(diagnostics)) {
    const { length } = desired.targets;
    const message = `${desired.files.length} read, ${length} ${length === 1 ? 'target' : 'targets'}, dialect ${desired.dialect}`;
    return [{ area, code: 'files', status: 'ok', message }];
  }
  const exitCode = ExitCode.invalidConfiguration;
  return errors.map(({ code, message, help, source }) => ({
    area,
    code,
    status: 'failed',
    message,
    help,
    exitCode,
    ...(source ? { source } : {}),
  }));
}

async function examineOrSay(
  desired: DesiredState | undefined,
  args: DoctorArgs,
  deps: SurveyDeps,
): Promise<Examination> {
  const wanted: Examined = desired ?? { ...unknown, ...(args.dialect ? { dialect: args.dialect } : {}) };
  try {
    return await examine(wanted, deps);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, message, help, exitCode } = error;
    const said = { area: 'account', code, message, help } as const;
    const check: Check = desired
      ? { ...said, status: 'failed', exitCode }
      : // Without files nobody said that there has to be a token.
        { ...said, status: 'warning' };
    return { now: instantOf(Date.now()), checks: [check] };
  }
}

const unknown: Examined = {
  dialect: 'documented',
  sequenceRoutes: '2026-03',
  ratePercent: 80,
  targets: [],
};

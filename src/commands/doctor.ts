import type { DesiredState } from '../model/desired-state.ts';
import { hasErrors } from '../model/diagnostic.ts';
import type { Check, Examination, ExaminationRequest } from '../model/examination.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import { describeLedgerPlace } from '../model/ledger/ledger-address.ts';
import { instantOf } from '../model/time.ts';
import type { AccountDeps, Validation } from './deps.ts';
import { unsharedLedgerWarnings } from './ledger/unshared-ledger.ts';
import { type PipelineOptions, loadFiles } from './pipeline.ts';
import { resolveSequenceNames } from './targets/resolve-sequence-names.ts';

interface DoctorArgs extends Pick<PipelineOptions, 'paths' | 'dialect'> {
  /** Only explain how to build an unenroll workflow. */
  readonly unenrollWorkflow: boolean;
}

/**
 * Looks at everything that has to be right before it matters, and goes on after each failure. 3 for
 * what is wrong in the files, 4 for token, account or scopes, 10 for a used-up day, 1 for the rest.
 */
export async function doctor(args: DoctorArgs, deps: AccountDeps): Promise<ExitCode> {
  if (args.unenrollWorkflow) {
    deps.view.unenrollWorkflowGuide();
    return ExitCode.done;
  }
  const validation = await loadFiles(args, deps);
  const { desired } = validation;
  const files = filesChecks(validation, args);
  const examination = await examineOrReport(desired, args, deps);
  const ledger = desired ? await checkLedger(desired, examination, deps) : [];
  const checks = [...files, ...examination.checks, ...ledger];
  const exitCode = exitCodeOfChecks(checks);
  deps.view.checks(checks, exitCode);
  return exitCode;
}

/** As everywhere: what is wrong in the files first, then what the token may not do. */
const exitCodePriority: readonly ExitCode[] = [
  ExitCode.invalidConfiguration,
  ExitCode.account,
  ExitCode.quota,
];

/** The exit code of everything that failed. */
export function exitCodeOfChecks(checks: readonly Check[]): ExitCode {
  const codes = checks.flatMap((check) => (check.status === 'failed' ? [check.exitCode] : []));
  if (codes.length === 0) return ExitCode.done;
  return exitCodePriority.find((code) => codes.includes(code)) ?? ExitCode.error;
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

async function examineOrReport(
  desired: DesiredState | undefined,
  args: DoctorArgs,
  deps: AccountDeps,
): Promise<Examination> {
  const wanted: ExaminationRequest = desired ?? {
    ...withoutFiles,
    ...(args.dialect ? { dialect: args.dialect } : {}),
  };
  try {
    return await examineAccount(wanted, deps);
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

const withoutFiles: ExaminationRequest = {
  dialect: 'documented',
  sequenceRoutes: '2026-03',
  ratePercent: 80,
  targets: [],
};

/**
 * Everything that reading tells about an account and what the files name in it. Throws a `Failure`
 * only where there is no account to ask.
 */
export async function examineAccount(wanted: ExaminationRequest, deps: AccountDeps): Promise<Examination> {
  const examiner = await deps.openExaminer(wanted);
  const opened = await examiner.open(wanted);
  if (!opened.account) return opened;
  const named = await sequencesByName(wanted, examiner);
  const checks = await examiner.examine(named.wanted, deps.progress);
  return { ...opened, checks: [...opened.checks, ...named.checks, ...checks] };
}

/** With a name that leads nowhere, the sequences that have an id are still looked at. */
async function sequencesByName(
  wanted: ExaminationRequest,
  examiner: Parameters<typeof resolveSequenceNames>[1],
): Promise<{ readonly wanted: ExaminationRequest; readonly checks: readonly Check[] }> {
  try {
    return { wanted: await resolveSequenceNames(wanted, examiner), checks: [] };
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

const ledgerArea = 'ledger';

/** Checks the place of the ledger, whether it can be read, and whether other shells and pipelines use the same one. */
async function checkLedger(
  desired: DesiredState,
  { account, now }: Examination,
  deps: AccountDeps,
): Promise<readonly Check[]> {
  const portalId = account?.portalId ?? desired.portal;
  // The simulated account says itself which one it is.
  if (portalId === 'simulated') return [];
  try {
    const where = describeLedgerPlace(deps.ledgerPlace(desired));
    const view = await deps.ledgerView(desired, { portalId, dayStart: now });
    const shared = (await unsharedLedgerWarnings(desired, deps)).map(({ code, message, help }): Check => ({
      area: ledgerArea,
      code,
      status: 'warning',
      message: message.replace(/\.$/u, ''),
      help,
    }));
    if (!view.exists) {
      const message = `There is no ledger for account ${portalId} at ${where}`;
      return [
        { area: ledgerArea, code: 'ledger-missing', status: 'warning', message, help: ledgerMissingHelp },
        ...shared,
      ];
    }
    const message =
      view.startedAt === undefined
        ? `The history of account ${portalId} begins with the first apply, in ${where}`
        : `The ledger of account ${portalId} can be read at ${where}: begun on ${view.startedAt.slice(0, 10)}, last run ${view.lastRun}, records: ${view.entries.length}`;
    return [{ area: ledgerArea, code: 'ledger', status: 'ok', message }, ...pinCheck(desired), ...shared];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, message, help, exitCode } = error;
    return [{ area: ledgerArea, code, status: 'failed', message, help, exitCode }];
  }
}

function pinCheck({ portal, ledgerId }: DesiredState): readonly Check[] {
  if (ledgerId !== undefined || portal === 'simulated') return [];
  const message = 'The files accept any ledger, also an empty one that enrolls contacts again';
  const help = 'Add the `ledgerId` that `rollcall ledger status` shows to the file.';
  return [{ area: ledgerArea, code: 'ledger-unpinned', status: 'warning', message, help }];
}

const ledgerMissingHelp =
  'Before the very first apply: `rollcall ledger create`. Later it means a lost one: bring it back, or set ROLLCALL_LEDGER.';

import { type DesiredState, defaultVersions } from '../model/desired-state.ts';
import { hasErrors } from '../model/results/diagnostic.ts';
import type { Check, Examination, ExaminationRequest } from '../model/results/examination.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import { describeLedgerPlace } from '../model/ledger/ledger-location.ts';
import { count } from '../model/text/count.ts';
import { instantOf } from '../model/time.ts';
import type { AccountDeps, Validation } from './deps.ts';
import { unsharedLedgerWarnings } from './ledger/unshared-ledger.ts';
import { type PipelineOptions, loadFiles } from './pipeline.ts';
import { resolveSequenceNames } from './pipeline/resolve-sequence-names.ts';

interface DoctorArgs extends Pick<PipelineOptions, 'paths' | 'dialect'> {
  /** Only explain how to build an unenroll workflow. */
  readonly unenrollWorkflow: boolean;
  /** List every passed check, too. */
  readonly verbose?: boolean;
}

/**
 * Checks the files, the account and the ledger, and continues after each failure. Returns 3 for invalid files, 4
 * for the token, the account or scopes, 10 for an exhausted daily quota, and 1 for other failures.
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
  deps.view.checks(checks, exitCode, {
    verbose: args.verbose ?? false,
    portalId: examination.account?.portalId,
  });
  return exitCode;
}

/** The exit codes that take precedence over 1, in order. */
const exitCodePriority: readonly ExitCode[] = [
  ExitCode.invalidConfiguration,
  ExitCode.account,
  ExitCode.quota,
];

/** Returns the exit code of the failed checks; 0 if none failed. */
export function exitCodeOfChecks(checks: readonly Check[]): ExitCode {
  const codes = checks.flatMap((check) => (check.status === 'failed' ? [check.exitCode] : []));
  if (codes.length === 0) return ExitCode.done;
  return exitCodePriority.find((code) => codes.includes(code)) ?? ExitCode.error;
}

function filesChecks({ desired, diagnostics }: Validation, { paths }: DoctorArgs): readonly Check[] {
  const area = 'files';
  const [only] = diagnostics;
  if (paths.length === 0 && diagnostics.length === 1 && only?.code === 'file-not-found') {
    const message = `${only.message} Only the account is checked`;
    return [{ area, code: only.code, status: 'warning', message, help: only.help }];
  }
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (desired && !hasErrors(diagnostics)) {
    const { targets, creations = [] } = desired;
    const created = creations.length === 0 ? '' : `, ${count(creations.length, 'workflow')} without an id`;
    const message = `${desired.files.length} read, ${count(targets.length, 'target')}${created}, dialect ${desired.dialect}`;
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
    const base = { area: 'account', code, message, help } as const;
    const check: Check = desired
      ? { ...base, status: 'failed', exitCode }
      : // Without files, a token is not required.
        { ...base, status: 'warning' };
    return { now: instantOf(Date.now()), checks: [check] };
  }
}

const withoutFiles: ExaminationRequest = {
  dialect: 'documented',
  ...defaultVersions,
  ratePercent: 80,
  targets: [],
  everyScope: true,
};

/**
 * Checks an account, and what the files name in it, by reading only. Throws a `Failure` only if the account cannot
 * be opened.
 */
export async function examineAccount(wanted: ExaminationRequest, deps: AccountDeps): Promise<Examination> {
  const examiner = await deps.openExaminer(wanted);
  const opened = await examiner.open(wanted);
  if (!opened.account) return opened;
  const resolved = await sequencesByName(wanted, examiner);
  const checks = await examiner.examine(resolved.wanted, deps.progress);
  return { ...opened, checks: [...opened.checks, ...resolved.checks, ...checks] };
}

/** Resolves sequence names. If one cannot be resolved, returns a failed check and the targets that have an id. */
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

/** Checks the location of the ledger, whether it is readable, and whether pipelines share it. */
async function checkLedger(
  desired: DesiredState,
  { account, now }: Examination,
  deps: AccountDeps,
): Promise<readonly Check[]> {
  const portalId = account?.portalId ?? desired.portal;
  // The simulated account could not be opened, so its id is unknown.
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
        : `The ledger of account ${portalId} can be read at ${where}: started on ${view.startedAt.slice(0, 10)}, last run ${view.lastRun}, records: ${view.entries.length + view.creations.length}`;
    return [{ area: ledgerArea, code: 'ledger', status: 'ok', message }, ...pinCheck(desired), ...shared];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, message, help, exitCode } = error;
    return [{ area: ledgerArea, code, status: 'failed', message, help, exitCode }];
  }
}

function pinCheck({ portal, ledgerId }: DesiredState): readonly Check[] {
  if (ledgerId !== undefined || portal === 'simulated') return [];
  const message = 'The files accept any ledger, including an empty one that would enroll contacts again';
  const help = 'Add the `ledgerId` that `rollcall ledger status` shows to the file.';
  return [{ area: ledgerArea, code: 'ledger-not-pinned', status: 'warning', message, help }];
}

const ledgerMissingHelp =
  'Before the first apply, run `rollcall ledger create`. After it, restore the lost ledger, or set ROLLCALL_LEDGER.';

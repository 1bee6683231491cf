import { apply as applyCommand } from '../commands/apply.ts';
import { doctor as doctorCommand } from '../commands/doctor.ts';
import { hasDrift } from '../commands/drift.ts';
import { history as historyCommand } from '../commands/history.ts';
import { importEnrollments } from '../commands/import.ts';
import { loadFiles, type PipelineOptions, planReadOnly } from '../commands/pipeline.ts';
import { explainOrRefuse, planExitCode } from '../commands/plan.ts';
import { validateOnline } from '../commands/validate.ts';
import { hasErrors } from '../model/results/diagnostic.ts';
import { collect } from '../model/collect.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { Explanation } from '../model/results/explanation.ts';
import type { HistoryRecord } from '../model/ledger/ledger.ts';
import { omitUndefined } from '../model/omit-undefined.ts';
import type { Plan } from '../model/results/plan.ts';
import { type Call, pathsOf, runCall } from './call.ts';
import { compareDefinitions, pullDefinitions } from './definition-calls.ts';
import type {
  ApplyOptions,
  CallOptions,
  DefinitionOptions,
  DriftOptions,
  Files,
  HistoryOptions,
  ImportOptions,
  PlanOptions,
  PullOptions,
  RollcallOptions,
  ValidateOptions,
} from './options.ts';
import type {
  Applied,
  DiffResult,
  DriftResult,
  Examined,
  Imported,
  PulledDefinition,
  Validated,
} from './results.ts';
import { diagnosticInOptionNames, invalidConfiguration, planRefused } from './rollcall-error.ts';

/**
 * The operations of rollcall for one token and one ledger. Every method reads the files again and closes what it
 * opens. Every method throws a `RollcallError` for a problem that a person has to solve first. `files` defaults to
 * `enrollments.yaml` in the working folder, except in `apply`.
 */
export interface Rollcall {
  /**
   * Checks the files. Offline unless `online` is set. Returns problems of the files instead of throwing them.
   * @example
   * import { createRollcall } from 'rollcall';
   *
   * const { valid, diagnostics } = await createRollcall().validate('enrollments.yaml');
   * console.log(valid); // true
   * for (const { source, message, help } of diagnostics) console.log(source?.line, message, help);
   */
  validate(files?: Files, options?: ValidateOptions): Promise<Validated>;

  /**
   * Returns what `apply` would do. Only reads. The plan is a plain value, the same document as
   * `rollcall plan --format json`; its diagnostics name the flags of the command line, because the seal covers them. A
   * plan that a limit or an error refuses is returned with `applyable: false`. For `portal: simulated`, a
   * missing ledger is created, because a plan without a ledger has no seal.
   * @throws {RollcallError} `invalid-configuration` if the files have errors.
   * @example
   * import { createRollcall } from 'rollcall';
   *
   * const rollcall = createRollcall();
   * const plan = await rollcall.plan('enrollments.yaml');
   * console.log(plan.summary.enroll, plan.summary.emails); // 2 4
   * for (const change of plan.changes) console.log(change.action, change.address, change.reason);
   */
  plan(files?: Files, options?: PlanOptions): Promise<Plan>;

  /**
   * Makes HubSpot match, without asking. The only method that writes to HubSpot, and it emails people. Takes a plan
   * of `plan()`, which is applied exactly and once, the path of a saved plan (`*.json`), or files. It has no default.
   * @throws {RollcallError} `nothing-to-apply` without a plan or files; `plan-refused` if a limit or an error refuses the plan; `no-ledger` without a
   *   ledger; `plan-…` for a plan that is stale, used, or altered; `interrupted` if nothing was sent.
   * @example
   * import { createRollcall } from 'rollcall';
   *
   * const rollcall = createRollcall();
   * const plan = await rollcall.plan('enrollments.yaml', { limits: { enroll: 10 } });
   * const { report } = await rollcall.apply(plan);
   * console.log(report.counts.done, report.counts.unknown); // 2 0
   */
  apply(what: Plan | Files, options?: ApplyOptions): Promise<Applied>;

  /**
   * Returns what changed in HubSpot since the last apply. Only reads.
   * @throws {RollcallError} `invalid-configuration` or `plan-refused` if drift cannot be determined.
   * @example
   * import { createRollcall } from 'rollcall';
   *
   * const { drifted, findings } = await createRollcall().drift('enrollments.yaml');
   * console.log(drifted); // false
   * for (const { kind, address, message } of findings) console.log(kind, address, message);
   */
  drift(files?: Files, options?: DriftOptions): Promise<DriftResult>;

  /**
   * Returns the rules that were checked for one address, in order, down to the one that decides. Only reads.
   * @example
   * import { createRollcall } from 'rollcall';
   *
   * const rules = await createRollcall().explain('sequences.renewal-check-in/1007', 'enrollments.yaml');
   * for (const { rule, holds, saw } of rules) console.log(holds ? '→' : ' ', rule, saw);
   * console.log(rules.at(-1)?.rule); // plan
   */
  explain(address: string, files?: Files, options?: CallOptions): Promise<readonly Explanation[]>;

  /**
   * Returns the ledger's records, oldest first.
   * @throws {RollcallError} `no-ledger` without a ledger; `no-such-contact`.
   * @example
   * import { createRollcall } from 'rollcall';
   *
   * const rollcall = createRollcall();
   * await rollcall.apply('enrollments.yaml');
   * const records = await rollcall.history('enrollments.yaml', { run: 1 });
   * console.log(records.length); // 2
   */
  history(files?: Files, options?: HistoryOptions): Promise<readonly HistoryRecord[]>;

  /**
   * Returns the account's active enrollments as YAML. Only reads, and writes no file.
   * @example
   * import { createRollcall } from 'rollcall';
   *
   * const { configuration } = await createRollcall().import({ portal: 'simulated' });
   * console.log(configuration.includes('sequences:')); // true
   */
  import(options?: ImportOptions): Promise<Imported>;

  /**
   * Returns what workflows or sequences do, as the text of their files. Only reads, and writes no file.
   * @throws {RollcallError} `no-such-target` for a name that the files do not have.
   * @example
   * import { createRollcall } from 'rollcall';
   *
   * const rollcall = createRollcall();
   * const [newsletter] = await rollcall.pull('enrollments.yaml', { targets: ['900200'] });
   * console.log(newsletter.path); // workflows/newsletter-900200.yaml
   * console.log(newsletter.text.includes('name: Newsletter')); // true
   */
  pull(files?: Files, options?: PullOptions): Promise<readonly PulledDefinition[]>;

  /**
   * Compares workflows or sequences with their files. Only reads.
   * @throws {RollcallError} `definition-missing` without a file; `invalid-configuration` for an invalid one.
   * @example
   * import { writeFileSync } from 'node:fs';
   * import { createRollcall } from 'rollcall';
   *
   * const rollcall = createRollcall();
   * const options = { targets: ['900200'], folder: '.' };
   * for (const { path, text } of await rollcall.pull('enrollments.yaml', options)) writeFileSync(path, text);
   * const { differs, targets } = await rollcall.diff('enrollments.yaml', options);
   * console.log(differs, targets.length); // false 1
   */
  diff(files?: Files, options?: DefinitionOptions): Promise<DiffResult>;

  /**
   * Checks token, scopes, senders, ids, routes and the ledger. Only reads. A check that fails is returned, not thrown.
   * @example
   * import { createRollcall } from 'rollcall';
   *
   * const { checks } = await createRollcall().doctor('enrollments.yaml');
   * console.log(checks.some(({ status }) => status === 'failed')); // false
   */
  doctor(files?: Files, options?: CallOptions): Promise<Examined>;
}

/**
 * Returns the operations for one token and one ledger. Opens nothing and sends nothing yet.
 * @example
 * import { createRollcall } from 'rollcall';
 *
 * const rollcall = createRollcall({
 *   token: 'pat-na1-example',
 *   ledger: 'ledger.db',
 *   signal: AbortSignal.timeout(60_000),
 *   onEvent: (event) => console.log(event.event),
 * });
 * console.log(Object.keys(rollcall).length); // 10
 */
export function createRollcall(options: RollcallOptions = {}): Rollcall {
  const readOnly = <T>(command: string, call: CallOptions, work: (call: Call) => Promise<T>): Promise<T> =>
    runCall({ command, options, signals: [options.signal, call.signal], writes: false }, work);
  return {
    validate: (files, call = {}) =>
      readOnly('validate', call, async ({ readDeps, accountDeps, shown }) => {
        const args = { paths: pathsOf(files), dialect: call.dialect };
        if (call.online) {
          shown.exitCode = await validateOnline(args, accountDeps);
          return validated(required(shown.validation));
        }
        const result = validated(await loadFiles({ ...args, today: readDeps.today() }, readDeps));
        shown.exitCode = result.valid ? ExitCode.done : ExitCode.invalidConfiguration;
        return result;
      }),
    plan: (files, call = {}) =>
      readOnly('plan', call, async (made) => {
        const { plan } = await planOrThrow(pipelineOptions(files, call), made);
        made.shown.exitCode = planExitCode(plan, false);
        return plan;
      }),
    apply: (what, call = {}) =>
      runCall(
        { command: 'apply', options, signals: [options.signal, call.signal], writes: true },
        async (made) => applyOrThrow(what, call, made),
      ),
    drift: (files, call = {}) =>
      readOnly('drift', call, async (made) => {
        const { plan } = await planOrThrow(pipelineOptions(files, call), made);
        if (plan.errored) throw planRefused(plan, ExitCode.invalidConfiguration);
        const drifted = hasDrift(plan, call.strict ?? false);
        made.shown.exitCode = drifted ? ExitCode.changes : ExitCode.done;
        return { drifted, findings: plan.drift, plan };
      }),
    explain: (address, files, call = {}) =>
      readOnly('explain', call, async (made) => {
        const { input } = await planOrThrow(pipelineOptions(files, call), made);
        return explainOrRefuse(input, address);
      }),
    history: (files, call = {}) =>
      readOnly('history', call, async ({ ledgerDeps, shown }) => {
        const { contact, run, dialect } = call;
        await historyCommand({ paths: pathsOf(files), dialect, contact, run }, await ledgerDeps());
        if (!shown.history) throw invalidConfiguration(shown.validation?.diagnostics ?? []);
        return collect(shown.history);
      }),
    import: (call = {}) =>
      readOnly('import', call, async ({ accountDeps, shown }) => {
        const { portal, dialect = 'documented', apiVersion, showEmails = false } = call;
        const { sequences = [], workflows = [] } = call;
        const args = {
          portal,
          dialect,
          apiVersion,
          sequences,
          workflows,
          showEmails,
          ledger: options.ledger,
        };
        await importEnrollments(args, accountDeps);
        return required(shown.imported);
      }),
    pull: (files, call = {}) => readOnly('pull', call, async (made) => pullDefinitions(files, call, made)),
    diff: (files, call = {}) => readOnly('diff', call, async (made) => compareDefinitions(files, call, made)),
    doctor: (files, call = {}) =>
      readOnly('doctor', call, async ({ accountDeps, shown }) => {
        const args = { paths: pathsOf(files), dialect: call.dialect, unenrollWorkflow: false };
        const exitCode = await doctorCommand(args, accountDeps);
        shown.exitCode = exitCode;
        return { exitCode, checks: required(shown.checks) };
      }),
  };
}

function validated({ desired, diagnostics }: NonNullable<Call['shown']['validation']>): Validated {
  const valid = desired !== undefined && !hasErrors(diagnostics);
  return {
    valid,
    ...(valid ? { config: desired } : {}),
    diagnostics: diagnostics.map(diagnosticInOptionNames),
  };
}

async function planOrThrow(
  args: PipelineOptions,
  { readDeps, shown }: Call,
): Promise<NonNullable<Awaited<ReturnType<typeof planReadOnly>>>> {
  const result = await planReadOnly(args, readDeps, { save: true });
  if (!result) throw invalidConfiguration(shown.validation?.diagnostics ?? []);
  return result;
}

async function applyOrThrow(
  what: Plan | Files,
  call: ApplyOptions,
  { writeDeps, shown }: Call,
): Promise<Applied> {
  requireInput(what);
  const saved = isPlan(what) ? { plan: what } : {};
  const { newLedger = false, expect, canary, allowArchive, suppressions, lockTimeout } = call;
  const exitCode: ExitCode = await applyCommand(
    {
      ...pipelineOptions(isPlan(what) ? [] : what, call),
      ...saved,
      ...omitUndefined({ suppressions }),
      autoApprove: true,
      full: false,
      newLedger,
      expect,
      canary,
      allowArchive,
    },
    await writeDeps(lockTimeout),
  );
  const { plan, report, validation } = shown;
  if (!plan) throw invalidConfiguration(validation?.diagnostics ?? []);
  if (!report) throw planRefused(plan, exitCode);
  return { plan, report };
}

/**
 * Throws without a plan or paths: a mistake in a program must never apply a default file that no one reviewed. The types
 * exclude such a call; programs in JavaScript have none.
 */
function requireInput(what: unknown): void {
  const paths: readonly unknown[] = Array.isArray(what) ? what : [what];
  const isPath = (path: unknown): boolean => typeof path === 'string' && path !== '';
  if (isPlan(what) || (paths.length > 0 && paths.every(isPath))) return;
  throw new Failure({
    code: 'nothing-to-apply',
    message: 'There is nothing to apply: no plan and no path was given. Nothing was sent.',
    help: 'Pass the plan that `plan` returned, or the paths of files.',
  });
}

function isPlan(what: unknown): what is Plan {
  return typeof what === 'object' && what !== null && 'planId' in what;
}

function pipelineOptions(files: Files | undefined, call: PlanOptions): PipelineOptions {
  const { dialect, only = [], exclude = [], undoRun, limits = {} } = call;
  const { perSenderPerDay, ...others } = limits;
  const liftedLimits = { ...others, ...omitUndefined({ perSenderPerDay }) };
  return { paths: pathsOf(files), dialect, only, exclude, liftedLimits, ...omitUndefined({ undoRun }) };
}

/** A command that ends without an error has shown its result. */
function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the command returned no result');
  return value;
}

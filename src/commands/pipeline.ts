/**
 * The steps that `validate`, `plan`, `drift` and `apply` share: load the files, read the account and the ledger,
 * and make a plan. Each command runs as many of them as it needs.
 */
import type { AccountReader, Progress } from '../model/account.ts';
import type { DesiredState, Dialect } from '../model/desired-state.ts';
import { hasErrors } from '../model/results/diagnostic.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { LedgerView } from '../model/ledger/ledger-view.ts';
import { defaultFile, type LiftedLimits, type Plan } from '../model/results/plan.ts';
import { type Day, dayOf, type Instant, startOfDay } from '../model/time.ts';
import type { PlanInput } from '../reconciler/plan-input.ts';
import { loadConfiguration } from '../schema/load-configuration.ts';
import type { ReadDeps, Validation } from './deps.ts';
import { unsharedLedgerWarnings } from './ledger/unshared-ledger.ts';
import { resolveSequenceNames } from './pipeline/resolve-sequence-names.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

export interface PipelineOptions {
  /** Files and folders; empty means the default file. */
  readonly paths: readonly string[];
  readonly dialect?: Dialect | undefined;
  readonly only: readonly string[];
  readonly exclude: readonly string[];
  readonly liftedLimits: LiftedLimits;
  /** Plan only to unenroll the contacts that this run enrolled. */
  readonly undoRun?: number | undefined;
  /** Plan only the removals that `suppress` requires, even if other problems would refuse a plan. */
  readonly suppressions?: boolean | undefined;
  /** Leave every change that needs a reviewed plan for one. */
  readonly unattended?: boolean | undefined;
}

/** A configuration without errors. */
export type LoadedConfiguration = Validation & { readonly desired: DesiredState };

/**
 * Loads and checks the files. With `today`, the diagnostics include advice on dates. They include a warning if a
 * pipeline cannot reach the ledger. Does not throw for invalid content.
 */
export async function loadFiles(
  args: Pick<PipelineOptions, 'paths' | 'dialect'> & {
    readonly today?: Day;
    readonly withoutDefinitions?: boolean;
  },
  deps: Pick<ReadDeps, 'files' | 'ledgerPlace'>,
): Promise<Validation> {
  const paths = args.paths.length > 0 ? args.paths : [defaultFile];
  const dialect = omitUndefined({ dialect: args.dialect });
  const today = omitUndefined({ today: args.today, withoutDefinitions: args.withoutDefinitions });
  const loaded = await loadConfiguration({ paths, files: deps.files, ...dialect, ...today });
  if (!loaded.desired) return loaded;
  const diagnostics = [...loaded.diagnostics, ...(await unsharedLedgerWarnings(loaded.desired, deps))];
  return { ...loaded, diagnostics };
}

/**
 * Loads the files. Shows every problem and returns `undefined` if they are invalid; the command then exits 3. With
 * `suppressions` or `unattended`, returns the valid part of invalid files if it contains all of `suppress`.
 */
export async function loadOrShowProblems(
  args: Pick<PipelineOptions, 'paths' | 'dialect' | 'suppressions' | 'unattended'> & {
    readonly withoutDefinitions?: boolean;
  },
  deps: ReadDeps,
): Promise<LoadedConfiguration | undefined> {
  const validation = await loadFiles(args, deps);
  const { desired, salvaged } = validation;
  if (desired && !hasErrors(validation.diagnostics)) return { ...validation, desired };
  if ((args.suppressions || args.unattended) && salvaged) return { ...validation, desired: salvaged };
  deps.view.validation(validation);
  return undefined;
}

/** Returns the account id. Throws a `Failure` with exit code 4 if the token belongs to another account. */
export async function checkAccount(
  desired: Pick<DesiredState, 'portal'>,
  reader: Pick<AccountReader, 'account'>,
): Promise<number> {
  const { portalId } = await reader.account();
  if (desired.portal === 'simulated' || desired.portal === portalId) return portalId;
  throw new Failure({
    exitCode: ExitCode.account,
    code: 'wrong-account',
    message: `\`portal\` is account ${desired.portal}, but the token belongs to account ${portalId}.`,
    help: 'Use a token of that account, or correct `portal` (in the file, or --portal). Nothing else was read.',
  });
}

/** Reads everything that a plan depends on. The ledger determines part of what is read from the account. */
export async function readPlanInput(
  loaded: LoadedConfiguration,
  args: PipelineOptions,
  from: { readonly reader: AccountReader; readonly ledger: LedgerView; readonly progress: Progress },
): Promise<PlanInput> {
  const { desired, diagnostics } = loaded;
  const { reader, ledger, progress } = from;
  checkRunExists(args.undoRun, ledger);
  // Imported on demand, because `validate` does not need it.
  const { observeRequest } = await import('../reconciler/observe-request.ts');
  const observed = await reader.observe(observeRequest(desired, ledger, reader.now()), progress);
  const { only, exclude, liftedLimits, undoRun, suppressions, unattended } = args;
  return {
    desired,
    observed,
    ledger,
    diagnostics,
    only,
    exclude,
    liftedLimits,
    ...omitUndefined({ undoRun }),
    ...(suppressions ? { suppressionsOnly: true } : {}),
    ...(unattended ? { unattended: true } : {}),
  };
}

/** Throws `no-such-run`. Without the check, an undo of a mistyped run would change nothing and succeed. */
export function checkRunExists(run: number | undefined, { lastRun }: Pick<LedgerView, 'lastRun'>): void {
  if (run === undefined || (run >= 1 && run <= lastRun)) return;
  const known = lastRun === 0 ? 'The ledger has no runs.' : `The ledger has runs 1 to ${lastRun}.`;
  throw new Failure({
    code: 'no-such-run',
    message: `Run ${run} does not exist. ${known} Nothing was changed.`,
    help: '`rollcall history` lists what each run did.',
  });
}

/** Makes a plan for a read-only command. Returns `undefined` if the files are invalid. */
export async function planReadOnly(
  args: PipelineOptions,
  deps: ReadDeps,
  saving: { readonly save?: boolean } = {},
): Promise<PlanResult | undefined> {
  const loaded = await loadOrShowProblems(args, deps);
  return loaded && planLoaded(loaded, args, { ...deps, ...saving });
}

/** Makes a plan of loaded files for a read-only command. With `save`, creates the ledger of the simulated account. */
export async function planLoaded(
  loaded: LoadedConfiguration,
  args: PipelineOptions,
  { save = false, ...deps }: ReadDeps & { readonly save?: boolean },
): Promise<PlanResult> {
  const reader = await deps.openReader(loaded.desired);
  const portalId = await checkAccount(loaded.desired, reader);
  const desired = await resolveSequenceNames(loaded.desired, reader);
  // A saved plan needs the seal of a ledger. The ledger of the simulated account is created on demand.
  const create = save && desired.portal === 'simulated';
  const ledger = await deps.ledgerView(desired, {
    portalId,
    dayStart: await accountDayStart(reader),
    create,
  });
  const input = await readPlanInput({ ...loaded, desired }, args, {
    reader,
    ledger,
    progress: deps.progress,
  });
  const { makePlan } = await import('../reconciler/make-plan.ts');
  const plan = makePlan(input);
  emitPlanMade(plan, deps);
  return { input, plan };
}

/** Emits `plan-made` with the totals of a plan. */
export function emitPlanMade(plan: Plan, { emit }: Pick<ReadDeps, 'emit'>): void {
  const { planId, portalId, applyable, errored, summary, changes } = plan;
  const drift = plan.drift.filter(({ counts }) => counts).length;
  const amounts = { changes: changes.length, drift };
  emit?.({ event: 'plan-made', planId, portalId, ...amounts, applyable, errored, summary });
}

/** A plan with what it was made from. */
export interface PlanResult {
  readonly input: PlanInput;
  readonly plan: Plan;
}

/** Returns the start of the account's current calendar day. Sender limits count from there. */
export async function accountDayStart(reader: Pick<AccountReader, 'account' | 'now'>): Promise<Instant> {
  const { timeZone } = await reader.account();
  return startOfDay(dayOf(reader.now(), timeZone), timeZone);
}

/**
 * The line that everything runs along: files to desired state, account and ledger to observed state,
 * both to a plan. `validate`, `plan`, `drift` and `apply` are four lengths of it.
 */
import type { AccountReader, Progress } from '../model/account.ts';
import type { DesiredState, Dialect } from '../model/desired-state.ts';
import { hasErrors } from '../model/diagnostic.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { LedgerView } from '../model/ledger/ledger-view.ts';
import type { Plan } from '../model/plan.ts';
import { type Day, dayOf, type Instant, startOfDay } from '../model/time.ts';
import type { PlanInput, LimitOverrides } from '../reconciler/plan-input.ts';
import { loadConfiguration } from '../schema/load-configuration.ts';
import type { ReadDeps, Validation } from './deps.ts';
import { unsharedLedgerWarnings } from './ledger/unshared-ledger.ts';
import { resolveSequenceNames } from './targets/resolve-sequence-names.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

export interface PipelineOptions {
  /** Files and folders; empty means the default file. */
  readonly paths: readonly string[];
  readonly dialect?: Dialect | undefined;
  readonly only: readonly string[];
  readonly exclude: readonly string[];
  readonly raise: LimitOverrides;
  /** Plan only to unenroll the contacts that this run enrolled. */
  readonly undoRun?: number | undefined;
  /** Plan only the removals that `suppress` asks for, whatever else refuses a plan. */
  readonly suppressions?: boolean | undefined;
}

/** A configuration without errors. */
export type LoadedConfiguration = Validation & { readonly desired: DesiredState };

const defaultFile = 'enrollments.yaml';

/**
 * The files, checked; with `today`, advice on dates as well; with a warning where the ledger does not fit the
 * folder. Never throws for what is in them.
 */
export async function loadFiles(
  args: Pick<PipelineOptions, 'paths' | 'dialect'> & { readonly today?: Day },
  deps: Pick<ReadDeps, 'files' | 'ledgerPlace'>,
): Promise<Validation> {
  const paths = args.paths.length > 0 ? args.paths : [defaultFile];
  const dialect = omitUndefined({ dialect: args.dialect });
  const today = omitUndefined({ today: args.today });
  const loaded = await loadConfiguration({ paths, files: deps.files, ...dialect, ...today });
  if (!loaded.desired) return loaded;
  const diagnostics = [...loaded.diagnostics, ...(await unsharedLedgerWarnings(loaded.desired, deps))];
  return { ...loaded, diagnostics };
}

/** The files' meaning, or nothing after showing every problem: the command then exits 3. */
export async function loadOrShowProblems(
  args: Pick<PipelineOptions, 'paths' | 'dialect' | 'suppressions'>,
  deps: ReadDeps,
): Promise<LoadedConfiguration | undefined> {
  const validation = await loadFiles(args, deps);
  const { desired, salvaged } = validation;
  if (desired && !hasErrors(validation.diagnostics)) return { ...validation, desired };
  if (args.suppressions && salvaged) return { ...validation, desired: salvaged };
  deps.view.validation(validation);
  return undefined;
}

/** Stops with exit code 4, before anything else is read, when the token opens another account. */
export async function checkAccount(
  desired: Pick<DesiredState, 'portal'>,
  reader: Pick<AccountReader, 'account'>,
): Promise<number> {
  const { portalId } = await reader.account();
  if (desired.portal === 'simulated' || desired.portal === portalId) return portalId;
  throw new Failure({
    exitCode: ExitCode.account,
    code: 'wrong-account',
    message: `\`portal\` is account ${desired.portal}, and the token opens account ${portalId}.`,
    help: 'Use a token of that account, or correct `portal` (in the file, or --portal). Nothing else was read.',
  });
}

/** Everything that the plan depends on, read: what the ledger knows decides what is asked of the account. */
export async function readPlanInput(
  loaded: LoadedConfiguration,
  args: PipelineOptions,
  from: { readonly reader: AccountReader; readonly ledger: LedgerView; readonly progress: Progress },
): Promise<PlanInput> {
  const { desired, diagnostics } = loaded;
  const { reader, ledger, progress } = from;
  checkRunExists(args.undoRun, ledger);
  // Loaded here, because `validate` never comes so far.
  const { observeRequest } = await import('../reconciler/observe-request.ts');
  const observed = await reader.observe(observeRequest(desired, ledger, reader.now()), progress);
  const { only, exclude, raise, undoRun, suppressions } = args;
  return {
    desired,
    observed,
    ledger,
    diagnostics,
    only,
    exclude,
    limitOverrides: raise,
    ...omitUndefined({ undoRun }),
    ...(suppressions ? { suppressionsOnly: true } : {}),
  };
}

/** A mistyped run would undo nothing and end like a success. */
function checkRunExists(run: number | undefined, { lastRun }: Pick<LedgerView, 'lastRun'>): void {
  if (run === undefined || (run >= 1 && run <= lastRun)) return;
  const known = lastRun === 0 ? 'The ledger has no runs.' : `The ledger has runs 1 to ${lastRun}.`;
  throw new Failure({
    code: 'no-such-run',
    message: `Run ${run} does not exist. ${known} Nothing was changed.`,
    help: '`rollcall history` lists what each run did.',
  });
}

/** The whole line for commands that only look. Nothing comes back when the files are invalid. */
export async function planReadOnly(
  args: PipelineOptions,
  deps: ReadDeps,
  { save = false }: { readonly save?: boolean } = {},
): Promise<PlanResult | undefined> {
  const loaded = await loadOrShowProblems(args, deps);
  if (!loaded) return undefined;
  const reader = await deps.openReader(loaded.desired);
  const portalId = await checkAccount(loaded.desired, reader);
  const desired = await resolveSequenceNames(loaded.desired, reader);
  // A saved plan needs a seal. The ledger of the simulated account creates itself anyway.
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

/** Says that a plan was made, and what it comes to. */
export function emitPlanMade(plan: Plan, { emit }: Pick<ReadDeps, 'emit'>): void {
  const { planId, portalId, applyable, errored, summary, changes } = plan;
  const drift = plan.drift.filter(({ counts }) => counts).length;
  const amounts = { changes: changes.length, drift };
  emit?.({ event: 'plan-made', planId, portalId, ...amounts, applyable, errored, summary });
}

interface PlanResult {
  readonly input: PlanInput;
  readonly plan: Plan;
}

/** Returns the start of the account's present calendar day: sender limits count from there. */
export async function accountDayStart(reader: Pick<AccountReader, 'account' | 'now'>): Promise<Instant> {
  const { timeZone } = await reader.account();
  return startOfDay(dayOf(reader.now(), timeZone), timeZone);
}

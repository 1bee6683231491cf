/**
 * rollcall for programs: the same line as the command line runs along, with values in place of output.
 * Nothing here prints, asks, reads the environment or ends the process. What a person has to settle first
 * (a refused token, a missing ledger, a stale plan) is thrown as a `Failure`.
 */
import { apply as applyCommand } from '../commands/apply.ts';
import { loadFiles } from '../commands/pipeline.ts';
import { plan as planCommand } from '../commands/plan.ts';
import type { DesiredState } from '../model/desired-state.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { hasErrors } from '../model/diagnostic.ts';
import type { ExitCode } from '../model/exit-code.ts';
import type { Plan } from '../model/plan.ts';
import type { Report } from '../model/report.ts';
import { withLibraryRun, pipelineOptionsOf } from './library-run.ts';
import type { ApplyOptions, ConfigOptions, PlanOptions } from './options.ts';

export { ExitCode } from '../model/exit-code.ts';
export { Failure } from '../model/failure.ts';
export type { DesiredState } from '../model/desired-state.ts';
export type { Diagnostic, Severity, Source } from '../model/diagnostic.ts';
export type { Change, Drift, Unchanged, UnchangedStatus, Plan, PlanSummary } from '../model/plan.ts';
export type { Outcome, OutcomeStatus, Report } from '../model/report.ts';
export type {
  ApplyOptions,
  ConfigOptions,
  PlanOptions,
  ProgressStep,
  RaisedLimits,
  StopSignal,
} from './options.ts';

export interface LoadedConfig {
  /** What the files want; absent when any diagnostic is an error. */
  readonly config?: DesiredState;
  /** Every problem, with its place and what to do. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface Planned {
  /** 2 for changes, 0 for none, 3 for invalid files, 5 for a limit. */
  readonly exitCode: ExitCode;
  /** Absent when the files are invalid. */
  readonly plan?: Plan;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Applied {
  /** As the command line would end. */
  readonly exitCode: ExitCode;
  /** What was to be applied; absent when the files are invalid. */
  readonly plan?: Plan;
  /** What was done; absent when nothing was tried. */
  readonly report?: Report;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads and checks the files, offline. Never throws for what is in them. */
export async function loadConfig(options: ConfigOptions = {}): Promise<LoadedConfig> {
  return withLibraryRun(options, async ({ readDeps }) => {
    const { paths, dialect } = pipelineOptionsOf(options);
    const { desired, diagnostics } = await loadFiles({ paths, dialect, today: readDeps.today() }, readDeps);
    return { ...(desired && !hasErrors(diagnostics) ? { config: desired } : {}), diagnostics };
  });
}

/** What `apply` would do. Only reads. */
export async function plan(options: PlanOptions = {}): Promise<Planned> {
  return withLibraryRun(options, async ({ results, readDeps }) => {
    const shown = { detailedExitcode: true, diff: false, full: false };
    const exitCode = await planCommand(
      { ...pipelineOptionsOf(options), ...shown, out: options.out },
      readDeps,
    );
    return { exitCode, ...results };
  });
}

/** Makes the account match, without asking: the only call that writes to HubSpot. */
export async function apply(options: ApplyOptions = {}): Promise<Applied> {
  return withLibraryRun(options, async ({ results, writeDeps }) => {
    const { plan: saved, newLedger = false, expect, canary } = options;
    const line = { ...pipelineOptionsOf(options), ...(saved === undefined ? {} : { paths: [saved] }) };
    const exitCode = await applyCommand(
      { ...line, autoApprove: true, newLedger, expect, canary, full: false },
      await writeDeps(options),
    );
    return { exitCode, ...results };
  });
}

/**
 * rollcall as a library: plans, applies and explains enrollments, and returns values. It never prints, prompts, ends
 * the process, or reads the process's environment. A problem that a person has to solve first is thrown as a
 * `RollcallError`.
 */
export { createRollcall } from './create-rollcall.ts';
export type { Rollcall } from './create-rollcall.ts';
export { RollcallError } from './rollcall-error.ts';
export type {
  ApplyOptions,
  CallOptions,
  DefinitionOptions,
  DriftOptions,
  Files,
  HistoryOptions,
  ImportOptions,
  Limits,
  PlanOptions,
  ProgressStep,
  PullOptions,
  RollcallOptions,
  StopSignal,
  ValidateOptions,
} from './options.ts';
export type {
  Applied,
  DiffResult,
  DriftResult,
  Examined,
  Imported,
  PulledDefinition,
  Validated,
} from './results.ts';
export { ExitCode } from '../model/exit-code.ts';
export type { DesiredState } from '../model/desired-state.ts';
export type { Diagnostic, Severity, Source } from '../model/results/diagnostic.ts';
export type { Check } from '../model/results/examination.ts';
export type { Explanation } from '../model/results/explanation.ts';
export type { HistoryRecord } from '../model/ledger/ledger.ts';
export type { ComparedDefinition, SecretPlace } from '../model/results/definitions.ts';
export type { Change, Drift, Plan, PlanSummary, Unchanged, UnchangedStatus } from '../model/results/plan.ts';
export type { FailureCode, FailureKind } from '../model/results/problem-codes.ts';
export type { Outcome, OutcomeStatus, Report } from '../model/results/report.ts';
export type { RunEvent } from '../model/results/run-event.ts';

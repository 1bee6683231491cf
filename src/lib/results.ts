import type { Inventory } from '../model/account.ts';
import type { DesiredState } from '../model/desired-state.ts';
import type { Diagnostic } from '../model/results/diagnostic.ts';
import type { Check } from '../model/results/examination.ts';
import type { ExitCode } from '../model/exit-code.ts';
import type { ComparedDefinition, SecretPlace } from '../model/results/definitions.ts';
import type { Drift, Plan } from '../model/results/plan.ts';
import type { Report } from '../model/results/report.ts';
import type { Kind, TargetId } from '../model/target.ts';

/** Result of `validate`. */
export interface Validated {
  /** Whether no diagnostic is an error. */
  readonly valid: boolean;
  /** What the files declare; absent if they are not valid. */
  readonly config?: DesiredState;
  /** Every problem, with its position and its fix. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Result of `apply`. */
export interface Applied {
  /** The plan that was applied. */
  readonly plan: Plan;
  /** The outcome of each change. `report.exitCode` is 0 only if all changes were applied. */
  readonly report: Report;
}

/** Result of `drift`. */
export interface DriftResult {
  /** Whether HubSpot differs from the last applied state in a way that counts. */
  readonly drifted: boolean;
  readonly findings: readonly Drift[];
  /** What an apply would do now. */
  readonly plan: Plan;
}

/** Result of `import`. */
export interface Imported {
  /** YAML with which a plan has no changes. */
  readonly configuration: string;
  /** What was read. */
  readonly inventory: Inventory;
}

/** What one workflow or sequence does, as `rollcall workflows pull` writes it. */
export interface PulledDefinition {
  readonly kind: Kind;
  readonly id: TargetId;
  /** The key of the target. Absent for a target that is not in the files. */
  readonly key?: string;
  /** The path of its file, relative to the working folder. */
  readonly path: string;
  /** The YAML of the file, with secrets and addresses in full. Absent: HubSpot has no such target. */
  readonly text?: string;
  /** Where the text has values that look like secrets. Absent: nowhere. */
  readonly secrets?: readonly SecretPlace[];
}

/** Result of `diff`. */
export interface DiffResult {
  /** Whether a target differs from its file, or does not exist. */
  readonly differs: boolean;
  /** The differences of each target in words, and both texts without secrets. */
  readonly targets: readonly ComparedDefinition[];
}

/** Result of `doctor`. */
export interface Examined {
  /** 0 if no check failed. */
  readonly exitCode: ExitCode;
  readonly checks: readonly Check[];
}

/**
 * What a workflow or a sequence does. Parts that rollcall knows are typed; all other parts are `raw`, exactly as HubSpot
 * returns them.
 */

/** A value of JSON. */
export type RawValue = string | number | boolean | null | readonly RawValue[] | RawObject;

export interface RawObject {
  readonly [key: string]: RawValue;
}

export type TargetDefinition = WorkflowDefinition | SequenceDefinition;

/**
 * What a workflow does: who it enrolls, its actions, and who it removes. Parts that rollcall knows are typed; all other
 * parts are `raw`, exactly as HubSpot returns them. Whether the workflow is turned on, its revision and its times are not
 * part of it. `normalizeWorkflow` gives equal definitions equal values.
 */
export interface WorkflowDefinition {
  readonly kind: 'workflow';
  readonly name: string;
  readonly enrollment: Enrollment;
  /** Whether a contact may be enrolled again. */
  readonly reEnroll: boolean;
  /** Whether the workflow unenrolls contacts that no longer meet its criteria. */
  readonly unenrollUnmatched: boolean;
  /** The lists whose members the workflow never enrolls. Sorted, without duplicates. */
  readonly suppressionLists: readonly string[];
  /** The other workflows that enrolling in this one unenrolls a contact from. Sorted, without duplicates. */
  readonly unenrollFrom: 'all' | readonly string[];
  /** The actions in reading order: the first one is where the workflow starts. */
  readonly actions: readonly WorkflowAction[];
  /** The other fields of HubSpot's definition, without those that have their usual value. */
  readonly raw: RawObject;
}

/** How contacts get into a workflow. `raw`: the criteria as HubSpot returns them, without `reEnroll` and the like. */
export type Enrollment =
  | { readonly trigger: 'manual' }
  | { readonly trigger: 'list'; readonly list: string }
  | { readonly trigger: 'raw'; readonly raw: RawObject };

/** One action, with its place in the graph. */
export type WorkflowAction = ActionContent & ActionPlace;

interface ActionPlace {
  /** Unique in the workflow. HubSpot's are numbers, written as text. */
  readonly id: string;
  /** The id of the next action. Absent: contacts finish here, or `raw` holds the connections of a branch. */
  readonly next?: string;
  /** The type of the connection to the next action, if it is not `STANDARD`: `GO_TO` jumps into another branch. */
  readonly edge?: string;
  /** The fields of HubSpot's action that the typed ones do not cover. For a raw action, all of them. */
  readonly raw: RawObject;
}

export type ActionContent =
  | {
      readonly does: 'delay';
      readonly minutes: number;
      /** The unit in HubSpot's definition, if it is not minutes. */
      readonly unit?: DelayUnit;
    }
  | { readonly does: 'set-property'; readonly property: string; readonly value: string }
  | { readonly does: 'add-to-list'; readonly list: string }
  | { readonly does: 'remove-from-list'; readonly list: string }
  | { readonly does: 'enroll-in-sequence'; readonly sequence: string }
  | { readonly does: 'unenroll-from-sequence' }
  | { readonly does: 'send-email'; readonly email: string }
  | { readonly does: 'raw' };

type DelayUnit = 'HOURS' | 'DAYS' | 'WEEKS';

/** Facts about a workflow that change without an edit of what it does. */
export interface WorkflowState {
  readonly id?: string;
  readonly enabled: boolean;
  readonly revision?: string;
  readonly createdAt?: string;
  readonly updatedAt?: string;
}

/** What a sequence does: its steps in order, and its settings. Not part of it: its id and times. */
export interface SequenceDefinition {
  readonly kind: 'sequence';
  readonly name: string;
  readonly steps: readonly SequenceStep[];
  /** The settings as HubSpot returns them. */
  readonly settings: RawObject;
  /** The other fields. */
  readonly raw: RawObject;
}

/** One step. `does` is `email`, `task`, `finish`, or a type that rollcall does not know, as HubSpot writes it. */
export interface SequenceStep {
  readonly does: string;
  /** The wait after the step before it, or after the enrollment. */
  readonly afterMinutes: number;
  readonly id?: string;
  readonly raw: RawObject;
}

/** One case of the chaos as plain data: an account, the files as they change, and what goes wrong when. */
import type { ManualAction } from '../../src/simulator/account/manual-action.ts';
import type { Variants } from '../../src/simulator/routes/variants.ts';
import type { Fault } from '../../src/simulator/server/fault.ts';

export interface Case {
  readonly dialect: 'documented' | 'guide';
  /** What the account calculates is shown only after time was let pass. */
  readonly lag: boolean;
  /** Decides which of several waiting I/O steps comes next. */
  readonly schedule: number;
  readonly people: readonly Person[];
  /** The files as they are committed one after the other; the last one is applied until all is quiet. */
  readonly versions: readonly Version[];
  readonly runs: readonly TroubledRun[];
  readonly variants: Partial<Variants>;
}

/** Person n (from 0) has the id 1001 + n and the address `p<n>@northwind.example`. */
export interface Person {
  readonly kind: 'plain' | 'opted-out' | 'bounced' | 'no-email' | 'spam' | 'blocked-domain' | 'merged';
  readonly past: readonly Past[];
  readonly reaction?: 'reply' | 'opt-out' | 'bounce' | 'meeting';
}

/** What others did before rollcall came. */
export type Past =
  | 'in-q4'
  | 'in-renewal'
  | 'finished-q4'
  | 'finished-blast'
  | 'in-onboarding'
  | 'finished-onboarding'
  | 'on-prospects-list'
  | 'on-newsletter-list'
  | 'on-never-list';

export interface Version {
  readonly targets: readonly TargetSpec[];
  readonly suppress: readonly number[];
  readonly limits: {
    readonly enroll?: number;
    readonly unenroll?: number;
    readonly reenroll?: number;
    readonly perSenderPerDay?: number;
  };
  /** Makes the files unusable: nothing may be written. */
  readonly broken?: Breakage;
}

type Breakage = 'cut-off' | 'unknown-key' | 'null-members' | 'missing-csv' | 'bad-csv' | 'twice';

export type TargetKey =
  | 'q4'
  | 'renewal'
  | 'blast'
  | 'onboarding'
  | 'newsletter'
  | 'trial'
  /** Successors, which only histories use. */
  | 'q4b'
  | 'onboardingB'
  /** Workflows that the files define, and that only histories use. */
  | 'welcome'
  | 'farewell';

export interface TargetSpec {
  readonly key: TargetKey;
  /** Left out: membership is not managed. */
  readonly members?: readonly Entry[];
  readonly absent: readonly number[];
  readonly exclusive: boolean;
  readonly retired: boolean;
  readonly onLeave: 'keep' | 'unenroll';
  readonly since?: Since;
  /** How people get out of a sequence. */
  readonly bridge: 'none' | 'workflow' | 'property';
  /** Whether a workflow's HubSpot lists are named, or its past is vouched for. */
  readonly lists: boolean;
  readonly via: boolean;
}

export type Since = 'long-ago' | 'first-day' | 'later' | 'much-later';

export type Entry =
  | { readonly type: 'person'; readonly who: number; readonly by: 'email' | 'id'; readonly since?: Since }
  | { readonly type: 'people'; readonly who: readonly number[]; readonly as: 'yaml' | 'csv' }
  | { readonly type: 'list' };

export interface TroubledRun {
  /** Which of the case's versions; counts round. */
  readonly version: number;
  /** What happens in the account before it. */
  readonly before: {
    /** Hours that pass. */
    readonly hours: number;
    readonly hands: readonly ManualAction[];
  };
  readonly faults: readonly Fault[];
  readonly incident?: Incident;
  /** Time passes in the account while rollcall waits, so that what lags is shown. */
  readonly patient: boolean;
  readonly canary?: number;
  readonly maxEnroll?: number;
  /** Planned into a file first, and that plan is applied. */
  readonly saved: boolean;
}

/** Something that befalls the process at one of its I/O steps. */
export type Incident =
  /** It dies: nothing of it happens afterwards. */
  | { readonly kind: 'crash'; readonly at: Point }
  /** It sleeps; another one starts, does everything and ends before it wakes. */
  | { readonly kind: 'stall'; readonly at: Point }
  /** The first Ctrl-C. */
  | { readonly kind: 'interrupt'; readonly at: Point }
  /** The ledger fails at its next commit: once, or from then on; after committing, or before. */
  | {
      readonly kind: 'ledger-fails';
      readonly at: Point;
      readonly committed: boolean;
      readonly lasting: boolean;
    }
  /** The answer of the n-th writing request is lost, and the request takes effect only after the run. */
  | { readonly kind: 'late'; readonly nth: number };

/** A moment of a run: just before or after an I/O step. */
export type Point =
  | { readonly moment: number }
  | { readonly call: string; readonly nth: number; readonly edge: 'before' | 'after' };

/** The last version, which counts when all is over. */
export function versionAt(one: Case, index: number): Version {
  const version = one.versions[index % one.versions.length];
  if (!version) throw new Error('a case has at least one version');
  return version;
}

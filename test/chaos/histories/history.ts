/** One history as plain data: an account, and what happens to it, to the files and to the ledger, step by step. */
import type { Variants } from '../../../src/simulator/routes/variants.ts';
import type { Fault } from '../../../src/simulator/server/fault.ts';
import type { Incident, Person, TargetKey } from '../case.ts';
import type { Condition, FileTarget, Pace, SenderForm } from './files.ts';

export interface History {
  readonly dialect: 'documented' | 'guide';
  readonly lag: boolean;
  readonly schedule: number;
  readonly people: readonly Person[];
  readonly variants: Partial<Variants>;
  /** The targets of the first files, without members. */
  readonly targets: readonly TargetKey[];
  readonly steps: readonly Step[];
}

/** Numbers name people by their place, and targets by their place in the files; both count round. */
export type Step =
  | { readonly do: 'edit'; readonly edits: readonly Edit[] }
  | { readonly do: 'hand'; readonly hand: Hand }
  | { readonly do: 'wait'; readonly minutes: number }
  | ({ readonly do: 'apply' } & Trouble)
  | { readonly do: 'save' }
  | { readonly do: 'tamper'; readonly how: Tampering; readonly who: number }
  | ({ readonly do: 'apply-saved' } & Trouble)
  /** Undoes the last run, or the one so many before it. */
  | ({ readonly do: 'undo'; readonly back: number } & Trouble)
  | { readonly do: 'forget'; readonly who: number }
  /** Clears the refusal that the ledger remembers of a contact in a target. */
  | { readonly do: 'retry'; readonly target: number; readonly who: number }
  /** Applies only the removals by `suppress`. */
  | ({ readonly do: 'suppressions' } & Trouble)
  /** Writes what a target does into its file. */
  | { readonly do: 'pull'; readonly target: number }
  /** `drift --accept`. */
  | { readonly do: 'accept' }
  /** Without a target, the whole account. */
  | { readonly do: 'pause' | 'resume'; readonly target?: number }
  /** Of a backup that is put back, the gap is marked. `copy` continues on the copy. */
  | { readonly do: 'backup' | 'restore' | 'lose' | 'copy' };

/** What goes wrong while a command runs. */
export interface Trouble {
  readonly faults?: readonly Fault[];
  readonly incident?: Incident;
  /** Time passes in the account while rollcall waits. */
  readonly patient?: boolean;
  readonly canary?: number;
  /** The limits of the files apply. */
  readonly limited?: boolean;
  /** Workflows may be deleted. */
  readonly allowArchive?: boolean;
}

export type Tampering =
  /** Another contact's id in the first change. */
  | 'contact'
  /** The first change again, for another contact. */
  | 'copy'
  /** The first change with another sender. */
  | 'sender'
  /** Text, with the old name of the plan. */
  | 'unsigned';

export type Edit =
  | {
      readonly edit: 'member';
      readonly target: number;
      readonly who: number;
      readonly as: 'email' | 'id' | 'audience' | 'csv' | 'csv-id';
    }
  | { readonly edit: 'no-member'; readonly target: number; readonly who: number }
  /** `since` of a literal line: today, or so many days later. */
  | { readonly edit: 'since'; readonly target: number; readonly who: number; readonly days: number }
  /** A literal line gets this form, or the other rep, as its sender, or loses its sender. */
  | { readonly edit: 'sender'; readonly target: number; readonly who: number; readonly form?: SenderForm }
  /** A freeze window from so many days after today, or none if it is there. */
  | { readonly edit: 'freeze'; readonly days: number; readonly length: number }
  | { readonly edit: 'target-since'; readonly target: number; readonly days: number }
  /** The same pace, form or condition once more ends it. */
  | { readonly edit: 'pace'; readonly target: number; readonly pace: Pace }
  | { readonly edit: 'senders'; readonly target: number; readonly form: SenderForm }
  | {
      readonly edit: 'require';
      readonly target: number;
      readonly of: 'target' | 'audience';
      readonly condition: Condition;
    }
  /** Enrollments of a sender on one day. */
  | { readonly edit: 'sender-limit'; readonly perDay: number }
  | { readonly edit: 'list'; readonly target: number }
  | { readonly edit: 'absent'; readonly target: number; readonly who: number }
  | { readonly edit: 'ban'; readonly how: 'email' | 'domain' | 'id'; readonly who: number }
  | { readonly edit: 'drop' | 'rename' | 'replace' | 'unreplace' | 'omit' | 'empty'; readonly target: number }
  | { readonly edit: 'add'; readonly slot: TargetKey }
  | { readonly edit: 'flag'; readonly target: number; readonly flag: Flag }
  /** The file of a workflow that the files define waits so many days. */
  | { readonly edit: 'define'; readonly target: number; readonly days: number }
  /** The `id` line of a workflow that the files define, or none if it is there; a pulled file is named no longer. */
  | { readonly edit: 'id' | 'unpull'; readonly target: number }
  | { readonly edit: 'route'; readonly target: number; readonly route: FileTarget['unenroll'] }
  | { readonly edit: 'split' | 'dialect' | 'revert' };

export type Flag =
  | 'exclusive'
  | 'retired'
  | 'archive'
  | 'alias'
  | 'activeList'
  | 'everList'
  | 'via'
  | 'vouched'
  | 'onLeave';

export type Hand =
  | { readonly what: 'reply' | 'opt-out' | 'bounce' | 'meeting'; readonly who: number }
  | { readonly what: 'enroll' | 'unenroll'; readonly who: number; readonly slot: TargetKey }
  | {
      readonly what: 'edit-target' | 'disable-target' | 'enable-target' | 'delete-target';
      readonly slot: TargetKey;
      /** What is edited: `delay:2=5d`. Without it, the target is saved as it is. */
      readonly with?: string;
    }
  /** A user creates a workflow of the same name. */
  | { readonly what: 'namesake'; readonly slot: TargetKey }
  | { readonly what: 'delete' | 'recreate' | 'new-email' | 'join' | 'leave'; readonly who: number }
  | { readonly what: 'merge' | 'move-email'; readonly who: number; readonly other: number }
  | { readonly what: 'set'; readonly who: number; readonly property: string; readonly value: string }
  | { readonly what: 'refuse'; readonly who: number; readonly code: string }
  | { readonly what: 'allow'; readonly who: number }
  | { readonly what: 'refuse-sender'; readonly rep: number; readonly code: string }
  | { readonly what: 'allow-sender' | 'disconnect' | 'reconnect'; readonly rep: number };

/** Who is active where in an account, read without any file: what `import` writes down. */
import type { Progress } from './account.ts';
import type { Email } from './email.ts';
import type { Instant } from './time.ts';
import type { Account } from './observed-state.ts';
import type { ContactId, TargetId, TargetIdentity } from './target.ts';

/** Lists what an account holds. Throws a `Failure` as `AccountReader` does; 3 for an id that is not there. */
export interface AccountInventory {
  account(): Promise<Account>;
  /** Everything active, or only what is named: with ids of one kind only, the other kind is left out. */
  take(wanted: InventoryRequest, progress: Progress): Promise<Inventory>;
}

export interface InventoryRequest {
  readonly sequences: readonly TargetId[];
  /** Flow ids. */
  readonly workflows: readonly TargetId[];
}

export interface Inventory {
  readonly account: Account;
  /** The account's clock when reading began. */
  readonly readAt: Instant;
  /** Those in which somebody is active: sequences, then workflows, each by id. */
  readonly targets: readonly InventoryTarget[];
  /** Those looked at in which nobody is active, in the same order. */
  readonly idle: readonly Omit<InventoryTarget, 'members'>[];
  /** Contacts whose properties contradict each other, so that nothing can be said of them. */
  readonly unreadable: readonly ContactId[];
}

export interface InventoryTarget extends TargetIdentity {
  readonly name?: string;
  /** Switched off: who is in stays in, and nobody gets in. */
  readonly disabled?: true;
  /** By contact id. */
  readonly members: readonly InventoryMember[];
}

export interface InventoryMember {
  readonly contactId: ContactId;
  /** The primary address. */
  readonly email?: Email;
  readonly enrolledAt?: Instant;
  /** Sequences: who enrolled the contact, where the account says so. */
  readonly sender?: Email;
}

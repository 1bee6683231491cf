/** What the commands need that look at an account without planning: `doctor`, `validate --online`, `import`. */
import type { Dialect, Portal } from '../model/desired-state.ts';
import type { AccountExaminer, Check, Examined } from '../model/examination.ts';
import type { ExitCode } from '../model/exit-code.ts';
import type { AccountInventory, Inventory } from '../model/inventory.ts';
import type { ReadDeps, View } from './deps.ts';
import type { LedgerAdmin } from './ledger-deps.ts';

export interface SurveyDeps extends ReadDeps {
  readonly ledgers: Pick<LedgerAdmin, 'status' | 'place'>;
  readonly view: SurveyView;
  /** Throws a `Failure` (4) when there is no token, or nowhere to send it. */
  readonly openExaminer: (wanted: Examined) => Promise<AccountExaminer>;
  /** Likewise. Without `portal`, of the account that the token opens. */
  readonly openInventory: (of: {
    readonly portal?: Portal;
    readonly dialect: Dialect;
  }) => Promise<AccountInventory>;
}

export interface SurveyView extends View {
  checks(checks: readonly Check[], exitCode: ExitCode): void;
  /** How to build the workflow through which people leave sequences. */
  bridge(): void;
  imported(result: Imported): void;
}

export interface Imported {
  readonly inventory: Inventory;
  readonly configuration: string;
  /** Where it was written; printed where there is none. */
  readonly path?: string;
}

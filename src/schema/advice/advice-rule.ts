import type { DesiredState } from '../../model/desired-state.ts';
import type { Diagnostic, Source } from '../../model/results/diagnostic.ts';
import type { Day } from '../../model/time.ts';

/** The input of advice: a configuration without errors. */
export interface AdviceInput {
  readonly desired: DesiredState;
  readonly audiences: readonly { readonly name: string; readonly source: Source }[];
  /** The names of the audiences that at least one target uses. */
  readonly used: ReadonlySet<string>;
  /** The current day. Without it there is no advice on dates: a plan must not depend on the clock of the machine. */
  readonly today?: Day;
}

/** Returns the diagnostics of one rule. The file name of a rule is the code of its diagnostics. */
export type AdviceRule = (input: AdviceInput) => readonly Diagnostic[];

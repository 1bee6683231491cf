/** What a planted defect of a history is made of. */
import type { Plant } from '../plants.ts';
import type { Broken } from '../violations.ts';

/** Exports of a module of `src` that replace its own. */
interface Swap {
  /** Under `src`. */
  readonly module: string;
  readonly exports: (original: Record<string, unknown>) => Record<string, unknown>;
}

export interface RowPlant {
  /** Names of scripted histories. */
  readonly histories: readonly string[];
  readonly found: readonly Broken[];
  readonly port?: Plant;
  readonly swaps?: readonly Swap[];
}

export function swap<Module>(module: string, exports: (original: Module) => Partial<Module>): Swap {
  // What a module exports is known only where it is named.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { module, exports: exports as unknown as Swap['exports'] };
}

import type { Address } from '../target.ts';

/** One rule checked for an address. `saw` is what the rule found, whether or not it applied. */
export interface Explanation {
  /** The target and the contact; an email is masked. */
  readonly address: Address;
  readonly rule: string;
  readonly holds: boolean;
  readonly saw: string;
}

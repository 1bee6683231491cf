/** One rule checked for an address. `saw` is what the rule found, whether or not it applied. */
export interface Explanation {
  readonly rule: string;
  readonly holds: boolean;
  readonly saw: string;
}

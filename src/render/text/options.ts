import type { Reveal } from '../view/contact-label.ts';

/** How text is laid out; decided where the terminal is known. */
export interface TextOptions {
  readonly color: boolean;
  /** Columns of the terminal or log. Only a word that is longer by itself is wider. */
  readonly width: number;
  /** List everything: unchanged people too, and no list cut short. */
  readonly full?: boolean;
  /** Show the members of each target before and after as a unified diff. */
  readonly diff?: boolean;
  /** Real email addresses, where the reader asked for them. */
  readonly reveal?: Reveal;
  /** Where the plan was saved, for the line that says how to apply it. */
  readonly planFile?: string;
  /** The plan is being applied: how to apply it need not be said. */
  readonly applying?: boolean;
}

import pc from 'picocolors';
import type { EmailLookup } from '../view/contact-label.ts';
import type { Tone } from '../view/line.ts';

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
  readonly reveal?: EmailLookup;
  /** Where the plan was saved, for the line that says how to apply it. */
  readonly planFile?: string;
  /** The plan is being applied: how to apply it need not be said. */
  readonly applying?: boolean;
}

type Paint = (text: string) => string;

/** Where text goes: how wide, and how it is painted. */
export interface Style {
  readonly width: number;
  readonly heading: Paint;
  readonly faint: Paint;
  readonly error: Paint;
  readonly tone: Readonly<Record<Tone, Paint>>;
}

/** The colours and width of an output; without colour every paint leaves its text alone. */
export function createStyle({ color, width }: { readonly color: boolean; readonly width: number }): Style {
  const { bold, dim, green, magenta, red, yellow } = pc.createColors(color);
  return {
    width,
    heading: bold,
    faint: dim,
    error: (text) => bold(red(text)),
    tone: { add: green, remove: red, wait: yellow, stop: red, doubt: magenta, quiet: dim },
  };
}

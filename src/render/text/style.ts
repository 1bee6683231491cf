import pc from 'picocolors';
import type { EmailLookup } from '../view/contact-label.ts';
import type { Tone } from '../view/line.ts';

/** How text is printed. The command line decides it from the terminal and the flags. */
export interface TextOptions {
  readonly color: boolean;
  /** Columns of the terminal or log. Only a single word can be wider. */
  readonly width: number;
  /** List every entry, including active contacts, and truncate no list. */
  readonly full?: boolean;
  /** Add the members of each target before and after the apply as a unified diff. */
  readonly diff?: boolean;
  /** Looks up real email addresses, for `--show-emails`. */
  readonly reveal?: EmailLookup;
  /** The file of the saved plan, for the command that applies it. */
  readonly planFile?: string;
  /** The plan is being applied, so the commands that apply it are left out. */
  readonly applying?: boolean;
}

type Paint = (text: string) => string;

/** The width of an output, and the functions that color its text. */
export interface Style {
  readonly width: number;
  readonly heading: Paint;
  readonly faint: Paint;
  readonly error: Paint;
  readonly tone: Readonly<Record<Tone, Paint>>;
}

/** Returns the width and colors of an output. Without color, every function returns its text unchanged. */
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

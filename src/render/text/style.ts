import pc from 'picocolors';

import type { Tone } from '../view/line.ts';

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
export function styleFor({ color, width }: { readonly color: boolean; readonly width: number }): Style {
  const { bold, dim, green, magenta, red, yellow } = pc.createColors(color);
  return {
    width,
    heading: bold,
    faint: dim,
    error: (text) => bold(red(text)),
    tone: { add: green, remove: red, wait: yellow, stop: red, doubt: magenta, quiet: dim },
  };
}

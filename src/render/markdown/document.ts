/** How much of everything a document shows. */
export interface Rung {
  /** Lines of each list; the rest is counted. */
  readonly lines: number;
  /** Link people to their pages. */
  readonly links: boolean;
  /** Rows of the table of targets, and parts of single targets. */
  readonly targets: number;
  /** Problems, and things that moved. */
  readonly notes: number;
}

/** GitHub takes 65,536 characters. Some are left for whoever adds a line; counted in bytes to be safe. */
export const mostBytes = 65_000;

const all = Number.POSITIVE_INFINITY;

/** From everything down to the headline. */
const rungs: readonly Rung[] = [
  { lines: all, links: true, targets: all, notes: all },
  { lines: all, links: false, targets: all, notes: all },
  { lines: 200, links: true, targets: all, notes: 100 },
  { lines: 50, links: true, targets: 100, notes: 50 },
  { lines: 20, links: true, targets: 50, notes: 25 },
  { lines: 5, links: false, targets: 25, notes: 10 },
  { lines: 0, links: false, targets: 100, notes: 10 },
  { lines: 0, links: false, targets: 20, notes: 3 },
  { lines: 0, links: false, targets: 0, notes: 0 },
];

/** No list line is shorter than this, so a document with more lines need not be tried. */
const shortestLine = 20;

/**
 * The fullest document that fits. `listed` is how many lines the whole document would list. The last
 * rung must fit by itself.
 */
export function fit(listed: number, render: (rung: Rung) => string): string {
  const possible = rungs.filter(({ lines }) => lines !== all || listed * shortestLine <= mostBytes);
  let text = '';
  for (const rung of possible) {
    text = render(rung);
    if (sizeOf(text) <= mostBytes) return text;
  }
  return text;
}

function sizeOf(text: string): number {
  return text.length > mostBytes ? text.length : new TextEncoder().encode(text).length;
}

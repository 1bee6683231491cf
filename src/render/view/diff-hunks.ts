import type { StructuredPatchHunk } from 'diff';

const contextLines = 3;

/**
 * The hunks of a diff whose marks are known already, with three lines of context. Searching for the
 * marks in two texts takes time with the square of what changed: hours at 100,000 members.
 */
export function diffHunks(
  lines: readonly { readonly mark: '+' | '-' | ' '; readonly text: string }[],
): StructuredPatchHunk[] {
  const olds = runningCount(lines.map(({ mark }) => mark !== '+'));
  const news = runningCount(lines.map(({ mark }) => mark !== '-'));
  return changedRanges(lines.map(({ mark }) => mark !== ' ')).map(([from, to]) => ({
    oldStart: countAt(olds, from) + 1,
    oldLines: countAt(olds, to) - countAt(olds, from),
    newStart: countAt(news, from) + 1,
    newLines: countAt(news, to) - countAt(news, from),
    lines: lines.slice(from, to).map(({ mark, text }) => mark + text),
  }));
}

/** How many of the first n are true, for every n from none to all. */
function runningCount(flags: readonly boolean[]): Uint32Array {
  const counts = new Uint32Array(flags.length + 1);
  for (const [index, flag] of flags.entries()) counts[index + 1] = countAt(counts, index) + (flag ? 1 : 0);
  return counts;
}

function countAt(counts: Uint32Array, index: number): number {
  return counts[index] ?? 0;
}

/** Ranges that hold every changed line with its context; those that touch are one. */
function changedRanges(changed: readonly boolean[]): (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  for (const [index, isChanged] of changed.entries()) {
    if (!isChanged) continue;
    const to = Math.min(changed.length, index + contextLines + 1);
    const last = ranges.at(-1);
    if (last && index - contextLines <= last[1]) last[1] = to;
    else ranges.push([Math.max(0, index - contextLines), to]);
  }
  return ranges;
}

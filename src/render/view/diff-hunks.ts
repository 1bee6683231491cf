import type { StructuredPatchHunk } from 'diff';

const contextLines = 3;

/**
 * Returns the hunks of a diff whose lines are already marked, with three lines of context. Comparing two texts
 * instead takes time quadratic in the number of changes: hours at 100,000 members.
 */
export function diffHunks(
  lines: readonly { readonly mark: '+' | '-' | ' '; readonly text: string }[],
): StructuredPatchHunk[] {
  const oldCounts = runningCount(lines.map(({ mark }) => mark !== '+'));
  const newCounts = runningCount(lines.map(({ mark }) => mark !== '-'));
  return changedRanges(lines.map(({ mark }) => mark !== ' ')).map(([from, to]) => ({
    oldStart: countAt(oldCounts, from) + 1,
    oldLines: countAt(oldCounts, to) - countAt(oldCounts, from),
    newStart: countAt(newCounts, from) + 1,
    newLines: countAt(newCounts, to) - countAt(newCounts, from),
    lines: lines.slice(from, to).map(({ mark, text }) => mark + text),
  }));
}

/** Returns, for every n from 0 to the length, how many of the first n flags are true. */
function runningCount(flags: readonly boolean[]): Uint32Array {
  const counts = new Uint32Array(flags.length + 1);
  for (const [index, flag] of flags.entries()) counts[index + 1] = countAt(counts, index) + (flag ? 1 : 0);
  return counts;
}

function countAt(counts: Uint32Array, index: number): number {
  return counts[index] ?? 0;
}

/** Returns ranges of line indexes that cover every changed line with its context. Ranges that touch are merged. */
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

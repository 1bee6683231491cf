/** Returns the known word most similar to a mistyped one, or undefined if none is similar. Of equals, it returns the first. */
export function nearestWord(word: string, known: Iterable<string>): string | undefined {
  const maxDistance = Math.max(1, Math.floor(word.length / 3));
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) > maxDistance) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance <= maxDistance && distance < (best?.distance ?? Infinity)) best = { candidate, distance };
  }
  return best?.candidate ?? wordItBeginsWith(word, known);
}

/** Returns the known word of which the text is a longer form: `mon` for `monday`. */
function wordItBeginsWith(word: string, known: Iterable<string>): string | undefined {
  for (const candidate of known)
    if (candidate.length >= 3 && word.toLowerCase().startsWith(candidate.toLowerCase())) return candidate;
  return undefined;
}

/** Returns ` Did you mean \`members\`?` for the nearest known word, or an empty text. */
export function suggestion(word: string, known: Iterable<string>): string {
  const nearest = nearestWord(word, known);
  // A word may be known elsewhere.
  return nearest === undefined || nearest === word ? '' : ` Did you mean \`${nearest}\`?`;
}

/** Returns the number of single-character insertions, deletions, replacements and swaps between two words. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replacement = costAt(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(costAt(row, j - 1) + 1, costAt(last, j) + 1, replacement);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, costAt(beforeLast, j - 2) + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return costAt(last, b.length);
}

/** Returns a cost of a row. An index outside the row, a defect of `editDistance`, never gives the lowest cost. */
function costAt(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}

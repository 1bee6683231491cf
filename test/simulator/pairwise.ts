type Choices = Readonly<Record<string, readonly (string | number)[]>>;

/**
 * Returns few combinations of values, so that each pair of values of two keys is in one of them. Greedy: each combination
 * takes, key by key, the value with the most pairs that are still missing.
 */
export function pairwise(choices: Choices): readonly Readonly<Record<string, string | number>>[] {
  const keys = Object.keys(choices);
  const missing = new Set(
    keys.flatMap((a, index) =>
      keys
        .slice(index + 1)
        .flatMap((b) =>
          (choices[a] ?? []).flatMap((x) => (choices[b] ?? []).map((y) => pairOf([a, x], [b, y]))),
        ),
    ),
  );
  const combinations: Record<string, string | number>[] = [];
  while (missing.size > 0) {
    const [first = ''] = missing;
    const [a, b] = JSON.parse(first) as [[string, string | number], [string, string | number]];
    const combination: Record<string, string | number> = Object.fromEntries([a, b]);
    for (const key of keys.filter((one) => !(one in combination))) {
      const scores = (choices[key] ?? []).map((value) => ({
        value,
        score: Object.entries(combination).filter((other) => missing.has(ordered(keys, [key, value], other)))
          .length,
      }));
      const best = scores.toSorted((x, y) => y.score - x.score)[0];
      if (best) combination[key] = best.value;
    }
    const entries = Object.entries(combination);
    for (const one of entries) for (const other of entries) missing.delete(ordered(keys, one, other));
    combinations.push(combination);
  }
  return combinations;
}

type Choice = readonly [key: string, value: string | number];

function pairOf(a: Choice, b: Choice): string {
  return JSON.stringify([a, b]);
}

function ordered(keys: readonly string[], a: Choice, b: Choice): string {
  return keys.indexOf(a[0]) < keys.indexOf(b[0]) ? pairOf(a, b) : pairOf(b, a);
}

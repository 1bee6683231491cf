/** How many rows one statement carries: databases allow some ten thousand parameters in one. */
const rows = 500;

/** Cuts a list into pieces that fit a statement each. */
export function* batches<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += rows) yield all.slice(start, start + rows);
}

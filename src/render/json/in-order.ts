/**
 * A copy of an object with the keys of `order` first, in that order, then all others by name. Values
 * equal in meaning so become equal text, and a key that nobody ordered yet is never lost.
 */
export function inOrder(order: readonly string[], value: object): Record<string, unknown> {
  const parts = new Map<string, unknown>(Object.entries(value));
  const others = [...parts.keys()].filter((key) => !order.includes(key)).toSorted();
  const keys = [...order.filter((key) => parts.has(key)), ...others];
  return Object.fromEntries(keys.map((key) => [key, parts.get(key)]));
}

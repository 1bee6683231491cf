/**
 * What git must not keep: the ledger file and the simulated account, and saved plans. A ledger in git
 * would fork with every branch, and two forks enroll the same person twice.
 */
export function ignoreEntries(ledger: string): readonly string[] {
  const outside = !ledger.includes('://') && !ledger.startsWith('.rollcall/');
  return ['.rollcall/', ...(outside ? [`${ledger}*`] : []), 'plan.json'];
}

/** A `.gitignore` with the entries that it lacks at its end; nothing when it has them all. */
export function withEntries(text: string, entries: readonly string[]): string | undefined {
  const there = new Set(text.split(/\r?\n/u).map((line) => line.trim()));
  const lacking = entries.filter((entry) => !there.has(entry));
  if (lacking.length === 0) return undefined;
  const before = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  return `${before}${lacking.join('\n')}\n`;
}

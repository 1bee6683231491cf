import type { DesiredTarget, Requirement } from './desired-state.ts';

/** Returns the conditions of targets and of the audiences that they use, each once. */
export function requirementsOf(targets: readonly DesiredTarget[]): readonly Requirement[] {
  // Entries of one audience share one list of conditions.
  const lists = new Set<readonly Requirement[]>();
  for (const target of targets) {
    if (target.require) lists.add(target.require);
    for (const { require } of target.members ?? []) if (require) lists.add(require);
  }
  return [...new Set([...lists].flat())];
}

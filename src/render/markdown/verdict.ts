import type { Plan } from '../../model/plan.ts';
import { count } from '../view/format.ts';
import { words } from './inline.ts';
import { clipped } from './sections.ts';

/** Returns why a plan cannot be applied, as a prominent box; empty when it can, or has no changes. */
export function verdict(plan: Plan): string {
  if (plan.applyable || (plan.changes.length === 0 && !plan.errored)) return '';
  const errors = plan.diagnostics.filter(({ severity }) => severity === 'error');
  const why =
    errors.length === 0
      ? 'There is no ledger, so rollcall does not know which contacts it enrolled before.'
      : `${count(errors.length, 'error')}: ${errors
          .slice(0, 5)
          .map(({ message }) => message)
          .join(' ')}`;
  return `> [!CAUTION]\n> **This cannot be applied.** ${words(clipped(why, 600))}`;
}

import type { RereadOptions } from '../model/account.ts';
import type { Change } from '../model/plan.ts';

/**
 * Returns the removals from sequences, which are read through the enrollment route where properties lag. The
 * unenroll workflow ends whichever sequence is current, and an enrollment that is not shown yet is not over.
 */
export function leavingSequences(changes: readonly Change[]): NonNullable<RereadOptions['leaving']> {
  return changes.flatMap((change) =>
    change.action === 'unenroll' && change.target.kind === 'sequence'
      ? [{ contactId: change.contact.id, targetId: change.target.id }]
      : [],
  );
}

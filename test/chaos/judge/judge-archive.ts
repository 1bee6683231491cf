/** Judges each deletion of a target: only a workflow that the files retire with `archive`, when it is empty. */
import type { SeedEnrollment } from '../../../src/simulator/account/account-seed.ts';
import { lagStart } from './about.ts';
import type { Case } from './approval.ts';
import { changeName } from './approval.ts';
import { targetOf } from './wanted.ts';

export function judgeArchive(id: string, one: Case): void {
  const { approval, book, write, before } = one;
  const { told } = write;
  const wrong = [
    told.action === 'archive' && 'targetId' in told.where && told.where.targetId === id
      ? ''
      : `deleted by ${told.action}`,
    targetOf(approval.files, id)?.retired === 'archive' ? '' : 'no approved line retires it with `archive`',
    approval.allowArchive ? '' : 'deleted without --allow-archive',
    approval.undoRun === undefined && !approval.suppressions ? '' : 'only removals were approved',
    approval.reviewed?.has(changeName('archive', id, '')) === false
      ? 'not in the plan that was reviewed'
      : '',
    ...before
      .activeIn(id)
      .flatMap((active) => (isShown(active, one) ? [`${active.contactId} is in it`] : [])),
  ].filter(Boolean);
  for (const what of wrong) book.blame('unwanted', `archive of ${id}: ${what}`);
}

/** A list may lag; what the ledger knows counts anyway. */
function isShown({ id, enrolledAt }: SeedEnrollment, { book, before }: Case): boolean {
  return enrolledAt < lagStart(before) || book.memory.enrollments.has(id);
}

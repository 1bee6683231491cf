/** Judges the ledger's history of each request. */
import type { HistoryRecord } from '../../../src/model/ledger/ledger.ts';
import { withMerged } from './book.ts';
import type { Book } from './book.ts';
import type { Facts } from './facts.ts';

/** A proof is of an enrollment that exists; what is called refused or never sent began none in its run. */
export function judgeHistory(
  records: readonly HistoryRecord[],
  { book, facts }: { readonly book: Book; readonly facts: Facts },
): void {
  for (const record of records) {
    const { contactId } = record;
    // Erased on request.
    if (record.action !== 'enroll' || contactId === undefined || contactId === '') continue;
    const ids = withMerged(book, new Set([contactId, facts.present(contactId)]));
    const begun = facts.enrollments(ids, new Set([record.targetId]));
    // The ids of then: a contact merged later had enrollments of its own. A lost ledger had a run of that number, too.
    const own = book.own.filter(
      (one) =>
        one.run === record.run &&
        one.targetId === record.targetId &&
        one.contactId === contactId &&
        book.memory.enrollments.has(one.enrollment),
    );
    const name = `history: run ${record.run}, ${record.targetId}/${contactId} ${record.state}`;
    const isOurs = record.state === 'proved' && !record.evidence?.startsWith('resolved');
    if (isOurs && own.length === 0) {
      const shown = begun.map(({ enrolledAt }) => enrolledAt).join(', ') || 'none';
      book.blame('false-statement', `${name}: run ${record.run} began none; there are: ${shown}`);
    }
    if (record.state === 'adopted' && begun.length === 0)
      book.blame('false-statement', `${name}: there is none`);
    const isAgain = records.some(
      (one) =>
        one !== record &&
        one.run === record.run &&
        one.contactId === contactId &&
        one.targetId === record.targetId,
    );
    if ((record.state === 'refused' || record.state === 'not-sent') && own.length > 0 && !isAgain) {
      book.blame('false-statement', `${name}: enrolled at ${own[0]?.at ?? ''}`);
    }
  }
}

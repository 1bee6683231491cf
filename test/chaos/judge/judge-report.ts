/** Judges what an apply reports, against what its requests really did. */
import type { Report } from '../../../src/model/report.ts';
import type { SeenWrite } from '../watch.ts';
import type { Book } from './book.ts';
import { isActive } from './facts.ts';
import type { Facts } from './facts.ts';

export interface Process {
  readonly number: number;
  /** Its writing requests, in order. */
  readonly writes: readonly SeenWrite[];
  /** The target's id by `section.key`. */
  readonly targets: ReadonlyMap<string, string>;
}

export function judgeReport(
  report: Report,
  { book, facts, process }: { readonly book: Book; readonly facts: Facts; readonly process: Process },
): void {
  const seen = new Set<string>();
  for (const outcome of report.outcomes) {
    if (outcome.action === 'archive') continue;
    const id = process.targets.get(outcome.address.split('/')[0] ?? '');
    const contactId = outcome.contact?.id;
    if (id === undefined || contactId === undefined) continue;
    const name = `${outcome.action} ${id}/${contactId}`;
    const blame = (untrue: string): void =>
      book.blame(
        'false-statement',
        `report: ${outcome.action} ${outcome.address} ${outcome.status} (${outcome.reason}): ${untrue}`,
      );
    if (seen.has(name)) blame('reported twice');
    seen.add(name);
    const begun = book.own.filter(
      (one) =>
        one.process === process.number &&
        one.targetId === id &&
        facts.present(one.contactId) === facts.present(contactId),
    );
    const active = facts
      .enrollments(new Set([facts.present(contactId)]), new Set([id]))
      .find((one) => isActive(one) && !begun.some(({ enrollment }) => enrollment === one.id));
    const removed = book.removals.some(
      (one) =>
        one.process === process.number &&
        facts.enrollment(one.enrollment)?.targetId === id &&
        facts.present(facts.enrollment(one.enrollment)?.contactId ?? '') === facts.present(contactId),
    );
    const nothingClaimed = outcome.reason.startsWith('accepted');
    if (outcome.action === 'enroll') {
      if (outcome.status === 'done' && begun.length === 0 && !nothingClaimed) blame('no enrollment began');
      if (['failed', 'blocked', 'not-attempted'].includes(outcome.status) && begun.length > 0) {
        blame(`enrolled at ${begun[0]?.at ?? ''}`);
      }
    } else {
      if (outcome.status === 'done' && active && !nothingClaimed) blame(`active since ${active.enrolledAt}`);
      if (['blocked', 'not-attempted'].includes(outcome.status) && removed) blame('it was removed');
    }
  }
  const { done } = report.counts;
  const reported = report.outcomes.filter(({ status }) => status === 'done').length;
  if (done !== reported) book.blame('false-statement', `report: ${done} done, and ${reported} outcomes are`);
}

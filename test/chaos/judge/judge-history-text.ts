/** Judges a printed history: a line a record, with its contact, its outcome and its run. */
import type { HistoryRecord } from '../../../src/model/ledger/ledger.ts';
import type { Book } from './book.ts';

/** `2026-11-02 09:00  enroll  sequences.q4  1001  proved  1`; a refused request has its cause on the next line. */
const pattern =
  /^(?<at>\d{4}-\d\d-\d\d \d\d:\d\d) +(?<action>[a-z-]+) +(?<target>\S+) +(?:(?<contact>\d+|\(forgotten\)) +)?(?<outcome>[a-z-]+) +(?<run>\d+)$/u;
/** The cause below a refused request. */
const causePattern = /^ {18}(?<cause>\S.*)$/u;

export function judgeHistoryText(
  printed: string,
  records: readonly HistoryRecord[],
  { book }: { readonly book: Book },
): void {
  const lines = printed.split('\n');
  const shown = lines.flatMap((line, index) => {
    const { at, action, target, contact, outcome, run } = pattern.exec(line)?.groups ?? {};
    if (at === undefined) return [];
    const address = contact === undefined ? target : `${target}/${contact}`;
    const cause = causePattern.exec(lines[index + 1] ?? '')?.groups?.['cause'];
    return [`${at} ${action} ${address} ${outcome} run ${run}${cause === undefined ? '' : `: ${cause}`}`];
  });
  records.forEach((record, index) => {
    if (shown[index] === nameOf(record)) return;
    book.blame('false-statement', `history text: ${shown[index] ?? 'nothing'} for ${nameOf(record)}`);
  });
  if (shown.length > records.length) {
    book.blame('false-statement', `history text: ${shown.length} lines for ${records.length} records`);
  }
}

function nameOf(record: HistoryRecord): string {
  const { action, kind, targetKey, contactId = '(forgotten)', state, run, evidence } = record;
  const at = (record.effectAt ?? record.at).slice(0, 16).replace('T', ' ');
  const address = `${kind}s.${targetKey}${action === 'archive' || action === 'create-workflow' ? '' : `/${contactId}`}`;
  // HubSpot neither proved nor refused what a person settled.
  const outcome = /^resolved\b/u.test(evidence ?? '') ? 'resolved' : state === 'open' ? 'unknown' : state;
  // Only a request that HubSpot refused, or that was not sent, has a cause.
  const hasCause = (outcome === 'refused' || outcome === 'not-sent') && evidence !== undefined;
  const cause = hasCause ? `: ${evidence.split('; response: ')[0]}` : '';
  const word = action === 'create-workflow' ? 'create' : action;
  return `${at} ${word} ${address} ${outcome} run ${run}${cause}`;
}

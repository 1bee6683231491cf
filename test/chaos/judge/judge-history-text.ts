/** Judges a printed history: a line a record, with its contact, its outcome and its run. */
import type { HistoryRecord } from '../../../src/model/ledger/ledger.ts';
import type { Book } from './book.ts';

/** `2026-11-02 09:00 UTC  enroll  sequences.q4/1001  proved  run 1  …`. */
const pattern =
  /^(?<at>\S+ \S+) UTC +(?<action>[a-z]+) +(?<address>\S+) +(?<outcome>[a-z-]+) +run (?<run>\d+) /u;

export function judgeHistoryText(
  printed: string,
  records: readonly HistoryRecord[],
  { book }: { readonly book: Book },
): void {
  const shown = printed.split('\n').flatMap((line) => {
    const { at, action, address, outcome, run } = pattern.exec(line)?.groups ?? {};
    return at === undefined ? [] : [`${at} ${action} ${address} ${outcome} run ${run}`];
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
  const address = `${kind}s.${targetKey}${action === 'archive' ? '' : `/${contactId}`}`;
  // HubSpot neither proved nor refused what a person settled.
  const outcome = /^resolved\b/u.test(evidence ?? '') ? 'resolved' : state === 'open' ? 'unknown' : state;
  return `${at} ${action} ${address} ${outcome} run ${run}`;
}

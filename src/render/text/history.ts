import { type HistoryRecord, isResolveEvidence } from '../../model/ledger/ledger.ts';
import { addressOf, targetAddress } from '../../model/target.ts';
import { count, formatMoment } from '../view/format.ts';
import { createStyle, type TextOptions } from './style.ts';
import { table } from './layout.ts';

/** Records per block. Columns are aligned within a block, so a long history is never held in memory. */
const recordsPerBlock = 1_000;

/** Renders ledger records in the order given, in pieces: contact, time, outcome, run, actor, commit and plan. */
export async function* renderHistory(
  records: AsyncIterable<HistoryRecord> | Iterable<HistoryRecord>,
  options: TextOptions,
): AsyncGenerator<string, void, undefined> {
  const style = createStyle(options);
  let total = 0;
  let rows: (readonly string[])[] = [];
  const lines = (): string => {
    const first = total <= recordsPerBlock ? { header, paintHeader: style.faint } : {};
    const text = table(rows, { width: options.width, ...first }).join('\n');
    rows = [];
    return `${text}\n`;
  };
  for await (const record of records) {
    rows.push(recordRow(record));
    total += 1;
    if (rows.length === recordsPerBlock) yield lines();
  }
  if (rows.length > 0) yield lines();
  yield total === 0 ? 'No matching records in the ledger.\n' : `\n${style.heading(count(total, 'record'))}\n`;
}

const header = ['time', 'action', 'address', 'result', 'run', 'by', 'commit', 'plan', 'evidence'];

function recordRow(record: HistoryRecord): readonly string[] {
  const target = { kind: record.kind, key: record.targetKey };
  return [
    formatMoment(record.effectAt ?? record.at),
    record.action,
    record.action === 'archive'
      ? targetAddress(target)
      : addressOf(target, record.contactId ?? '(forgotten)'),
    outcomeWord(record),
    `run ${record.run}`,
    record.actor,
    // Ten digits identify a commit or a plan, as in the other outputs.
    record.commit?.slice(0, 10) ?? '',
    record.planId.slice(0, 10),
    record.evidence ?? '',
  ];
}

/** Returns the state in words; `resolved` if a person settled the outcome, because HubSpot neither proved nor refused it. */
function outcomeWord({ state, evidence }: HistoryRecord): string {
  if (isResolveEvidence(evidence)) return 'resolved';
  return state === 'open' ? 'unknown' : state;
}

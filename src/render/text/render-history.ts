import { targetAddress, addressOf } from '../../model/address.ts';
import type { HistoryRecord } from '../../model/ledger.ts';
import { count } from '../wording/count.ts';
import { moment } from '../wording/moment.ts';
import type { TextOptions } from './options.ts';
import { styleFor } from './style.ts';
import { table } from './table.ts';

/** Who was enrolled or taken out, when, by whom, for which commit and plan; in the order given. */
export function renderHistory(records: readonly HistoryRecord[], options: TextOptions): string {
  if (records.length === 0) return 'The ledger holds nothing about this.\n';
  const style = styleFor(options);
  const lines = table(records.map(row), { width: options.width, header, paintHeader: style.faint });
  const closing = count(records.length, 'record');
  return `${[...lines, '', style.heading(closing)].join('\n')}\n`;
}

const header = ['when', 'what', 'address', 'outcome', 'run', 'by', 'commit', 'plan', 'evidence'];

function row(record: HistoryRecord): readonly string[] {
  const target = { kind: record.kind, key: record.targetKey };
  return [
    moment(record.effectAt ?? record.at),
    record.action,
    record.action === 'archive'
      ? targetAddress(target)
      : addressOf(target, record.contactId ?? '(forgotten)'),
    outcome(record),
    `run ${record.run}`,
    record.actor,
    // Long enough to be told apart, as everywhere else that commits and digests are shown.
    record.commit?.slice(0, 10) ?? '',
    record.planId.slice(0, 10),
    record.evidence ?? '',
  ];
}

/** The state in words: an intent without an answer is what a person has to settle. */
function outcome({ state }: HistoryRecord): string {
  return state === 'open' ? 'unknown' : state;
}

import { type HistoryRecord, isResolveEvidence, refusalSummary } from '../../model/ledger/ledger.ts';
import { targetAddress } from '../../model/target.ts';
import { count } from '../view/format.ts';
import { displayWidth } from '../view/display-width.ts';
import { table, wrap } from './layout.ts';
import { createStyle, type Style, type TextOptions } from './style.ts';

/** Records per block. Columns are aligned within a block, so a long history is never held in memory. */
const recordsPerBlock = 1_000;

/** Whether each record is shown with its evidence, actor, commit and plan. */
export interface HistoryOptions extends TextOptions {
  readonly detailed: boolean;
}

/**
 * Renders ledger records in the order given, in pieces: one line each with time, action, target, contact, result and
 * run. A refused request has its cause on a second line; with `detailed`, every record has all that the ledger holds.
 */
export async function* renderHistory(
  records: AsyncIterable<HistoryRecord> | Iterable<HistoryRecord>,
  options: HistoryOptions,
): AsyncGenerator<string, void, undefined> {
  const style = createStyle(options);
  let total = 0;
  let latest: string | undefined;
  let refused: string | undefined;
  let block: HistoryRecord[] = [];
  const lines = (): string => {
    const text = blockLines(block, { options, style, isFirst: total <= recordsPerBlock }).join('\n');
    block = [];
    return `${text}\n`;
  };
  for await (const record of records) {
    block.push(record);
    total += 1;
    latest = record.contactId ?? latest;
    if (causeOf(record) !== '') refused ??= record.contactId;
    if (block.length === recordsPerBlock) yield lines();
  }
  if (block.length > 0) yield lines();
  yield total === 0
    ? 'No matching records in the ledger.\n'
    : `\n${wrap(closing(total, refused ?? latest, options), { width: style.width, rest: '  ' })
        .map(style.heading)
        .join('\n')}\n`;
}

function closing(total: number, example: string | undefined, { detailed }: HistoryOptions): string {
  const records = count(total, 'record');
  if (detailed || example === undefined) return records;
  return `${records}. One contact, with responses: rollcall history ${example}`;
}

const header = ['TIME (UTC)', 'ACTION', 'TARGET', 'CONTACT', 'RESULT', 'RUN'];
const runColumn = header.indexOf('RUN');

/** Details begin below the action. */
const detailIndent = ' '.repeat('2026-11-02 09:00  '.length);

function blockLines(
  records: readonly HistoryRecord[],
  {
    options,
    style,
    isFirst,
  }: { readonly options: HistoryOptions; readonly style: Style; readonly isFirst: boolean },
): readonly string[] {
  const { width } = style;
  const rows = records.map(recordRow);
  const [head = '', ...aligned] = table(rows, {
    width: Number.POSITIVE_INFINITY,
    header,
    numbers: new Set([runColumn]),
  });
  const fits = aligned.every((line) => displayWidth(line) <= width);
  return [
    ...(isFirst && fits ? [style.faint(head)] : []),
    ...records.flatMap((record, index) => [
      ...(fits
        ? [aligned[index] ?? '']
        : wrap((rows[index] ?? []).filter(Boolean).join('  '), { width, rest: '    ' })),
      ...detailsOf(record, options).flatMap((text) =>
        wrap(text, { width, first: detailIndent, rest: `${detailIndent}  ` }).map(style.faint),
      ),
    ]),
  ];
}

function recordRow(record: HistoryRecord): readonly string[] {
  const { action, kind, targetKey, contactId = '(forgotten)', run } = record;
  const isOfContact = action === 'enroll' || action === 'unenroll';
  return [
    (record.effectAt ?? record.at).slice(0, 16).replace('T', ' '),
    action === 'create-workflow' ? 'create' : action,
    targetAddress({ kind, key: targetKey }),
    isOfContact ? contactId : '',
    outcomeWord(record),
    `${run}`,
  ];
}

function detailsOf(record: HistoryRecord, { detailed }: HistoryOptions): readonly string[] {
  const { actor, commit, createdId, evidence, planId } = record;
  if (!detailed) return [causeOf(record)].filter(Boolean);
  const origin = [
    `by ${actor}`,
    // Ten digits identify a commit.
    ...(commit === undefined ? [] : [`commit ${commit.slice(0, 10)}`]),
    ...(planId === '' ? [] : [`plan ${planId}`]),
  ].join(', ');
  const workflow = createdId === undefined ? [] : [`workflow ${createdId}`];
  return [...workflow, ...(evidence ? [evidence] : []), origin];
}

/** Returns why HubSpot refused a request or rollcall did not send it; an empty text for any other record. */
function causeOf({ state, evidence }: HistoryRecord): string {
  const isRefusal = (state === 'refused' || state === 'not-sent') && !isResolveEvidence(evidence);
  return isRefusal && evidence !== undefined ? refusalSummary(evidence) : '';
}

/** Returns the state in words; `resolved` if a person settled the outcome, because HubSpot neither proved nor refused it. */
function outcomeWord({ state, evidence }: HistoryRecord): string {
  if (isResolveEvidence(evidence)) return 'resolved';
  return state === 'open' ? 'unknown' : state;
}

import type { DefinitionEdit } from '../../model/results/definition-edit.ts';
import type { Drift, Plan } from '../../model/results/plan.ts';
import { type DriftEntry, driftEntry, driftGroups, driftView } from '../view/drift-view.ts';
import { editDiff } from '../view/definition-diff.ts';
import { count } from '../view/format.ts';
import { cutOf, mapTruncated, truncateList } from '../view/truncated-list.ts';
import { safeLine } from '../view/safe-text.ts';
import { displayWidth } from '../view/display-width.ts';
import { labeledLines, padTo, wrap } from './layout.ts';
import { hiddenCountLine } from './line-list.ts';
import { paintDiff } from './paint-diff.ts';
import { type Style, createStyle, type TextOptions } from './style.ts';

/**
 * Renders the drift since the last apply: what counts, what is only listed, and the number of changes in the files
 * that are not applied yet. Ends with a line break.
 */
export function renderDrift(plan: Plan, options: TextOptions & { readonly strict: boolean }): string {
  const style = createStyle(options);
  const view = driftView(plan, options);
  const parts = [
    wrap(view.headline, { width: style.width, rest: '  ' }).map(style.heading),
    driftLines(view.counted, options, style),
    view.listed.length === 0
      ? []
      : [
          ...wrap(view.listedTitle, { width: style.width, rest: '  ' }).map(style.heading),
          ...driftLines(view.listed, options, style),
        ],
    view.pendingChanges === 0 ? [] : wrap(view.pendingNote, { width: style.width, rest: '  ' }),
  ].filter((lines) => lines.length > 0);
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Returns the differences by message: a line for each, then the message and the next step once. */
function driftLines(drift: readonly Drift[], options: TextOptions, style: Style): readonly string[] {
  const { width, tone } = style;
  const widest = Math.max(0, ...new Set(drift.map(({ kind }) => kindWords[kind].length)));
  return driftGroups(drift).flatMap(({ kind, message, help, counts, edit, items }) => {
    const entries = mapTruncated(truncateList(items, cutOf(options)), (one) =>
      driftEntry(one, options.reveal),
    );
    const sign = `${counts ? '!' : '~'} ${kindWords[kind].padEnd(widest)}`;
    const paint = (line: string): string => line.replace(sign, tone[counts ? 'stop' : 'wait'](sign));
    const layout = entryLayout([...entries.first, ...entries.last], sign, style);
    return [
      ...entries.first.flatMap((entry) => entryLines(entry, layout).map(paint)),
      ...(entries.hidden > 0 ? [hiddenCountLine(entries, style)] : []),
      ...entries.last.flatMap((entry) => entryLines(entry, layout).map(paint)),
      ...wrap(message, { width, first: '      ', rest: '      ' }),
      ...(edit ? editLines(edit, style) : []),
      ...labeledLines('fix', help, style),
    ];
  });
}

/** Returns the differences in words, then the unified diff. */
function editLines(edit: DefinitionEdit, style: Style): readonly string[] {
  const { width } = style;
  return [
    ...edit.changes.flatMap((text) =>
      wrap(`- ${safeLine(text)}`, { width, first: '      ', rest: '        ' }),
    ),
    ...editDiff(edit).map((line) => `      ${paintDiff(safeLine(line), style)}`),
  ];
}

/** The columns of the entries of a group. */
interface EntryLayout {
  readonly sign: string;
  readonly widths: readonly number[];
  /** Whether every entry fits on one line. Otherwise the time and the source are on a second line. */
  readonly fits: boolean;
  readonly style: Style;
}

function entryLayout(entries: readonly DriftEntry[], sign: string, style: Style): EntryLayout {
  const widths = entries.reduce<readonly number[]>(
    (most, entry) => cellsOf(entry).map((cell, column) => Math.max(most[column] ?? 0, displayWidth(cell))),
    [],
  );
  const total = widths.reduce((sum, one) => sum + (one === 0 ? 0 : one + 2), sign.length + 2);
  return { sign, widths, fits: total <= style.width, style };
}

function cellsOf({ contact, target, time, place }: DriftEntry): readonly string[] {
  return [contact, target, time, place].map(safeLine);
}

function entryLines(
  entry: DriftEntry,
  { sign, widths, fits, style: { width, faint } }: EntryLayout,
): readonly string[] {
  const first = `  ${sign}  `;
  const rest = ' '.repeat(first.length);
  const cells = cellsOf(entry).map((cell, column) => padTo(cell, widths[column] ?? 0));
  const line = (from: number, to?: number): string =>
    cells.slice(from, to).filter(Boolean).join('  ').trimEnd();
  const place = safeLine(entry.place);
  if (fits) {
    const text = `${first}${line(0)}`;
    return [place === '' ? text : `${text.slice(0, -place.length)}${faint(place)}`];
  }
  const second = line(2);
  return [
    ...wrap(line(0, 2), { width, first, rest }),
    ...(second === '' ? [] : wrap(second, { width, first: rest, rest }).map(faint)),
  ];
}

const kindWords: Readonly<Record<Drift['kind'], string>> = {
  unmanaged: 'unmanaged',
  'target-edited': 'edited',
  'target-disabled': 'disabled',
  'target-deleted': 'deleted',
  'ended-unexplained': 'ended',
};

/** Renders the drift that the baseline accepted, and the drift that cannot be accepted. */
export function renderAccepted(
  { accepted, left }: { readonly accepted: readonly Drift[]; readonly left: readonly Drift[] },
  options: TextOptions,
): string {
  const style = createStyle(options);
  const title =
    accepted.length === 0
      ? 'Nothing to accept.'
      : `Accepted in the ledger: ${count(accepted.length, 'difference')}`;
  const parts = [
    [style.heading(title), ...accepted.flatMap((one) => acceptedLines(one, style))],
    ...(left.length > 0
      ? [
          [
            style.heading(
              `Not accepted: ${count(left.length, 'difference')}. The files decide about ${left.length === 1 ? 'it' : 'them'}.`,
            ),
            ...left.flatMap((one) => [...acceptedLines(one, style), ...labeledLines('fix', one.help, style)]),
          ],
        ]
      : []),
  ];
  return `${parts.map((part) => part.join('\n')).join('\n\n')}\n`;
}

function acceptedLines({ kind, address, message }: Drift, { width }: Style): readonly string[] {
  return wrap(`${kind}  ${address}: ${message}`, { width, first: '  ', rest: '      ' });
}

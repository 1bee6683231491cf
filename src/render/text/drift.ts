import type { Drift, Plan } from '../../model/results/plan.ts';
import { driftGroups, driftView } from '../view/drift-view.ts';
import { count, formatPlace } from '../view/format.ts';
import { cutOf, truncateList } from '../view/truncated-list.ts';
import { safeLine } from '../view/safe-text.ts';
import { displayWidth } from '../view/display-width.ts';
import { labeledLines, padTo, wrap } from './layout.ts';
import { hiddenCountLine } from './line-list.ts';
import { type Style, createStyle, type TextOptions } from './style.ts';

/**
 * Renders the drift since the last apply: what counts, what is only listed, and the number of changes in the files
 * that are not applied yet. Each difference is one line with its source. Ends with a line break.
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

/** Returns the differences by message: one line each, then the message and the next step once. */
function driftLines(drift: readonly Drift[], options: TextOptions, style: Style): readonly string[] {
  const { width } = style;
  const widest = (pick: (one: Drift) => string): number =>
    drift.reduce((most, one) => Math.max(most, displayWidth(safeLine(pick(one)))), 0);
  const columns = { kind: widest(({ kind }) => kindWords[kind]), address: widest(({ address }) => address) };
  return driftGroups(drift).flatMap(({ message, help, items }) => {
    const { first, hidden, last } = truncateList(items, cutOf(options));
    return [
      ...first.flatMap((one) => driftLine(one, columns, style)),
      ...(hidden > 0 ? [hiddenCountLine({ first, hidden, last }, style)] : []),
      ...last.flatMap((one) => driftLine(one, columns, style)),
      ...wrap(message, { width, first: '      ', rest: '      ' }),
      ...labeledLines('fix', help, style),
    ];
  });
}

function driftLine(
  one: Drift,
  columns: { readonly kind: number; readonly address: number },
  { width, tone, faint }: Style,
): readonly string[] {
  const sign = `${one.counts ? '!' : '~'} ${kindWords[one.kind].padEnd(columns.kind)}`;
  const paint = (line: string): string => line.replace(sign, tone[one.counts ? 'stop' : 'wait'](sign));
  const address = safeLine(one.address);
  const place = one.source ? safeLine(formatPlace(one.source)) : '';
  const line = `  ${sign}  ${place === '' ? address : padTo(address, columns.address)}`;
  if (place === '' || displayWidth(line) + 2 + displayWidth(place) <= width)
    return [place === '' ? paint(line) : `${paint(line)}  ${faint(place)}`];
  return [
    ...wrap(`${sign}  ${address}`, { width, first: '  ', rest: '      ' }).map((text, index) =>
      index === 0 ? paint(text) : text,
    ),
    ...wrap(place, { width, first: '      ', rest: '      ' }).map(faint),
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
              `Not accepted: ${count(left.length, 'difference')}. Only the files decide who is enrolled.`,
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

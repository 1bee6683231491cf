import type { Drift, Plan } from '../../model/results/plan.ts';
import { driftView } from '../view/drift-view.ts';
import { count, formatPlace } from '../view/format.ts';
import { cutOf, truncateList } from '../view/truncated-list.ts';
import { wrap } from './layout.ts';
import { helpLines, hiddenCountLine } from './line-list.ts';
import { type Style, createStyle, type TextOptions } from './style.ts';

/**
 * Renders the drift since the last apply: what counts, what is only listed, and the number of changes in the files
 * that are not applied yet. Ends with a line break.
 */
export function renderDrift(plan: Plan, options: TextOptions & { readonly strict: boolean }): string {
  const style = createStyle(options);
  const view = driftView(plan, options);
  const cut = cutOf(options);
  const part = (title: string, drift: readonly Drift[]): readonly string[] => {
    const shown = truncateList(drift, cut);
    return [
      ...wrap(title, { width: options.width }).map(style.heading),
      ...driftLines(shown.first, style),
      ...(shown.hidden > 0 ? [hiddenCountLine(shown, style)] : []),
      ...driftLines(shown.last, style),
    ];
  };
  const listedTitle = `${view.listedTitle} (--strict counts ${view.listed.length === 1 ? 'it' : 'them'})`;
  const parts = [
    part(view.headline, view.counted),
    ...(view.listed.length > 0 ? [part(listedTitle, view.listed)] : []),
    ...(view.pendingChanges > 0 ? [wrap(view.pendingNote, { width: style.width, rest: '  ' })] : []),
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function driftLines(drift: readonly Drift[], style: Style): readonly string[] {
  return drift.flatMap((one, index) => {
    const head = `${one.counts ? '!' : '~'} ${one.kind}`;
    const place = one.source ? `  ${formatPlace(one.source)}` : '';
    const lines = wrap(`${head}  ${one.address}: ${one.message}${place}`, {
      width: style.width,
      first: '  ',
      rest: '      ',
    });
    return [
      ...lines.map((line, at) =>
        at === 0 ? line.replace(head, style.tone[one.counts ? 'stop' : 'wait'](head)) : line,
      ),
      ...(one.help === drift[index + 1]?.help ? [] : helpLines(one.help, style)),
    ];
  });
}

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
            ...left.flatMap((one) => [...acceptedLines(one, style), ...helpLines(one.help, style)]),
          ],
        ]
      : []),
  ];
  return `${parts.map((part) => part.join('\n')).join('\n\n')}\n`;
}

function acceptedLines({ kind, address, message }: Drift, { width }: Style): readonly string[] {
  return wrap(`${kind}  ${address}: ${message}`, { width, first: '  ', rest: '      ' });
}

import { sentence } from '../view/format.ts';
import type { Report } from '../../model/results/report.ts';
import type { OutcomeEntry, OutcomeGroup, UnknownItem } from '../view/outcome-groups.ts';
import { type NextAction, type OutcomeSection, type ReportView, reportView } from '../view/report-view.ts';
import { safeLine } from '../view/safe-text.ts';
import { cutOf, truncateList, type TruncatedList } from '../view/truncated-list.ts';
import { displayWidth } from '../view/display-width.ts';
import { labeledLines, padTo, table, wrap } from './layout.ts';
import { hiddenCountLine } from './line-list.ts';
import { createStyle, type Style, type TextOptions } from './style.ts';

/**
 * Renders what an apply did. Unknown outcomes come first, with the commands that settle them; then failures by
 * cause, blocked, manual and not attempted changes, the applied changes by target, the emails that leave, and what
 * to do next. With an unknown outcome, the exit code is the last line.
 */
export function renderReport(report: Report, options: TextOptions): string {
  const style = createStyle(options);
  const view = reportView(report);
  const isUnknown = view.unknown.items.length > 0;
  const parts = [
    sentenceLines([`${view.title}. ${[view.result, view.rest].filter(Boolean).join('; ')}`], style).map(
      view.state === 'incomplete' ? style.error : style.heading,
    ),
    unknownLines(view, options, style),
    ...view.sections.map((section) => sectionLines(section, options, style)),
    appliedLines(view, options, style),
    [
      ...sentenceLines([view.emails], style),
      ...sentenceLines([view.evidence], style),
      ...sentenceLines([view.run, isUnknown ? '' : view.exit], style),
    ],
    nextLines(view.next, style),
    isUnknown ? sentenceLines([view.exit], style).map(style.error) : [],
  ].filter((lines) => lines.length > 0);
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Returns sentences without their full stops as one paragraph. */
function sentenceLines(sentences: readonly string[], { width }: Style): readonly string[] {
  const shown = sentences.filter(Boolean);
  if (shown.length === 0) return [];
  return wrap(shown.map(sentence).join(' '), {
    width,
    rest: '  ',
  });
}

function titleLines(title: string, { width, heading }: Style): readonly string[] {
  return wrap(title, { width, rest: '  ' }).map(heading);
}

/** Returns the lines of a list, with the number of hidden items in the middle. */
function listLines<T>(
  list: TruncatedList<T>,
  linesOf: (item: T) => readonly string[],
  { style, indent = '' }: { readonly style: Style; readonly indent?: string },
): readonly string[] {
  return [
    ...list.first.flatMap(linesOf),
    ...(list.hidden > 0 ? [`${indent}${hiddenCountLine(list, style)}`] : []),
    ...list.last.flatMap(linesOf),
  ];
}

function unknownLines({ unknown }: ReportView, options: TextOptions, style: Style): readonly string[] {
  if (unknown.items.length === 0) return [];
  return [
    ...titleLines(unknown.title, style),
    ...listLines(truncateList(unknown.items, cutOf(options)), (item) => unknownItemLines(item, style), {
      style,
    }),
  ];
}

function unknownItemLines(item: UnknownItem, style: Style): readonly string[] {
  const { width } = style;
  const { text, help, response, steps, target } = item;
  const indent = '      ';
  return [
    ...entryLines(item, { indent: '  ', word: 0, subject: 0 }, style),
    ...wrap(`${target}: ${text}`, { width, first: indent, rest: indent }),
    ...labeledLines('HubSpot', response, style),
    ...labeledLines('fix', help, style),
    ...(steps
      ? [
          ...wrap(`1. Open ${steps.link}`, { width, first: indent, rest: `${indent}   ` }),
          ...wrap(`2. ${steps.condition}:`, { width, first: indent, rest: `${indent}   ` }),
          ...commandLines(steps.command, style),
          ...wrap('If not:', { width, first: `${indent}   ` }),
          ...commandLines(steps.otherwise, style),
        ]
      : []),
  ];
}

function commandLines(command: string, { width }: Style): readonly string[] {
  return wrap(command, { width, first: ' '.repeat(11), rest: ' '.repeat(13) });
}

function sectionLines(
  { title, groups }: OutcomeSection,
  options: TextOptions,
  style: Style,
): readonly string[] {
  return [
    ...titleLines(title, style),
    ...listLines(truncateList(groups, cutOf(options)), (group) => groupLines(group, options, style), {
      style,
    }),
  ];
}

/** Returns the cause, one line per contact, so that `grep` finds each with its source, and the next step once. */
function groupLines(group: OutcomeGroup, options: TextOptions, style: Style): readonly string[] {
  const { symbol, tone, target, reason, help, response, entries } = group;
  const widest = (pick: (entry: OutcomeEntry) => string): number =>
    entries.reduce((width, entry) => Math.max(width, displayWidth(safeLine(pick(entry)))), 0);
  const columns = { word: widest(({ word }) => word), subject: widest(({ subject }) => subject) };
  return [
    ...wrap(`${symbol} ${target}: ${reason}`, { width: style.width, first: '  ', rest: '      ' }).map(
      (line, index) => (index === 0 ? line.replace(symbol, style.tone[tone](symbol)) : line),
    ),
    ...listLines(
      truncateList(entries, cutOf(options)),
      (entry) => [
        ...entryLines(entry, { indent: '    ', ...columns }, style),
        ...(entry.link === undefined ? [] : [style.faint(`      ${safeLine(entry.link)}`)]),
        ...labeledLines('HubSpot', entry.response, style),
      ],
      { style, indent: '  ' },
    ),
    ...labeledLines('fix', help, style),
    ...labeledLines('HubSpot', response, style),
  ];
}

function entryLines(
  { symbol, word, subject, place, tone }: OutcomeEntry,
  layout: { readonly indent: string; readonly word: number; readonly subject: number },
  style: Style,
): readonly string[] {
  const { indent } = layout;
  const sign = `${symbol} ${padTo(word, layout.word)}`;
  const label = safeLine(subject);
  const source = safeLine(place);
  const line = `${indent}${sign}  ${source === '' ? label : padTo(label, layout.subject)}`;
  const paint = (text: string): string => text.replace(sign, style.tone[tone](sign));
  if (source === '' || displayWidth(line) + 2 + displayWidth(source) <= style.width)
    return [`${paint(line)}${source === '' ? '' : `  ${style.faint(source)}`}`];
  const rest = `${indent}    `;
  return [
    ...wrap(`${sign}  ${label}`, { width: style.width, first: indent, rest }).map((text, index) =>
      index === 0 ? paint(text) : text,
    ),
    ...wrap(source, { width: style.width, first: rest, rest }).map(style.faint),
  ];
}

/** Returns the applied changes by target; each of them with `full`. */
function appliedLines({ applied, state }: ReportView, options: TextOptions, style: Style): readonly string[] {
  if (applied.targets.length === 0) return [];
  const columns = applied.targets[0]?.amounts.length ?? 0;
  const rows = table(
    applied.targets.map(({ address, amounts }) => [address, ...amounts]),
    {
      width: style.width,
      indent: '  ',
      numbers: new Set(Array.from({ length: columns }, (_, index) => index + 1)),
    },
  );
  // A complete apply has counted them in its first line.
  const title = state === 'complete' && !options.full ? [] : titleLines(applied.title, style);
  const groups = options.full ? applied.groups.flatMap((group) => groupLines(group, options, style)) : [];
  return [...title, ...rows, ...groups];
}

function nextLines(next: readonly NextAction[], { width }: Style): readonly string[] {
  return next.flatMap((action) =>
    wrap('text' in action ? `Next: ${action.text}` : `${action.what}: ${action.command}`, {
      width,
      rest: '  ',
    }),
  );
}

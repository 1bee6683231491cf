import type { PlanForecast, Rehearsal } from '../../model/results/rehearsal.ts';
import { count } from '../view/format.ts';
import {
  calendarColumns,
  noForecast,
  rehearsalView,
  type RehearsalView,
  senderCellNote,
} from '../view/rehearsal-view.ts';
import { displayWidth } from '../view/display-width.ts';
import { safeLine } from '../view/safe-text.ts';
import { labeledLines, table, wrap } from './layout.ts';
import { createStyle, type Style, type TextOptions } from './style.ts';

/** Renders a forecast: the calendar, the emails by sender, when each list is reached, warnings and assumptions. */
export function renderRehearsal(rehearsal: Rehearsal, options: TextOptions): string {
  const view = rehearsalView(rehearsal, options.reveal);
  const style = createStyle(options);
  const { width } = options;
  const lines = [
    style.heading(view.title),
    ...wrap(`${view.period}. ${view.source}`, { width }),
    '',
    ...calendarLines(view, style),
    ...wrap(`In all: ${view.totals}.`, { width, rest: '  ' }),
    ...senderLines(view, style),
    ...detailLines(view, style),
    ...reachedLines(view, style),
    ...warningLines(view, style),
    ...listLines('The forecast knows:', rehearsal.knows, style),
    ...listLines('The forecast assumes:', rehearsal.assumes, style),
  ];
  return `${lines.join('\n')}\n`;
}

/** Returns the lines of the forecast of a plan: a shorter calendar, and nothing by sender. */
export function forecastLines(forecast: PlanForecast | undefined, options: TextOptions): readonly string[] {
  if (!forecast) return [];
  const style = createStyle(options);
  const { width } = options;
  if ('problem' in forecast) return wrap(noForecast(forecast.problem), { width, rest: '  ' });
  const { rehearsal } = forecast;
  const view = rehearsalView(rehearsal, options.reveal);
  const calendar = view.calendar.slice(0, forecastDays);
  const hidden = view.calendar.length - calendar.length;
  const hiddenGroups = view.reached.length - forecastGroups;
  return [
    ...wrap(`${view.forecast}.`, { width, rest: '  ' }).map(style.heading),
    ...wrap(`${view.period}. ${view.source}`, { width }),
    '',
    ...calendarLines({ ...view, calendar }, style),
    ...(hidden > 0 ? [`… ${count(hidden, 'more day')}: --format json`] : []),
    ...reachedLines({ ...view, reached: view.reached.slice(0, forecastGroups) }, style),
    ...(hiddenGroups > 0 ? [`  … ${hiddenGroups} more`] : []),
    ...warningLines(view, style),
    ...listLines('The forecast knows:', rehearsal.knows, style),
    ...listLines('The forecast assumes:', rehearsal.assumes, style),
  ];
}

/** Days and groups of the forecast of a plan in text. */
const forecastDays = 14;
const forecastGroups = 10;

function calendarLines({ calendar }: RehearsalView, style: Style): readonly string[] {
  return dayTable(calendar, calendarColumns, style);
}

/** Returns a table of days with their notes. If it does not fit, each day names its amounts: a number alone has no meaning. */
function dayTable(
  days: readonly { readonly day: string; readonly cells: readonly string[]; readonly note: string }[],
  columns: readonly string[],
  { width, faint }: Style,
): readonly string[] {
  const lines = table(
    days.map(({ day, cells }) => [day, ...cells]),
    {
      width,
      header: ['day', ...columns],
      paintHeader: faint,
      numbers: new Set(columns.map((_, index) => index + 1)),
      orNothing: true,
    },
  );
  const [header, ...rows] = lines;
  if (header === undefined)
    return days.flatMap(({ day, cells, note }) => {
      const amounts = cells.flatMap((cell, index) =>
        cell === '' ? [] : [`${cell} ${columns[index] ?? ''}`],
      );
      return wrap(`${day}: ${[...amounts, note].filter((part) => part !== '').join(', ')}`, {
        width,
        rest: '    ',
      });
    });
  return [
    header,
    ...rows.flatMap((row, index) => {
      const note = days[index]?.note ?? '';
      if (note === '') return [row];
      const whole = `${row}  ${safeLine(note)}`;
      return displayWidth(whole) <= width
        ? [whole]
        : [row, ...wrap(note, { width, first: '    ', rest: '    ' })];
    }),
  ];
}

/** Columns of senders that fit on a line; the rest is in JSON. */
const senderColumns = 3;

function senderLines({ calendar, senders }: RehearsalView, style: Style): readonly string[] {
  if (senders.length === 0) return [];
  const shown = senders.slice(0, senderColumns);
  const rows = calendar
    .filter(({ bySender }) => bySender.size > 0)
    .map(({ day, bySender }) => ({
      day,
      cells: shown.map((sender) => bySender.get(sender) ?? ''),
      note: '',
    }));
  const hidden = senders.length - shown.length;
  return [
    '',
    style.heading(`By sender: ${senderCellNote}`),
    ...dayTable(rows, shown, style),
    ...(hidden > 0 ? wrap(`${hidden} more: --format json`, { width: style.width }) : []),
  ];
}

function detailLines({ detail }: RehearsalView, style: Style): readonly string[] {
  if (!detail) return [];
  return ['', style.heading(detail.title), ...table(detail.rows, { width: style.width, indent: '  ' })];
}

function reachedLines({ reached }: RehearsalView, { width, heading }: Style): readonly string[] {
  if (reached.length === 0) return [];
  return [
    '',
    heading('Reached'),
    ...reached.flatMap(({ where, text }) =>
      wrap(`${where}: ${text}`, { width, first: '  ', rest: '      ' }),
    ),
  ];
}

function warningLines({ warnings }: RehearsalView, style: Style): readonly string[] {
  if (warnings.length === 0) return [];
  const { width } = style;
  return [
    '',
    style.heading(`Warnings: ${warnings.length}`),
    ...warnings.flatMap(({ code, text, help }) => [
      ...wrap(`${code}: ${text}`, { width, first: '  ! ', rest: '      ' }).map(style.tone.wait),
      ...labeledLines('fix', help, { width }),
    ]),
  ];
}

function listLines(title: string, items: readonly string[], { width, heading }: Style): readonly string[] {
  return ['', heading(title), ...items.flatMap((item) => wrap(item, { width, first: '  - ', rest: '    ' }))];
}

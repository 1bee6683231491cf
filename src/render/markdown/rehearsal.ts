import type { PlanForecast, Rehearsal } from '../../model/results/rehearsal.ts';
import {
  calendarColumns,
  forecastTitle,
  noForecast,
  rehearsalView,
  type RehearsalView,
  senderCellNote,
} from '../view/rehearsal-view.ts';
import {
  commentMarker,
  type DetailLevel,
  fitToComment,
  fold,
  joinSections,
  markdownTable,
} from './document.ts';
import { code, escapeText, htmlText } from './inline.ts';

/** Renders a forecast as a comment or job summary that always fits. */
export function renderRehearsalMarkdown(rehearsal: Rehearsal): string {
  const { detail, days, portalId } = rehearsal;
  return fitToComment((detail?.events.length ?? 0) + days.length, (level) =>
    joinSections([
      `${commentMarker('rehearsal', portalId)}\n### ${escapeText(rehearsalView(rehearsal).title)}`,
      ...rehearsalSections(rehearsal, level),
    ]),
  );
}

/** Returns the forecast of a plan as one section, which always fits. */
export function forecastSection(forecast: PlanForecast | undefined, level: DetailLevel): string {
  if (!forecast) return '';
  if ('problem' in forecast) return `**${forecastTitle}.** ${escapeText(noForecast(forecast.problem))}`;
  const { rehearsal } = forecast;
  const view = rehearsalView(rehearsal);
  const totals = `<b>${htmlText(view.forecast)}</b>`;
  if (level.notes === 0) return totals;
  const [, ...parts] = rehearsalSections(rehearsal, {
    lines: Math.min(level.lines, maxForecastLines),
    notes: Math.min(level.notes, maxForecastNotes),
  });
  const body = [escapeText(`${view.period}. ${view.source}`), ...parts].filter((part) => part !== '');
  return fold(totals, body.join('\n\n'), { open: false });
}

/** A forecast must leave the comment to the plan. */
const maxForecastLines = 31;
const maxForecastNotes = 10;

/** Returns the parts of a forecast below its title. */
function rehearsalSections(
  rehearsal: Rehearsal,
  level: Pick<DetailLevel, 'lines' | 'notes'>,
): readonly string[] {
  const view = rehearsalView(rehearsal);
  return [
    `**${escapeText(view.totals)}.**<br>${escapeText(`${view.period}. ${view.source}`)}`,
    warningPart(view, level),
    reachedPart(view, level),
    calendarPart(view, level),
    detailPart(view, level),
    notesPart(rehearsal),
  ];
}

function warningPart({ warnings }: RehearsalView, { notes }: Pick<DetailLevel, 'notes'>): string {
  const shown = warnings.slice(0, notes);
  if (shown.length === 0) return '';
  return [
    '> [!WARNING]',
    ...shown.map(
      ({ code: name, text, help }) => `> - ${code(name)} ${escapeText(text)}<br>→ ${escapeText(help)}`,
    ),
  ].join('\n');
}

function reachedPart({ reached }: RehearsalView, { notes }: Pick<DetailLevel, 'notes'>): string {
  return reached
    .slice(0, notes)
    .map(({ where, text }) => `- ${code(where)}: ${escapeText(text)}`)
    .join('\n');
}

/** Columns of senders in a comment. */
const senderColumns = 4;

function calendarPart({ calendar, senders }: RehearsalView, { lines }: Pick<DetailLevel, 'lines'>): string {
  const shown = senders.slice(0, senderColumns);
  const rows = calendar
    .slice(0, Math.max(lines, 14))
    .map(({ day, cells, bySender, note }) => [
      escapeText(day),
      ...cells,
      ...shown.map((sender) => bySender.get(sender) ?? ''),
      escapeText(note),
    ]);
  const numbers = new Set([...calendarColumns, ...shown].map((_, index) => index + 1));
  const header = ['day', ...calendarColumns, ...shown.map(escapeText), ' '];
  const hidden = calendar.length - rows.length;
  const rest = hidden > 0 ? `\n\n${hidden} more days` : '';
  return fold(`Calendar (senders: ${senderCellNote})`, `${markdownTable(header, rows, numbers)}${rest}`, {
    open: true,
  });
}

function detailPart({ detail }: RehearsalView, { lines }: Pick<DetailLevel, 'lines'>): string {
  if (!detail) return '';
  const rows = detail.rows.slice(0, lines).map((row) => row.map(escapeText));
  const hidden = detail.rows.length - rows.length;
  return fold(
    escapeText(detail.title),
    [
      markdownTable(['time', 'event', 'contact', 'target', 'sender'], rows),
      ...(hidden > 0 ? [`${hidden} more`] : []),
    ].join('\n\n'),
    { open: true },
  );
}

function notesPart({ knows, assumes }: Rehearsal): string {
  const list = (items: readonly string[]): string => items.map((item) => `- ${escapeText(item)}`).join('\n');
  return fold(
    'What the forecast knows and assumes',
    `Knows:\n\n${list(knows)}\n\nAssumes:\n\n${list(assumes)}`,
    {
      open: false,
    },
  );
}

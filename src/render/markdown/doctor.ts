import type { Check } from '../../model/results/examination.ts';
import { type DoctorResult, doctorView, type PassedArea, type ProblemCheck } from '../view/doctor-view.ts';
import { formatNumber, formatPlace } from '../view/format.ts';
import { truncateList } from '../view/truncated-list.ts';
import {
  commentMarker,
  type DetailLevel,
  fitToComment,
  fold,
  joinSections,
  markdownTable,
} from './document.ts';
import {
  code,
  escapeText,
  htmlText,
  sourceLink,
  type SourceOptions,
  type SourceUrl,
  sourceUrlAt,
} from './inline.ts';

/** Renders the result of `rollcall doctor` as a comment or job summary that always fits, the problems first. */
export function renderDoctorMarkdown(
  result: DoctorResult,
  { verbose, ...options }: { readonly verbose: boolean } & SourceOptions,
): string {
  const { portalId, checks } = result;
  const { headline, failed, warnings, passed, passedTitle, notChecked } = doctorView(result);
  const title = portalId === undefined ? '' : ` for account ${portalId}`;
  return fitToComment(checks.length, (level) =>
    joinSections([
      `${commentMarker('doctor', portalId ?? 'account')}\n### rollcall doctor${title}`,
      `**${headline}**`,
      problemList([...failed, ...warnings], { level, sourceUrl: sourceUrlAt(level, options) }),
      passedTitle === '' || level.notes === 0
        ? ''
        : fold(htmlText(passedTitle), passedTable(passed, verbose ? level.lines : 0), { open: false }),
      notChecked === '' ? '' : `<sub>${notChecked}</sub>`,
    ]),
  );
}

function problemList(
  problems: readonly ProblemCheck[],
  { level, sourceUrl }: { readonly level: DetailLevel; readonly sourceUrl: SourceUrl | undefined },
): string {
  if (level.notes === 0) return '';
  const { first, hidden } = truncateList(problems, { head: level.notes, tail: 0 });
  return [
    ...first.map((check) => problemItem(check, sourceUrl)),
    ...(hidden > 0 ? [`- *${formatNumber(hidden)} more*`] : []),
  ].join('\n');
}

function problemItem(
  { status, code: name, message, help, source }: ProblemCheck,
  sourceUrl: SourceUrl | undefined,
): string {
  const place = source ? ` ${sourceLink(formatPlace(source), sourceUrl)}` : '';
  return `- **${status}** ${code(name)} ${escapeText(message)}${place}<br>→ ${escapeText(help)}`;
}

/** Returns the areas, and up to `most` of their passed checks below each. */
function passedTable(passed: readonly PassedArea[], most: number): string {
  const rows = passed.flatMap(({ title, summary, isMessage, checks }) => [
    [`**${title}**`, escapeText(summary)],
    ...(isMessage || most === 0 ? [] : checkRows(checks, most)),
  ]);
  return markdownTable(['area', 'result'], rows);
}

function checkRows(checks: readonly Check[], most: number): readonly (readonly string[])[] {
  const { first, hidden } = truncateList(checks, { head: most, tail: 0 });
  return [
    ...first.map(({ message }) => ['', escapeText(message)]),
    ...(hidden > 0 ? [['', `*${formatNumber(hidden)} more*`]] : []),
  ];
}

import { formatNumber } from '../view/format.ts';
import { planTitles } from '../view/plan/plan-view.ts';

/** Joins the sections of a document with blank lines and skips empty ones. Ends with a line break. */
export function joinSections(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** Truncates a text to a number of characters, so that it fits even into the smallest document. */
export function clipped(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** How much a document shows. */
export interface DetailLevel {
  /** The lines of each list; the rest is counted. */
  readonly lines: number;
  /** Link contacts to their pages in HubSpot. */
  readonly links: boolean;
  /** The rows of the table of targets, and the sections of targets. */
  readonly targets: number;
  /** The number of diagnostics shown. */
  readonly notes: number;
}

/** GitHub accepts 65,536 characters. The margin is for lines that a CI script adds; bytes are the stricter unit. */
const maxBytes = 65_000;

const unlimited = Number.POSITIVE_INFINITY;

/** From all details down to the headline only. */
const detailLevels: readonly DetailLevel[] = [
  { lines: unlimited, links: true, targets: unlimited, notes: unlimited },
  { lines: unlimited, links: false, targets: unlimited, notes: unlimited },
  { lines: 200, links: true, targets: unlimited, notes: 100 },
  { lines: 50, links: true, targets: 100, notes: 50 },
  { lines: 20, links: true, targets: 50, notes: 25 },
  { lines: 5, links: false, targets: 25, notes: 10 },
  { lines: 0, links: false, targets: 100, notes: 10 },
  { lines: 0, links: false, targets: 20, notes: 3 },
  { lines: 0, links: false, targets: 0, notes: 0 },
];

/** No list line is shorter than this, so documents that would have too many lines are not rendered. */
const minLineBytes = 20;

/**
 * Returns the most detailed document that fits into a comment. `listed` is the number of list lines of the full
 * document. The last detail level must always fit.
 */
export function fitToComment(listed: number, render: (detail: DetailLevel) => string): string {
  const possible = detailLevels.filter(
    ({ lines }) => lines !== unlimited || listed * minLineBytes <= maxBytes,
  );
  let text = '';
  for (const level of possible) {
    text = render(level);
    if (sizeOf(text) <= maxBytes) return text;
  }
  return text;
}

function sizeOf(text: string): number {
  return text.length > maxBytes ? text.length : new TextEncoder().encode(text).length;
}

/**
 * Returns the hidden first line of a comment: `<!-- rollcall:plan:12345678 -->`. It is the same for each kind of
 * document and account, so that CI finds and updates the existing comment.
 */
export function commentMarker(kind: string, portal: string | number): string {
  return `<!-- rollcall:${kind}:${String(portal).replace(/[^\w.]/gu, '-')} -->`;
}

/** Returns a collapsible section. `title` is already HTML, `body` is Markdown. */
export function fold(title: string, body: string, { open }: { readonly open: boolean }): string {
  // Without the blank line, GitHub reads the body as HTML.
  return `<details${open ? ' open' : ''}><summary>${title}</summary>\n\n${body}\n</details>`;
}

/** Returns a unified diff in a collapsible section, truncated to the detail level. Empty for an empty diff. */
export function diffFold(diff: string, { lines: most }: DetailLevel): string {
  if (diff === '') return '';
  const lines = diff.trimEnd().split('\n');
  const shown = lines.slice(0, most);
  const hidden = lines.length - shown.length;
  const rest = hidden > 0 ? [`… ${formatNumber(hidden)} more lines`] : [];
  return fold(planTitles.diff, fenced([...shown, ...rest].join('\n'), 'diff'), { open: false });
}

/** Returns text as a code block. The fence is longer than any run of backticks in the text. */
export function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/**
 * Returns a table without the columns that are empty in every row. Cells are already Markdown. Bars in cells are
 * escaped: Markdown splits rows at bars before it parses the cells.
 */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: ReadonlySet<number> = new Set(),
): string {
  const used = header.map((_, column) => rows.some((row) => (row[column] ?? '') !== ''));
  const line = (cells: readonly string[]): string =>
    `| ${cells
      .filter((_, column) => used[column])
      .map((cell) => cell.replaceAll(/(?<!\\)\|/gu, String.raw`\|`))
      .join(' | ')} |`;
  const rule = header.map((_, column) => (numbers.has(column) ? '---:' : '---'));
  return [line(header), line(rule), ...rows.map(line)].join('\n');
}

/** Renders plain text as a comment or job summary. Lines that would not fit are counted. */
export function renderTextMarkdown(
  text: string,
  { kind, title }: { readonly kind: string; readonly title: string },
): string {
  const lines = text.trimEnd().split('\n');
  const shown: string[] = [];
  let size = 0;
  for (const line of lines) {
    size += new TextEncoder().encode(line).length + 1;
    if (size > maxBytes - 1_000) break;
    shown.push(line);
  }
  const rest = lines.length - shown.length;
  return joinSections([
    `${commentMarker(kind, 'result')}\n### ${title}`,
    fenced([...shown, ...(rest > 0 ? [`… ${rest} more lines`] : [])].join('\n'), 'text'),
  ]);
}

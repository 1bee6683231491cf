import { formatNumber } from '../view/format.ts';
import { planTitles } from '../view/plan-view.ts';

/** Parts of a document one under the other; empty ones leave no gap. Ends with a line break. */
export function joinSections(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** A text that may stand in the smallest document, whatever its length was. */
export function clipped(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** How much of everything a document shows. */
export interface DetailLevel {
  /** Lines of each list; the rest is counted. */
  readonly lines: number;
  /** Link people to their pages. */
  readonly links: boolean;
  /** Rows of the table of targets, and parts of single targets. */
  readonly targets: number;
  /** Problems, and things that moved. */
  readonly notes: number;
}

/** GitHub takes 65,536 characters. Some are left for whoever adds a line; counted in bytes to be safe. */
const maxBytes = 65_000;

const unlimited = Number.POSITIVE_INFINITY;

/** From everything down to the headline. */
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

/** No list line is shorter than this, so a document with more lines need not be tried. */
const minLineBytes = 20;

/**
 * The fullest document that fits. `listed` is how many lines the whole document would list. The last
 * rung must fit by itself.
 */
export function fitToComment(listed: number, render: (rung: DetailLevel) => string): string {
  const possible = detailLevels.filter(
    ({ lines }) => lines !== unlimited || listed * minLineBytes <= maxBytes,
  );
  let text = '';
  for (const rung of possible) {
    text = render(rung);
    if (sizeOf(text) <= maxBytes) return text;
  }
  return text;
}

function sizeOf(text: string): number {
  return text.length > maxBytes ? text.length : new TextEncoder().encode(text).length;
}

/**
 * The hidden first line by which a comment is found again: `<!-- rollcall:plan:12345678 -->`. It stays
 * the same for a kind of document and an account, so that one comment is updated in place.
 */
export function commentMarker(kind: string, portal: string | number): string {
  return `<!-- rollcall:${kind}:${String(portal).replace(/[^\w.]/gu, '-')} -->`;
}

/** A part that the reader may open. `title` is HTML already, `body` Markdown. */
export function fold(title: string, body: string, { open }: { readonly open: boolean }): string {
  // Without the empty lines the body would be read as HTML.
  return `<details${open ? ' open' : ''}><summary>${title}</summary>\n\n${body}\n\n</details>`;
}

/** A unified diff, cut where the document has to be. Empty for none. */
export function diffFold(diff: string, { lines: most }: DetailLevel): string {
  if (diff === '') return '';
  const lines = diff.trimEnd().split('\n');
  const shown = lines.slice(0, most);
  const hidden = lines.length - shown.length;
  const rest = hidden > 0 ? [`… ${formatNumber(hidden)} more lines`] : [];
  return fold(planTitles.diff, fenced([...shown, ...rest].join('\n'), 'diff'), { open: false });
}

/** Text that is shown as it is; the fence is longer than any run of backticks in it. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/**
 * A table. Cells are Markdown already; a bar inside one is escaped, as tables are cut at bars before
 * anything else is read. Columns that are empty in every row are left out.
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

/** A result that is read as text, as a comment or job summary; its end is cut where it would not fit. */
export function renderTextMarkdown(kind: string, text: string): string {
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
    `${commentMarker(kind, 'result')}\n### rollcall ${kind}`,
    fenced([...shown, ...(rest > 0 ? [`… ${rest} more lines`] : [])].join('\n'), 'text'),
  ]);
}

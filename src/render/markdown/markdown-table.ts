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

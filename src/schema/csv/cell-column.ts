/** The column, from 1, in which a cell begins in a line of CSV text; 1 when the line has fewer cells. */
export function cellColumn(line: string, cell: number, delimiter: string): number {
  let [at, quoted] = [0, false];
  for (let passed = 0; passed < cell; at += 1) {
    if (at >= line.length) return 1;
    if (line[at] === '"') quoted = !quoted;
    else if (line[at] === delimiter && !quoted) passed += 1;
  }
  return at + 1;
}

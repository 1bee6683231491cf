import type { Diagnostic, Source } from '../model/diagnostic.ts';
import { escapeInvisible } from '../model/text/invisible-characters.ts';

/** Collects every problem of a run, in the order of the files. */
export interface Problems {
  add(problem: Diagnostic): void;
  /** All, by file (in the order of reading), line and column. */
  all(files: readonly string[]): readonly Diagnostic[];
}

/** Beyond this many of one code in one file a line with the count stands for the rest. */
const listedPerFile = 100;

/** A new, empty collection. A million bad rows cost a hundred diagnostics and a count. */
export function collectProblems(): Problems {
  const listed: Diagnostic[] = [];
  const counts = new Map<string, { count: number; last: Diagnostic }>();
  return {
    add(written) {
      // Texts of files get into messages on many ways; what a reader cannot see is shown escaped.
      const problem = {
        ...written,
        message: escapeInvisible(written.message),
        help: escapeInvisible(written.help),
      };
      const kind = `${problem.code}\n${problem.source?.file ?? ''}`;
      const seen = counts.get(kind) ?? { count: 0, last: problem };
      counts.set(kind, { count: seen.count + 1, last: problem });
      if (seen.count < listedPerFile) listed.push(problem);
    },
    all(files) {
      const rest = [...counts.values()]
        .filter(({ count }) => count > listedPerFile)
        .map(({ count, last }) => ({
          ...last,
          message: `${count - listedPerFile} more problems of the kind \`${last.code}\` are in this file; the last one is here.`,
        }));
      const order = new Map(files.map((file, index) => [file, index]));
      const fileOrder = (source: Source | undefined): number =>
        source ? (order.get(source.file) ?? files.length) : -1;
      return [...listed, ...rest].toSorted(
        (a, b) =>
          fileOrder(a.source) - fileOrder(b.source) ||
          (a.source?.line ?? 0) - (b.source?.line ?? 0) ||
          (a.source?.column ?? 0) - (b.source?.column ?? 0),
      );
    },
  };
}

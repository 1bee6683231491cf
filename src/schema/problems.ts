import type { Diagnostic, Source } from '../model/results/diagnostic.ts';
import { escapeInvisible } from '../model/text/invisible-characters.ts';

/** Collects the diagnostics of one run. */
export interface Problems {
  add(problem: Diagnostic): void;
  /** Returns all problems, sorted by file (in the given order), line and column. */
  all(files: readonly string[]): readonly Diagnostic[];
}

/** The number of problems listed for one code and one file. One more diagnostic gives the count of the rest. */
const listedPerFile = 100;

/** Returns an empty collection. A million bad rows result in 100 diagnostics and a count. */
export function collectProblems(): Problems {
  const listed: Diagnostic[] = [];
  const counts = new Map<string, { count: number; last: Diagnostic }>();
  return {
    add(diagnostic) {
      // Messages quote the files in many places, so invisible characters are escaped once, here.
      const problem = {
        ...diagnostic,
        message: escapeInvisible(diagnostic.message),
        help: escapeInvisible(diagnostic.help),
      };
      const kind = `${problem.code}\n${problem.source?.file ?? ''}`;
      const { count } = counts.get(kind) ?? { count: 0 };
      counts.set(kind, { count: count + 1, last: problem });
      if (count < listedPerFile) listed.push(problem);
    },
    all(files) {
      const rest = [...counts.values()]
        .filter(({ count }) => count > listedPerFile)
        .map(({ count, last }) => ({
          ...last,
          message: `${count - listedPerFile} more problems with the code \`${last.code}\` in this file. This is the last one.`,
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

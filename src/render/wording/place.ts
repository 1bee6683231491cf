import type { Source } from '../../model/diagnostic.ts';

/** Where a line was asked for: `enrollments.yaml:23`. */
export function place(source: Source): string {
  return `${source.file}:${source.line}`;
}

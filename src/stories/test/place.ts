import type { Source } from '../../model/results/diagnostic.ts';

/** Returns `file:line`. */
export function formatPlace({ file, line }: Source): string {
  return `${file}:${line}`;
}

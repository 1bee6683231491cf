import type { LineStatus } from '../view/target-counts.ts';

/** Returns the word of a status in headings: `unenroll`, `manual`. */
export function statusWord(status: LineStatus): string {
  return words[status];
}

const words: Readonly<Record<LineStatus, string>> = {
  enroll: 'enroll',
  unenroll: 'unenroll',
  archive: 'delete',
  unknown: 'unknown',
  manual: 'manual',
  blocked: 'blocked',
  waiting: 'waiting',
  'left-audience': 'left the audience',
  orphan: 'orphan',
  unmanaged: 'unmanaged',
  ended: 'ended',
  active: 'active',
};

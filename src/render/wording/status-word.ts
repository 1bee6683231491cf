import type { LineStatus } from '../view/target-counts.ts';

/** A status as a heading says it: `take out`, `for a person`. */
export function statusWord(status: LineStatus): string {
  return words[status];
}

const words: Readonly<Record<LineStatus, string>> = {
  enroll: 'enroll',
  unenroll: 'take out',
  archive: 'delete',
  unknown: 'unknown',
  manual: 'for a person',
  blocked: 'blocked',
  waiting: 'waiting',
  'left-audience': 'left the audience',
  orphan: 'orphan',
  unmanaged: 'unmanaged',
  ended: 'ended',
  active: 'active',
};

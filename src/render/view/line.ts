/** The color and symbol of an entry, which every format shows. */
import type { Change, UnchangedStatus } from '../../model/results/plan.ts';
import type { Address } from '../../model/target.ts';

/** How an entry is colored. It carries no meaning that the word does not also carry. */
export type Tone = 'add' | 'remove' | 'wait' | 'stop' | 'doubt' | 'quiet';

/** The color of an entry, and its symbol: `+ - ~ ! ? =`, always shown next to the word. */
export interface LineStyle {
  readonly tone: Tone;
  readonly symbol: string;
}

/** The color and symbol of each action. */
export const changeStyles: Readonly<Record<Change['action'], LineStyle>> = {
  enroll: { tone: 'add', symbol: '+' },
  unenroll: { tone: 'remove', symbol: '-' },
  archive: { tone: 'remove', symbol: '-' },
  'create-workflow': { tone: 'add', symbol: '+' },
};

/** The color and symbol of each status without a change. */
export const unchangedStyles: Readonly<Record<UnchangedStatus, LineStyle>> = {
  active: { tone: 'quiet', symbol: '=' },
  ended: { tone: 'quiet', symbol: '=' },
  waiting: { tone: 'wait', symbol: '~' },
  blocked: { tone: 'stop', symbol: '!' },
  unknown: { tone: 'doubt', symbol: '?' },
  unmanaged: { tone: 'wait', symbol: '~' },
  manual: { tone: 'stop', symbol: '!' },
  'left-audience': { tone: 'wait', symbol: '~' },
  orphan: { tone: 'wait', symbol: '~' },
};

/** Returns the word of an action in lists: `create` for `create-workflow`, which appears only next to workflows. */
export function changeWord(action: Change['action']): string {
  return action === 'create-workflow' ? 'create' : action;
}

/** Returns the color and symbol of an action or a status. */
export function styleOf(status: Change['action'] | UnchangedStatus): LineStyle {
  return { ...changeStyles, ...unchangedStyles }[status];
}

/** Returns the target's part of an address: `sequences.q4-outbound` of `sequences.q4-outbound/1042`. */
export function targetPart(address: Address): Address {
  return address.split('/', 1)[0] ?? address;
}

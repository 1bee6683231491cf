/** Parts of short histories that are written by hand. */
import type { Person, TargetKey } from '../case.ts';
import type { Edit, Hand, History, Step, Trouble } from './history.ts';

const plain: Person = { kind: 'plain', past: [] };

export function historyOf(
  targets: readonly TargetKey[],
  steps: readonly Step[],
  parts: Partial<History> = {},
): History {
  return {
    dialect: 'documented',
    lag: false,
    schedule: 7,
    people: [plain, plain, plain, plain],
    variants: {},
    targets,
    steps,
    ...parts,
  };
}

export const apply: Step = { do: 'apply' };
export const save: Step = { do: 'save' };
export const applySaved: Step = { do: 'apply-saved' };
export const lose: Step = { do: 'lose' };
export const copy: Step = { do: 'copy' };
export const backup: Step = { do: 'backup' };
export const restore: Step = { do: 'restore' };

export function wait(days: number): Step {
  return { do: 'wait', minutes: days * 24 * 60 };
}

export function applyWith(trouble: Trouble): Step {
  return { do: 'apply', ...trouble };
}

export function undo(back = 0): Step {
  return { do: 'undo', back };
}

export function edit(...edits: readonly Edit[]): Step {
  return { do: 'edit', edits };
}

export function hand(what: Hand): Step {
  return { do: 'hand', hand: what };
}

export function member(who: number, parts: Partial<Extract<Edit, { edit: 'member' }>> = {}): Edit {
  return { edit: 'member', target: 0, who, as: 'email', ...parts };
}

export function noMember(who: number, target = 0): Edit {
  return { edit: 'no-member', target, who };
}

export function flag(name: Extract<Edit, { edit: 'flag' }>['flag'], target = 0): Edit {
  return { edit: 'flag', target, flag: name };
}

export function ban(who: number, how: 'email' | 'domain' | 'id' = 'email'): Edit {
  return { edit: 'ban', how, who };
}

export function on(what: 'drop' | 'rename' | 'replace' | 'unreplace' | 'omit' | 'empty', target = 0): Edit {
  return { edit: what, target };
}

/** Long enough for every sequence and workflow to end. */
export const untilOver = wait(40);
/** Nothing shows who is active in a workflow, or ever was. */
export const unlisted = [flag('activeList'), flag('everList'), flag('vouched')];

/** A step in one short line, for a person who reads a failing history. */
import { canonicalJson } from '../../../src/model/digest.ts';
import type { Fault } from '../../../src/simulator/server/fault.ts';
import type { Edit, Hand, Step, Trouble } from './history.ts';

export function describeStep(step: Step): string {
  switch (step.do) {
    case 'edit':
      return `edit: ${step.edits.map(describeEdit).join('; ')}`;
    case 'hand':
      return `by hand: ${describeHand(step.hand)}`;
    case 'wait':
      return `wait ${step.minutes} minutes`;
    case 'apply':
      return `apply${describeTrouble(step)}`;
    case 'apply-saved':
      return `apply the saved plan${describeTrouble(step)}`;
    case 'undo':
      return `apply --undo-run of ${step.back === 0 ? 'the last run' : `the run ${step.back} before the last`}${describeTrouble(step)}`;
    case 'tamper':
      return `tamper with the saved plan: ${step.how} (p${step.who})`;
    case 'forget':
      return `history forget p${step.who}`;
    case 'retry':
      return `resolve --retry of p${step.who} in target ${step.target}`;
    case 'pull':
      return `pull of target ${step.target}`;
    case 'accept':
      return 'drift --accept';
    case 'save':
      return 'plan --out';
    case 'suppressions':
      return `apply --suppressions${describeTrouble(step)}`;
    case 'pause':
    case 'resume':
      return `${step.do} ${step.target === undefined ? 'the account' : `target ${step.target}`}`;
    case 'backup':
      return 'back up the ledger';
    case 'restore':
      return 'restore the backup and mark the gap';
    case 'copy':
      return 'ledger copy';
    case 'lose':
      return 'lose the ledger';
    default:
      throw new Error(`no such step: ${JSON.stringify(step)}`);
  }
}

function describeEdit(edit: Edit): string {
  const { edit: what, ...rest } = edit;
  const parts = Object.entries(rest).map(([name, value]) =>
    name === 'who' ? `p${value}` : `${name} ${typeof value === 'object' ? canonicalJson(value) : value}`,
  );
  return [what, ...parts].join(' ');
}

function describeHand(hand: Hand): string {
  const { what, ...rest } = hand;
  const parts = Object.entries(rest).map(([name, value]) =>
    name === 'who' || name === 'other' ? `p${value}` : String(value),
  );
  return [what, ...parts].join(' ');
}

function describeTrouble({ faults = [], incident, patient, canary, limited, allowArchive }: Trouble): string {
  const parts = [
    ...describeFaults(faults),
    ...(incident ? [canonicalJson(incident)] : []),
    ...(patient === true ? ['patient'] : []),
    ...(canary === undefined ? [] : [`--canary ${canary}`]),
    ...(allowArchive === true ? ['--allow-archive'] : []),
    ...(limited === true ? ['with the limits of the files'] : []),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** Most faults are the same on each of the routes that write. */
function describeFaults(faults: readonly Fault[]): readonly string[] {
  const routes = new Map<string, string[]>();
  for (const { route = '*', ...fault } of faults) {
    const name = canonicalJson(fault);
    routes.set(name, [...(routes.get(name) ?? []), route]);
  }
  return [...routes].map(
    ([fault, on]) => `fault ${fault} on ${on.length > 3 ? 'every route that writes' : on.join(', ')}`,
  );
}

import { nearestWord } from '../../model/text/did-you-mean.ts';
import { quoted } from '../describe-value.ts';
import type { LocalProblem } from '../source-file.ts';
import type { Misfit } from './misfit.ts';

/** The problem of a key that its block does not have. */
export function explainUnknownKey({ path, node, keyOffset, schema }: Misfit, key: string): LocalProblem {
  const at = node.kind === 'map' ? (node.entries.get(key)?.keyOffset ?? keyOffset) : keyOffset;
  const known = Object.keys(schema.properties ?? {});
  return misplaced(path, key, at) ?? { ...unknownKey(key, known), at };
}

/** Says that a key is unknown, with the nearest one that is known. */
export function unknownKey(key: string, known: readonly string[]): Omit<LocalProblem, 'at'> {
  const near = nearestWord(key, known);
  return {
    code: 'unknown-key',
    message: `The key ${quoted(key)} is not known here.`,
    help: `${near === undefined ? '' : `Did you mean \`${near}\`? `}Known here: ${known.join(', ')}.`,
  };
}

const onlyInWorkflows = ['via', 'activeList', 'everList', 'retired'];

/** Keys of the other kind of target: these are not typing errors but a wrong idea of the tool. */
function misplaced(path: readonly string[], key: string, at: number): LocalProblem | undefined {
  if (path.length !== 2) return undefined;
  if (key === 'assumeNever') return replacedKey(at);
  if (path[0] === 'workflows' && (key === 'sender' || key === 'senderAlias')) return workflowWithSender(at);
  if (path[0] !== 'sequences' || !onlyInWorkflows.includes(key)) return undefined;
  return {
    code: 'workflow-key-in-sequence',
    at,
    message: `\`${key}\` belongs to workflows; a sequence has no such thing.`,
    help:
      key === 'retired'
        ? 'To unenroll all members of a sequence write `members: []`, `allowEmpty: true` and `exclusive: true`.'
        : 'Remove the key, or declare the target under `workflows` if it is one.',
  };
}

/** It vouched for every day, also for those that a lost or restored ledger no longer covers. */
function replacedKey(at: number): LocalProblem {
  return {
    code: 'replaced-key',
    at,
    message:
      '`assumeNever` was replaced by `noHistoryBefore: DATE`: after a lost or restored ledger it enrolled every contact again.',
    help: 'Write the first day that the ledger covers, for example `noHistoryBefore: 2026-09-01`: no contact was enrolled before it.',
  };
}

/** The problem of a sender in a workflow, in the block or at an entry. */
export function workflowWithSender(at: number): LocalProblem {
  return {
    code: 'workflow-with-sender',
    at,
    message: "A workflow has no sender: HubSpot runs it, and no rep's inbox sends.",
    help: 'Remove the sender, or declare a sequence if a rep is to write to these people.',
  };
}

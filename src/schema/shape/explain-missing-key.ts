import type { LocalProblem } from '../source-file.ts';
import type { Misfit } from './misfit.ts';

/** The problem of a key that must be there. */
export function explainMissingKey({ path, name, keyOffset }: Misfit, key: string): LocalProblem {
  if (path.length === 0) {
    return {
      code: 'missing-version',
      at: keyOffset,
      message: 'This file does not say which version of the format it is written in.',
      help: 'Write `version: 1` on its first line.',
    };
  }
  if (path[0] === 'sequences' && key === 'sender') {
    return {
      code: 'sequence-without-sender',
      at: keyOffset,
      message: `The sequence \`${path[1]}\` has no sender: a sequence sends from the inbox of one rep.`,
      help: 'Add `sender: rep@your-company.example`, or `sender: contact-owner`. Automation without a sender is a workflow.',
    };
  }
  return {
    code: 'missing-key',
    at: keyOffset,
    message: `\`${name}\` lacks the key \`${key}\`.`,
    help:
      key === 'id'
        ? `Add \`id:\` with the number from HubSpot's address bar${path[0] === 'sequences' ? ', or `name:` with the exact name of the sequence' : ''}.`
        : `Add \`${key}:\` with its value.`,
  };
}

import type { Located } from '../read/merge-blocks.ts';
import type { FileScope } from '../source-file.ts';
import type { Conflict } from '../read/merge-members.ts';

/** Reports the contradictions within one target, each with both places. */
export function reportConflicts(located: Located, conflicts: readonly Conflict[], scope: FileScope): void {
  for (const { code, source, first } of conflicts) {
    scope.reportAt(source, { code, ...words[code](located.key), related: [first] });
  }
}

type Words = (key: string) => { readonly message: string; readonly help: string };

const words: Readonly<Record<Conflict['code'], Words>> = {
  'duplicate-member': (key) => ({
    message: `The same contact is declared twice among the members of \`${key}\`.`,
    help: 'Remove one of the two lines.',
  }),
  'two-senders': (key) => ({
    message: `The same contact is declared twice among the members of \`${key}\`, with different senders.`,
    help: 'Keep the line with the sender who is to write.',
  }),
  'member-and-absent': (key) => ({
    message: `The same person is a member of \`${key}\` and listed under \`absent\`.`,
    help: 'Remove one of the two: `members` enrolls, `absent` unenrolls.',
  }),
};

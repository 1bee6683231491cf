import { targetName } from '../../model/target.ts';
import { checkTarget } from '../targets/check-target.ts';
import type { TargetRead } from '../read/read-target.ts';
import { reportTwoSequences } from './members-of-two-sequences.ts';

/** Reports what is wrong with the targets, each by itself and with one another. */
export function checkTargets(reads: readonly TargetRead[]): void {
  reads.forEach(checkTarget);
  reportSameTarget(reads);
  reportTwoSequences(reads.filter((read) => read.kind === 'sequence'));
}

/** A target is its kind and id: under two keys it would have two opinions about its members. */
function reportSameTarget(reads: readonly TargetRead[]): void {
  const first = new Map<string, TargetRead>();
  for (const read of reads) {
    if (!read.target) continue;
    const name = targetName(read.target);
    const earlier = first.get(name);
    if (!earlier) {
      first.set(name, read);
      continue;
    }
    const { key, keyOffset, scope } = read.located;
    scope.report({
      code: 'duplicate-target',
      at: keyOffset,
      message: `\`${key}\` and \`${earlier.located.key}\` are the same ${read.kind}, ${read.target.id}.`,
      help: 'Put all members under one of the two keys.',
      related: [earlier.located.scope.place(earlier.located.keyOffset)],
    });
  }
}

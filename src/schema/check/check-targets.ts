import { targetName } from '../../model/target.ts';
import type { TargetRead } from '../read/read-target.ts';
import { type LocalProblem, valueAt } from '../source-file.ts';
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

/** Reports what is wrong with one target taken by itself. */
function checkTarget(read: TargetRead): void {
  for (const check of [
    idAndName,
    emptyMembers,
    exclusiveWithoutMembers,
    retired,
    ownId,
    viaList,
    exclusiveUnseen,
    aliasOfWhom,
  ]) {
    const problem = check(read);
    if (problem) read.located.scope.report(problem);
  }
}

type Check = (read: TargetRead) => LocalProblem | undefined;

const idAndName: Check = ({ located }) => {
  if (!valueAt(located.node, 'id') || !valueAt(located.node, 'name')) return undefined;
  return {
    code: 'id-and-name',
    at: keyOf(located, 'name'),
    message: `\`${located.key}\` has both an \`id\` and a \`name\`, which may lead to two sequences.`,
    help: 'Keep one of them. The id stays right when the sequence is renamed.',
    relatedAt: [keyOf(located, 'id')],
  };
};

const emptyMembers: Check = ({ located, written, members }) => {
  if (!written || written.broken || members.length > 0 || isTrue(located, 'allowEmpty')) return undefined;
  const why = written.entries.length === 0 ? '' : ': `absent` names every contact of the audience';
  return {
    code: 'empty-members',
    at: keyOf(located, 'members'),
    message: `The members of \`${located.key}\` are empty${why}.`,
    help: 'If no contact belongs here, add `allowEmpty: true`. To leave membership alone, leave `members` out.',
  };
};

const exclusiveWithoutMembers: Check = ({ located, written }) => {
  if (written || !isTrue(located, 'exclusive')) return undefined;
  return {
    code: 'exclusive-without-members',
    at: keyOf(located, 'exclusive'),
    message: `\`${located.key}\` is exclusive and declares no members, so it would unenroll all members.`,
    help: 'Add `members`, or remove `exclusive`.',
  };
};

const retired: Check = ({ located, kind, written }) => {
  const node = valueAt(located.node, 'retired');
  if (kind === 'sequence' || node?.kind !== 'scalar' || node.value === false) return undefined;
  if (located.scope.isRejected(node)) return undefined;
  if (written) {
    return {
      code: 'retired-with-members',
      at: keyOf(located, 'members'),
      message: `\`${located.key}\` is retired, so it cannot have members.`,
      help: 'Remove `members`, or remove `retired`.',
      relatedAt: [keyOf(located, 'retired')],
    };
  }
  if (valueAt(located.node, 'activeList')) return undefined;
  return {
    code: 'retired-without-active-list',
    at: keyOf(located, 'retired'),
    message: `\`${located.key}\` is retired and names no \`activeList\`: HubSpot returns the active contacts of a workflow only through a list.`,
    help: 'Make a HubSpot list of the contacts active in this workflow, and add `activeList:` with its id.',
  };
};

const ownId: Check = ({ located, kind, target }) => {
  if (!target) return undefined;
  if (target.replaces === target.id) {
    return {
      code: 'replaces-itself',
      at: keyOf(located, 'replaces'),
      message: `\`replaces\` names ${target.id}, the id that \`${located.key}\` has now.`,
      help: 'Write the id that this key had before, or remove `replaces`.',
    };
  }
  const helper = target.unenroll && 'workflow' in target.unenroll ? target.unenroll.workflow : undefined;
  if (kind !== 'workflow' || helper !== target.id) return undefined;
  return {
    code: 'unenroll-itself',
    at: keyOf(located, 'unenroll'),
    message: `\`unenroll\` names ${target.id}, this very workflow: enrolling there would unenroll no contact.`,
    help: 'Name the exit workflow, whose unenrollment settings name this one.',
  };
};

const viaList: Check = ({ located, target, members }) => {
  if (target?.kind !== 'workflow' || target.viaList === undefined) return undefined;
  const audience = members.find((entry) => entry.type === 'list' && entry.list === target.viaList);
  if (!audience) return undefined;
  return {
    code: 'via-list-is-audience',
    at: keyOf(located, 'via'),
    message: `The list ${target.viaList} feeds \`${located.key}\` and is an audience of it: each added contact would be declared by it.`,
    help: 'Use a separate list for `via` that only rollcall fills.',
    related: [audience.source],
  };
};

const exclusiveUnseen: Check = ({ located, target }) => {
  if (target?.kind !== 'workflow' || !target.exclusive || target.activeList !== undefined) return undefined;
  return {
    code: 'exclusive-without-active-list',
    severity: 'warning',
    at: keyOf(located, 'exclusive'),
    message: `\`${located.key}\` is exclusive without an \`activeList\`: rollcall cannot see members that are not declared, and they stay.`,
    help: 'Make a HubSpot list of the contacts active in this workflow, and add `activeList:` with its id.',
  };
};

const aliasOfWhom: Check = ({ located, target }) => {
  if (target?.kind !== 'sequence' || target.senderAlias === undefined) return undefined;
  if (target.sender !== 'contact-owner') return undefined;
  return {
    code: 'alias-of-contact-owner',
    at: keyOf(located, 'senderAlias'),
    message: `\`senderAlias\` names one rep's alias, and the sender of \`${located.key}\` is the owner of each contact: other reps do not have it.`,
    help: 'Name the rep as `sender`, or remove `senderAlias`.',
    relatedAt: [keyOf(located, 'sender')],
  };
};

function isTrue({ node }: TargetRead['located'], key: string): boolean {
  const value = valueAt(node, key);
  return value?.kind === 'scalar' && value.value === true;
}

function keyOf({ node, keyOffset }: TargetRead['located'], key: string): number {
  return (node.kind === 'map' ? node.entries.get(key)?.keyOffset : undefined) ?? keyOffset;
}

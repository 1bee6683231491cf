import type { DesiredMember } from '../../model/desired-state.ts';
import { maskEmail } from '../../model/email.ts';
import { targetIdentityKey } from '../../model/target.ts';
import { personKey } from '../read/merge-members.ts';
import type { ParsedTarget } from '../read/read-target.ts';
import { type LocalProblem, valueAt } from '../source-file.ts';

/** Reports what is wrong with the targets, each by itself and with one another. */
export function checkTargets(reads: readonly ParsedTarget[]): void {
  reads.forEach(checkTarget);
  reportSameTarget(reads);
  reportMembersOfTwoSequences(reads.filter((read) => read.kind === 'sequence'));
}

/** A target is its kind and id: under two keys it would have two opinions about its members. */
function reportSameTarget(reads: readonly ParsedTarget[]): void {
  const first = new Map<string, ParsedTarget>();
  for (const read of reads) {
    if (!read.target) continue;
    const name = targetIdentityKey(read.target);
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
      related: [earlier.located.scope.sourceAt(earlier.located.keyOffset)],
    });
  }
}

/** Reports what is wrong with one target taken by itself. */
function checkTarget(read: ParsedTarget): void {
  for (const check of [
    idAndName,
    emptyMembers,
    exclusiveWithoutMembers,
    retiredTarget,
    selfReference,
    viaListIsAudience,
    exclusiveWithoutActiveList,
    aliasOfContactOwner,
  ]) {
    const problem = check(read);
    if (problem) read.located.scope.report(problem);
  }
}

type TargetCheck = (read: ParsedTarget) => LocalProblem | undefined;

const idAndName: TargetCheck = ({ located }) => {
  if (!valueAt(located.node, 'id') || !valueAt(located.node, 'name')) return undefined;
  return {
    code: 'id-and-name',
    at: keyOffsetOf(located, 'name'),
    message: `\`${located.key}\` has both an \`id\` and a \`name\`, which may lead to two sequences.`,
    help: 'Keep one of them. The id stays right when the sequence is renamed.',
    relatedAt: [keyOffsetOf(located, 'id')],
  };
};

const emptyMembers: TargetCheck = ({ located, written, members }) => {
  if (!written || written.broken || members.length > 0 || isTrue(located, 'allowEmpty')) return undefined;
  const why = written.entries.length === 0 ? '' : ': `absent` names every contact of the audience';
  return {
    code: 'empty-members',
    at: keyOffsetOf(located, 'members'),
    message: `The members of \`${located.key}\` are empty${why}.`,
    help: 'If no contact belongs here, add `allowEmpty: true`. To leave membership alone, leave `members` out.',
  };
};

const exclusiveWithoutMembers: TargetCheck = ({ located, written }) => {
  if (written || !isTrue(located, 'exclusive')) return undefined;
  return {
    code: 'exclusive-without-members',
    at: keyOffsetOf(located, 'exclusive'),
    message: `\`${located.key}\` is exclusive and declares no members, so it would unenroll all members.`,
    help: 'Add `members`, or remove `exclusive`.',
  };
};

const retiredTarget: TargetCheck = ({ located, kind, written }) => {
  const node = valueAt(located.node, 'retired');
  if (kind === 'sequence' || node?.kind !== 'scalar' || node.value === false) return undefined;
  if (located.scope.isRejected(node)) return undefined;
  if (written) {
    return {
      code: 'retired-with-members',
      at: keyOffsetOf(located, 'members'),
      message: `\`${located.key}\` is retired, so it cannot have members.`,
      help: 'Remove `members`, or remove `retired`.',
      relatedAt: [keyOffsetOf(located, 'retired')],
    };
  }
  if (valueAt(located.node, 'activeList')) return undefined;
  return {
    code: 'retired-without-active-list',
    at: keyOffsetOf(located, 'retired'),
    message: `\`${located.key}\` is retired and names no \`activeList\`: HubSpot returns the active contacts of a workflow only through a list.`,
    help: 'Make a HubSpot list of the contacts active in this workflow, and add `activeList:` with its id.',
  };
};

const selfReference: TargetCheck = ({ located, kind, target }) => {
  if (!target) return undefined;
  if (target.replaces === target.id) {
    return {
      code: 'replaces-itself',
      at: keyOffsetOf(located, 'replaces'),
      message: `\`replaces\` names ${target.id}, the id that \`${located.key}\` has now.`,
      help: 'Write the id that this key had before, or remove `replaces`.',
    };
  }
  const helper = target.unenroll && 'workflow' in target.unenroll ? target.unenroll.workflow : undefined;
  if (kind !== 'workflow' || helper !== target.id) return undefined;
  return {
    code: 'unenroll-itself',
    at: keyOffsetOf(located, 'unenroll'),
    message: `\`unenroll\` names ${target.id}, this very workflow: enrolling there would unenroll no contact.`,
    help: 'Name the exit workflow, whose unenrollment settings name this one.',
  };
};

const viaListIsAudience: TargetCheck = ({ located, target, members }) => {
  if (target?.kind !== 'workflow' || target.viaList === undefined) return undefined;
  const audience = members.find((entry) => entry.type === 'list' && entry.list === target.viaList);
  if (!audience) return undefined;
  return {
    code: 'via-list-is-audience',
    at: keyOffsetOf(located, 'via'),
    message: `The list ${target.viaList} feeds \`${located.key}\` and is an audience of it: each added contact would be declared by it.`,
    help: 'Use a separate list for `via` that only rollcall fills.',
    related: [audience.source],
  };
};

const exclusiveWithoutActiveList: TargetCheck = ({ located, target }) => {
  if (target?.kind !== 'workflow' || !target.exclusive || target.activeList !== undefined) return undefined;
  return {
    code: 'exclusive-without-active-list',
    severity: 'warning',
    at: keyOffsetOf(located, 'exclusive'),
    message: `\`${located.key}\` is exclusive without an \`activeList\`: rollcall cannot see members that are not declared, and they stay.`,
    help: 'Make a HubSpot list of the contacts active in this workflow, and add `activeList:` with its id.',
  };
};

const aliasOfContactOwner: TargetCheck = ({ located, target }) => {
  if (target?.kind !== 'sequence' || target.senderAlias === undefined) return undefined;
  if (target.sender !== 'contact-owner') return undefined;
  return {
    code: 'alias-of-contact-owner',
    at: keyOffsetOf(located, 'senderAlias'),
    message: `\`senderAlias\` names one rep's alias, and the sender of \`${located.key}\` is the owner of each contact: other reps do not have it.`,
    help: 'Name the rep as `sender`, or remove `senderAlias`.',
    relatedAt: [keyOffsetOf(located, 'sender')],
  };
};

function isTrue({ node }: ParsedTarget['located'], key: string): boolean {
  const value = valueAt(node, key);
  return value?.kind === 'scalar' && value.value === true;
}

function keyOffsetOf({ node, keyOffset }: ParsedTarget['located'], key: string): number {
  return (node.kind === 'map' ? node.entries.get(key)?.keyOffset : undefined) ?? keyOffset;
}

/** More people than this are told as one number. */
const maxListedPeople = 10;

interface DoubleMembership {
  readonly member: DesiredMember;
  readonly read: ParsedTarget;
  readonly earlier: DesiredMember;
  readonly earlierRead: ParsedTarget;
}

/**
 * Warns of people who are members of two sequences: HubSpot lets a contact be in one at a time, so the
 * sequence declared first goes first. Each person is named once, with the first two places.
 */
function reportMembersOfTwoSequences(sequences: readonly ParsedTarget[]): void {
  const meetings = doubleMembershipsOf(sequences);
  const [some] = meetings;
  if (!some) return;
  const listed = meetings.length > maxListedPeople ? [] : meetings;
  for (const { member, read, earlier, earlierRead } of listed) {
    const { id, email } = member.person;
    const person = email === undefined ? `Contact ${id}` : maskEmail(email);
    const keys = `\`${earlierRead.located.key}\` and \`${read.located.key}\``;
    warn(read, member, { message: `${person} is a member of two sequences, ${keys}.`, earlier });
  }
  if (listed.length > 0) return;
  const keys = `\`${some.earlierRead.located.key}\` and \`${some.read.located.key}\``;
  const message = `${meetings.length} people are members of more than one sequence; the first of them of ${keys}.`;
  warn(some.read, some.member, { message, earlier: some.earlier });
}

function warn(
  read: ParsedTarget,
  member: DesiredMember,
  { message, earlier }: { readonly message: string; readonly earlier: DesiredMember },
): void {
  read.located.scope.reportAt(member.source, {
    code: 'member-of-two-sequences',
    severity: 'warning',
    message,
    help: 'HubSpot lets a contact be in one sequence at a time: the one declared first goes first, the other waits.',
    related: [earlier.source],
  });
}

function doubleMembershipsOf(sequences: readonly ParsedTarget[]): readonly DoubleMembership[] {
  if (sequences.length < 2) return [];
  const first = new Map<string, { readonly member: DesiredMember; readonly read: ParsedTarget }>();
  const meetings = new Map<string, DoubleMembership>();
  for (const read of sequences) {
    for (const member of read.members) {
      if (member.type !== 'person') continue;
      const name = personKey(member.person);
      const earlier = first.get(name);
      if (!earlier) first.set(name, { member, read });
      else if (!meetings.has(name)) {
        meetings.set(name, { member, read, earlier: earlier.member, earlierRead: earlier.read });
      }
    }
  }
  return [...meetings.values()];
}

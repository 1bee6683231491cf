import { type DesiredMember, usesContactOwner } from '../../model/desired-state.ts';
import { maskEmail } from '../../model/email.ts';
import { isNewTarget, targetIdentityKey } from '../../model/target.ts';
import { fileKey } from '../../model/text/file-key.ts';
import { schemaAt } from '../configuration-schema.ts';
import { personKey } from '../read/merge-members.ts';
import type { ParsedTarget } from '../read/read-target.ts';
import { type LocalProblem, valueAt } from '../source-file.ts';

/** Reports problems within each target, targets that are declared twice, and members of two sequences. */
export function checkTargets(targets: readonly ParsedTarget[]): void {
  targets.forEach(checkTarget);
  reportSameTarget(targets);
  reportSameDefinition(targets);
  reportMembersOfTwoSequences(targets.filter(({ kind }) => kind === 'sequence'));
}

/** Reports two keys with the same kind and id: the target would have two member lists. */
function reportSameTarget(targets: readonly ParsedTarget[]): void {
  const first = new Map<string, ParsedTarget>();
  for (const parsed of targets) {
    if (!parsed.target) continue;
    const name = targetIdentityKey(parsed.target);
    const earlier = first.get(name);
    if (!earlier) {
      first.set(name, parsed);
      continue;
    }
    const { key, keyOffset, scope } = parsed.located;
    scope.report({
      code: 'duplicate-target',
      at: keyOffset,
      message: `\`${key}\` and \`${earlier.located.key}\` are the same ${parsed.kind}, ${parsed.target.id}.`,
      help: 'Put all members under one of the two keys.',
      related: [earlier.located.scope.sourceAt(earlier.located.keyOffset)],
    });
  }
}

/** Reports two targets with one definition file: the second one would be compared with what the first one does. */
function reportSameDefinition(targets: readonly ParsedTarget[]): void {
  const first = new Map<string, ParsedTarget>();
  for (const parsed of targets) {
    const path = parsed.target?.definition;
    if (path === undefined) continue;
    const earlier = first.get(fileKey(path));
    if (!earlier) {
      first.set(fileKey(path), parsed);
      continue;
    }
    const { key, scope } = parsed.located;
    const isExact = earlier.target?.definition === path;
    scope.report({
      code: 'definition-shared',
      at: keyOffsetOf(parsed.located, 'definition'),
      message: `\`${key}\` and \`${earlier.located.key}\` have the same \`definition\`${isExact ? '' : ' on macOS and Windows, where case does not matter'}.`,
      help: 'Give each its own file: it defines what one target does.',
      related: [earlier.located.scope.sourceAt(keyOffsetOf(earlier.located, 'definition'))],
    });
  }
}

function checkTarget(parsed: ParsedTarget): void {
  for (const check of [
    idAndName,
    emptyMembers,
    exclusiveWithoutMembers,
    existingOnly,
    unusedForNew,
    retiredTarget,
    selfReference,
    viaListIsAudience,
    exclusiveWithoutActiveList,
    aliasOfSeveralReps,
  ]) {
    const problem = check(parsed);
    if (problem) parsed.located.scope.report(problem);
  }
}

/** Returns the problem of one target, if it has this one. */
type TargetCheck = (parsed: ParsedTarget) => LocalProblem | undefined;

const idAndName: TargetCheck = ({ kind, located }) => {
  // The schema reports the name of a workflow.
  if (kind === 'workflow') return undefined;
  if (!valueAt(located.node, 'id') || !valueAt(located.node, 'name')) return undefined;
  return {
    code: 'id-and-name',
    at: keyOffsetOf(located, 'name'),
    message: `\`${located.key}\` has both an \`id\` and a \`name\`, which may identify two different sequences.`,
    help: 'Keep one of them. The id stays correct when the sequence is renamed.',
    relatedAt: [keyOffsetOf(located, 'id')],
  };
};

const emptyMembers: TargetCheck = ({ located, written, members }) => {
  if (!written || written.broken || members.length > 0 || isTrue(located, 'allowEmpty')) return undefined;
  const reason = written.entries.length === 0 ? '' : ': `absent` lists every contact of the audience';
  return {
    code: 'empty-members',
    at: keyOffsetOf(located, 'members'),
    message: `The members of \`${located.key}\` are empty${reason}.`,
    help: 'If no contact belongs here, add `allowEmpty: true`. If rollcall should not manage its membership, remove `members`.',
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

/** A workflow without an id does not exist yet, so it cannot be retired and replaces no other one. */
const existingOnly: TargetCheck = ({ located, target }) => {
  if (!target || !isNewTarget(target)) return undefined;
  const key = (['retired', 'replaces'] as const).find((name) => valueAt(located.node, name) !== undefined);
  if (key === undefined) return undefined;
  return {
    code: 'new-workflow-key',
    at: keyOffsetOf(located, key),
    message: `\`${located.key}\` has no \`id\`, so an apply would create the workflow, and \`${key}\` is for one that exists.`,
    help: `Add the \`id\` of the workflow, or remove \`${key}\`.`,
  };
};

/** The keys that have an effect for a workflow that an apply creates. */
const keysOfNew: ReadonlySet<string> = new Set([
  'definition',
  'members',
  'allowEmpty',
  'retired',
  'replaces',
]);

/** Other keys wait, as members do: no contact is enrolled or unenrolled before the workflow has its id in the files. */
const unusedForNew: TargetCheck = ({ located, target }) => {
  if (!target || !isNewTarget(target)) return undefined;
  const { node } = located;
  // The schema reports unknown keys, which never have an effect.
  const known = schemaAt(['workflows', located.key]).properties ?? {};
  const written = [...(node.kind === 'map' ? node.entries.keys() : [])];
  const keys = written.filter((key) => !keysOfNew.has(key) && Object.hasOwn(known, key));
  const [first] = keys;
  if (first === undefined) return undefined;
  const [named, have] = [keys.map((key) => `\`${key}\``), keys.length === 1 ? 'has' : 'have'];
  const text = [named.slice(0, -1).join(', '), named.at(-1)].filter(Boolean).join(' and ');
  return {
    code: 'new-workflow-key',
    severity: 'warning',
    at: keyOffsetOf(located, first),
    message: `\`${located.key}\` has no \`id\`, so ${text} ${have} no effect yet.`,
    help: `An apply creates the workflow. ${keys.length === 1 ? 'The key has' : 'The keys have'} an effect as soon as its \`id\` is in the files.`,
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
    message: `\`${located.key}\` is retired without an \`activeList\`: HubSpot returns the active contacts of a workflow only through a list.`,
    help: 'Create a HubSpot list of the contacts active in this workflow, and add `activeList:` with its id.',
  };
};

const selfReference: TargetCheck = ({ located, kind, target }) => {
  if (!target) return undefined;
  if (target.replaces === target.id) {
    return {
      code: 'replaces-itself',
      at: keyOffsetOf(located, 'replaces'),
      message: `\`replaces\` is ${target.id}, which is the current id of \`${located.key}\`.`,
      help: 'Write the previous id of this key, or remove `replaces`.',
    };
  }
  const exitWorkflow =
    target.unenroll && 'workflow' in target.unenroll ? target.unenroll.workflow : undefined;
  if (kind !== 'workflow' || exitWorkflow !== target.id) return undefined;
  return {
    code: 'unenroll-itself',
    at: keyOffsetOf(located, 'unenroll'),
    message: `\`unenroll\` is ${target.id}, the id of this same workflow: enrolling contacts in it unenrolls none.`,
    help: 'Write the id of the exit workflow, whose unenrollment settings remove contacts from this one.',
  };
};

const viaListIsAudience: TargetCheck = ({ located, target, members }) => {
  if (target?.kind !== 'workflow' || target.viaList === undefined) return undefined;
  const audience = members.find((entry) => entry.type === 'list' && entry.list === target.viaList);
  if (!audience) return undefined;
  return {
    code: 'via-list-is-audience',
    at: keyOffsetOf(located, 'via'),
    message: `The list ${target.viaList} feeds \`${located.key}\` and is also an audience of it: adding a contact to the list would also declare the contact a member.`,
    help: 'For `via` use a separate list that only rollcall fills.',
    related: [audience.source],
  };
};

const exclusiveWithoutActiveList: TargetCheck = ({ located, target }) => {
  if (target?.kind !== 'workflow' || !target.exclusive || target.activeList !== undefined) return undefined;
  return {
    code: 'exclusive-without-active-list',
    severity: 'warning',
    at: keyOffsetOf(located, 'exclusive'),
    message: `\`${located.key}\` is exclusive without an \`activeList\`: rollcall cannot find undeclared members, so they stay enrolled.`,
    help: 'Create a HubSpot list of the contacts active in this workflow, and add `activeList:` with its id.',
  };
};

const aliasOfSeveralReps: TargetCheck = ({ located, target }) => {
  if (target?.kind !== 'sequence' || target.senderAlias === undefined) return undefined;
  if (typeof target.sender === 'object' && 'rotate' in target.sender) {
    return {
      code: 'alias-of-rotation',
      at: keyOffsetOf(located, 'senderAlias'),
      message: `\`senderAlias\` is the alias of one rep, but \`${located.key}\` rotates its senders: other reps do not have that alias.`,
      help: 'Set `sender` to the rep, or remove `senderAlias`.',
      relatedAt: [keyOffsetOf(located, 'sender')],
    };
  }
  if (!usesContactOwner(target.sender)) return undefined;
  return {
    code: 'alias-of-contact-owner',
    at: keyOffsetOf(located, 'senderAlias'),
    message: `\`senderAlias\` is the alias of one rep, but \`${located.key}\` sends from the owner of each contact: other reps do not have that alias.`,
    help: 'Set `sender` to the rep, or remove `senderAlias`.',
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

/** Above this number, one warning gives the count instead of each contact. */
const maxListedContacts = 10;

interface DoubleMembership {
  readonly member: DesiredMember;
  readonly sequence: ParsedTarget;
  readonly earlier: DesiredMember;
  readonly earlierSequence: ParsedTarget;
}

/**
 * Warns about contacts that are members of two sequences. HubSpot allows one sequence at a time, so rollcall enrolls
 * them in the sequence declared first. Reports each contact once, with its first two places.
 */
function reportMembersOfTwoSequences(sequences: readonly ParsedTarget[]): void {
  const duplicates = doubleMembershipsOf(sequences);
  const [first] = duplicates;
  if (!first) return;
  const listed = duplicates.length > maxListedContacts ? [] : duplicates;
  for (const { member, sequence, earlier, earlierSequence } of listed) {
    const { id, email } = member.person;
    const person = email === undefined ? `Contact ${id}` : maskEmail(email);
    const keys = `\`${earlierSequence.located.key}\` and \`${sequence.located.key}\``;
    warn(sequence, member, { message: `${person} is a member of two sequences, ${keys}.`, earlier });
  }
  if (listed.length > 0) return;
  const keys = `\`${first.earlierSequence.located.key}\` and \`${first.sequence.located.key}\``;
  const message = `${duplicates.length} contacts are members of more than one sequence; the first one of ${keys}.`;
  warn(first.sequence, first.member, { message, earlier: first.earlier });
}

function warn(
  sequence: ParsedTarget,
  member: DesiredMember,
  { message, earlier }: { readonly message: string; readonly earlier: DesiredMember },
): void {
  sequence.located.scope.reportAt(member.source, {
    code: 'member-of-two-sequences',
    severity: 'warning',
    message,
    help: 'HubSpot allows one sequence per contact at a time: rollcall enrolls in the one declared first, and the other waits.',
    related: [earlier.source],
  });
}

function doubleMembershipsOf(sequences: readonly ParsedTarget[]): readonly DoubleMembership[] {
  if (sequences.length < 2) return [];
  const first = new Map<string, { readonly member: DesiredMember; readonly sequence: ParsedTarget }>();
  const duplicates = new Map<string, DoubleMembership>();
  for (const sequence of sequences) {
    for (const member of sequence.members) {
      if (member.type !== 'person') continue;
      const name = personKey(member.person);
      const earlier = first.get(name);
      if (!earlier) first.set(name, { member, sequence });
      else if (!duplicates.has(name)) {
        duplicates.set(name, {
          member,
          sequence,
          earlier: earlier.member,
          earlierSequence: earlier.sequence,
        });
      }
    }
  }
  return [...duplicates.values()];
}

/** Rules for contacts that the files do not declare in a target. */
import { formatSource } from '../../model/results/diagnostic.ts';
import { targetAddress } from '../../model/target.ts';
import { tookEffect } from '../context/ledger-index.ts';
import {
  type ActiveEnrollment,
  activeEnrollment,
  joinedTargetDeclaring,
  isUnread,
  shownEnd,
  type MemberContext,
  presentSuppressionOf,
  suppressionOf,
} from '../context/member-context.ts';
import { unenrollmentOf } from '../context/ownership.ts';
import { sourceOf, type PlannedTarget } from '../context/planning-context.ts';
import { isReadUntilEnd } from '../observe-request.ts';
import { activeText, unreadableVerdict, unreadableReason } from './active.ts';
import { enrollerText } from './enrolled-by.ts';
import { notReadVerdict, openIntent } from './prior-enrollment.ts';
import { byRunText, onDay, runAndDayText } from './reason-text.ts';
import { unenroll } from './unenroll.ts';
import { keep, type Rule, type Verdict } from './verdict.ts';

/** Returns a rule that applies only to contacts that are active in the target. */
function activeRule(
  name: string,
  otherwise: string,
  judge: (member: MemberContext, active: ActiveEnrollment) => Verdict | undefined,
): Rule {
  return {
    name,
    otherwise,
    judge: (member) => {
      const active = activeEnrollment(member);
      return active && judge(member, active);
    },
  };
}

export const unsettled: Rule = {
  ...openIntent,
  judge: (member) => (activeEnrollment(member)?.running ? undefined : openIntent.judge(member)),
};

/** Holds for an enrollment in the ledger that was not read: it may be active and need a removal. */
export const unread: Rule = {
  name: 'not-read',
  judge: (member) => {
    if (activeEnrollment(member)) return undefined;
    const entry = member.history.findLast(
      (act) =>
        tookEffect(act) &&
        isReadUntilEnd(act, member.planning.input.desired) &&
        act.end === undefined &&
        !unenrollmentOf(member, act) &&
        !shownEnd(member, act) &&
        isUnread(member, act.targetId),
    );
    return entry && notReadVerdict(runAndDayText(member.planning.calendar, entry));
  },
  otherwise: 'every ledger enrollment in this target was read',
};

/** HubSpot's properties contradict each other: an enrollment of rollcall may be active. */
export const unreadableOwned: Rule = {
  name: 'unreadable',
  judge: (member) => {
    const why = unreadableReason(member);
    if (why === undefined) return undefined;
    const entry = member.history.findLast(
      (act) =>
        tookEffect(act) && act.state !== 'adopted' && act.end === undefined && !unenrollmentOf(member, act),
    );
    return entry && unreadableVerdict(`${why}; ${byRunText(entry)}`);
  },
  otherwise: 'the properties of the contact agree with each other',
};

export const retired = activeRule('retired', 'the target is not retired', (member, active) => {
  const { desired } = member.target;
  if (desired.kind !== 'workflow' || desired.retired === false) return undefined;
  const reason = 'the workflow is retired';
  return unenroll(member, { active, reason, source: desired.source });
});

export const absent = activeRule('absent', 'not listed under `absent`', (member, active) => {
  const { absent: present, formerlyAbsent } = member.target.declarations;
  const { contactId } = member;
  if (contactId === undefined) return undefined;
  // An enrollment of rollcall keeps sending to the email that the contact had when it began.
  const entry = present.get(contactId) ?? (active.own && formerlyAbsent.get(contactId));
  if (!entry || entry.contradiction) return undefined;
  return unenroll(member, {
    active,
    reason: 'listed under `absent`',
    source: entry.source,
  });
});

export const ownedSuppressed = activeRule(
  'owned-and-suppressed',
  'not suppressed, or neither enrolled by rollcall nor declared in a joined target',
  (member, active) => {
    // A former email counts only for an enrollment of rollcall, which keeps sending to it.
    const entry = active.own
      ? suppressionOf(member)
      : joinedTargetDeclaring(member) && presentSuppressionOf(member);
    if (!entry) return undefined;
    const reason = `active and suppressed (${formatSource(entry.source)})`;
    return unenroll(member, { active, reason, source: entry.source });
  },
);

/** The files no longer name the target. Its members stay: reverting a commit must not end a thousand enrollments. */
export const orphan = activeRule('orphan', 'not enrolled by rollcall', (member, active) => {
  const { kind } = member.target;
  if (!active.own) return undefined;
  return keep(
    'orphan',
    `${activeText(member, active)}; the files no longer name the ${kind}`,
    `To unenroll all of its members, declare it again with \`members: []\`: ${asYaml(member)}`,
  );
});

/** A contact that a target with the same history declares counts as declared here. */
export const declaredInJoinedTarget = activeRule(
  'declared-in-joined-target',
  'no target that shares the history of this one declares the contact',
  (member, active) => {
    const declaring = joinedTargetDeclaring(member);
    if (!declaring) return undefined;
    return keep(
      'active',
      `${activeText(member, active)}; declared in ${targetAddress(declaring.desired)} (joined to ${member.target.id} by \`replaces\`)`,
    );
  },
);

export const ownedUnmanaged = activeRule(
  'owned-and-unmanaged',
  'the files define the members, or rollcall did not enroll the contact',
  (member, active) => {
    if (!active.own || member.target.desired.members !== undefined) return undefined;
    return keep(
      'orphan',
      `${activeText(member, active)}; the files no longer define the members`,
      'To unenroll these contacts, list them under `absent`, or set `members: []` with `allowEmpty: true`.',
    );
  },
);

/** The email that declared the contact now belongs to another contact, and the files still declare that email. */
export const declaredBefore = activeRule(
  'declared-before',
  'no declared email belonged to this contact before',
  (member, active) => {
    const { contactId, target, planning } = member;
    if (!active.own || contactId === undefined) return undefined;
    const [holder] = [target, ...planning.joinedTargets(target)].flatMap(
      (one) => planning.formerHolders(one).get(contactId) ?? [],
    );
    if (holder === undefined) return undefined;
    return keep(
      'active',
      `${activeText(member, active)}, for a declared email that now belongs to contact ${holder}`,
    );
  },
);

export const leftAudience = activeRule(
  'left-audience',
  'no list that the contact left enrolled it here',
  (member, active) => {
    const left = leftList(member, active);
    if (!left || left.target.desired.onLeave === 'unenroll') return undefined;
    const { list } = left;
    return keep(
      'left-audience',
      `left list \`${list}\`; ${activeText(member, active)}`,
      'To unenroll contacts that leave the list, set `onLeave: unenroll` at the target.',
    );
  },
);

/** Returns the list that declared the contact when it was enrolled, and the target that still names that list. */
function leftList(
  { planning, target }: MemberContext,
  { own }: ActiveEnrollment,
): { readonly list: string; readonly target: PlannedTarget } | undefined {
  if (!own || own.origin === 'text') return undefined;
  const list = own.origin.slice('list:'.length);
  const naming = [target, ...planning.joinedTargets(target)].find(({ declarations }) =>
    declarations.lists.has(list),
  );
  return naming && { list, target: naming };
}

export const removed = activeRule('removed', 'not enrolled by rollcall', (member, active) => {
  const { own } = active;
  if (!own) return undefined;
  const left = leftList(member, active);
  const reason = `${left ? `left list \`${left.list}\`` : 'no longer declared'}, ${byRunText(own)}`;
  return unenroll(member, { active, reason, source: sourceOf(member.target) });
});

export const exclusive = activeRule('exclusive', 'the target is not exclusive', (member, active) => {
  const { desired } = member.target;
  const text = desired.exclusive ? unmanagedText(member, active) : undefined;
  if (text === undefined) return undefined;
  const reason = `${text} and not declared; the target is exclusive`;
  return unenroll(member, { active, cause: 'exclusive', reason, source: desired.source });
});

export const unmanaged = activeRule('unmanaged', 'not active', (member, active) => {
  const text = unmanagedText(member, active);
  return text === undefined ? undefined : keep('unmanaged', `${text}; left alone`);
});

/**
 * Returns who enrolled a contact under the target's own id, or nothing if the files do not define the members.
 * Unmanaged members of a replaced target are omitted.
 */
function unmanagedText(member: MemberContext, { running }: ActiveEnrollment): string | undefined {
  const { target, planning } = member;
  if (target.desired.members === undefined || running?.targetId !== target.id) return undefined;
  return `enrolled${onDay(planning.calendar, running.enrolledAt)} ${enrollerText(member, running)}`;
}

function asYaml({ planning, target: { kind, desired } }: MemberContext): string {
  // The documented API removes a contact from a sequence only through an unenroll workflow.
  const route = planning.input.desired.dialect === 'documented' ? ' unenroll: { workflow: ID },' : '';
  const sequence = kind === 'sequence' ? ` sender: contact-owner,${route}` : '';
  return `\`${kind}s: { ${desired.key}: { id: ${desired.id},${sequence} members: [], allowEmpty: true } }\``;
}

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
  judge: (subject: MemberContext, active: ActiveEnrollment) => Verdict | undefined,
): Rule {
  return {
    name,
    otherwise,
    judge: (subject) => {
      const active = activeEnrollment(subject);
      return active && judge(subject, active);
    },
  };
}

export const unsettled: Rule = {
  ...openIntent,
  judge: (subject) => (activeEnrollment(subject)?.running ? undefined : openIntent.judge(subject)),
};

/** Holds for an enrollment in the ledger that was not read: it may be active and need a removal. */
export const unread: Rule = {
  name: 'not-read',
  judge: (subject) => {
    if (activeEnrollment(subject)) return undefined;
    const entry = subject.history.findLast(
      (act) =>
        tookEffect(act) &&
        isReadUntilEnd(act, subject.planning.input.desired) &&
        act.end === undefined &&
        !unenrollmentOf(subject, act) &&
        !shownEnd(subject, act) &&
        isUnread(subject, act.targetId),
    );
    return entry && notReadVerdict(runAndDayText(subject.planning.calendar, entry));
  },
  otherwise: 'every ledger enrollment in this target was read',
};

/** HubSpot's properties contradict each other: an enrollment of rollcall may be active. */
export const unreadableOwned: Rule = {
  name: 'unreadable',
  judge: (subject) => {
    const why = unreadableReason(subject);
    if (why === undefined) return undefined;
    const entry = subject.history.findLast(
      (act) =>
        tookEffect(act) && act.state !== 'adopted' && act.end === undefined && !unenrollmentOf(subject, act),
    );
    return entry && unreadableVerdict(`${why}; ${byRunText(entry)}`);
  },
  otherwise: 'the properties of the contact agree with each other',
};

export const retired = activeRule('retired', 'the target is not retired', (subject, active) => {
  const { desired } = subject.target;
  if (desired.kind !== 'workflow' || desired.retired === false) return undefined;
  const reason = 'the workflow is retired';
  return unenroll(subject, { active, reason, source: desired.source });
});

export const absent = activeRule('absent', 'not listed under `absent`', (subject, active) => {
  const { absent: present, formerlyAbsent } = subject.target.declarations;
  const { contactId } = subject;
  if (contactId === undefined) return undefined;
  // An enrollment of rollcall keeps sending to the email that the contact had when it began.
  const entry = present.get(contactId) ?? (active.own && formerlyAbsent.get(contactId));
  if (!entry || entry.contradiction) return undefined;
  return unenroll(subject, {
    active,
    reason: 'listed under `absent`',
    source: entry.source,
  });
});

export const ownedSuppressed = activeRule(
  'owned-and-suppressed',
  'not suppressed, or neither enrolled by rollcall nor declared in a joined target',
  (subject, active) => {
    // A former email counts only for an enrollment of rollcall, which keeps sending to it.
    const entry = active.own
      ? suppressionOf(subject)
      : joinedTargetDeclaring(subject) && presentSuppressionOf(subject);
    if (!entry) return undefined;
    const reason = `active and suppressed (${formatSource(entry.source)})`;
    return unenroll(subject, { active, reason, source: entry.source });
  },
);

/** The files no longer name the target. Its members stay: reverting a commit must not end a thousand enrollments. */
export const orphan = activeRule('orphan', 'not enrolled by rollcall', (subject, active) => {
  const { kind } = subject.target;
  if (!active.own) return undefined;
  return keep(
    'orphan',
    `${activeText(subject, active)}; the files no longer name the ${kind}`,
    `To unenroll all of its members, declare it again with \`members: []\`: ${asYaml(subject)}`,
  );
});

/** A contact that a target with the same history declares counts as declared here. */
export const declaredInJoinedTarget = activeRule(
  'declared-in-joined-target',
  'no target that shares the history of this one declares the contact',
  (subject, active) => {
    const declaring = joinedTargetDeclaring(subject);
    if (!declaring) return undefined;
    return keep(
      'active',
      `${activeText(subject, active)}; declared in ${targetAddress(declaring.desired)} (joined to ${subject.target.id} by \`replaces\`)`,
    );
  },
);

export const ownedUnmanaged = activeRule(
  'owned-and-unmanaged',
  'the files define the members, or rollcall did not enroll the contact',
  (subject, active) => {
    if (!active.own || subject.target.desired.members !== undefined) return undefined;
    return keep(
      'orphan',
      `${activeText(subject, active)}; the files no longer define the members`,
      'To unenroll these contacts, list them under `absent`, or set `members: []` with `allowEmpty: true`.',
    );
  },
);

/** The email that declared the contact now belongs to another contact, and the files still declare that email. */
export const declaredBefore = activeRule(
  'declared-before',
  'no declared email belonged to this contact before',
  (subject, active) => {
    const { contactId, target, planning } = subject;
    if (!active.own || contactId === undefined) return undefined;
    const [holder] = [target, ...planning.joinedTargets(target)].flatMap(
      (one) => planning.formerHolders(one).get(contactId) ?? [],
    );
    if (holder === undefined) return undefined;
    return keep(
      'active',
      `${activeText(subject, active)}, for a declared email that now belongs to contact ${holder}`,
    );
  },
);

export const leftAudience = activeRule(
  'left-audience',
  'no list that the contact left enrolled it here',
  (subject, active) => {
    const left = leftList(subject, active);
    if (!left || left.target.desired.onLeave === 'unenroll') return undefined;
    const { list } = left;
    return keep(
      'left-audience',
      `left list \`${list}\`; ${activeText(subject, active)}`,
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

export const removed = activeRule('removed', 'not enrolled by rollcall', (subject, active) => {
  const { own } = active;
  if (!own) return undefined;
  const left = leftList(subject, active);
  const reason = `${left ? `left list \`${left.list}\`` : 'no longer declared'}, ${byRunText(own)}`;
  return unenroll(subject, { active, reason, source: sourceOf(subject.target) });
});

export const exclusive = activeRule('exclusive', 'the target is not exclusive', (subject, active) => {
  const { desired } = subject.target;
  const text = desired.exclusive ? unmanagedText(subject, active) : undefined;
  if (text === undefined) return undefined;
  const reason = `${text} and not declared; the target is exclusive`;
  return unenroll(subject, { active, cause: 'exclusive', reason, source: desired.source });
});

export const unmanaged = activeRule('unmanaged', 'not active', (subject, active) => {
  const text = unmanagedText(subject, active);
  return text === undefined ? undefined : keep('unmanaged', `${text}; left alone`);
});

/**
 * Returns who enrolled a contact under the target's own id, or nothing if the files do not define the members.
 * Unmanaged members of a replaced target are omitted.
 */
function unmanagedText(subject: MemberContext, { running }: ActiveEnrollment): string | undefined {
  const { target, planning } = subject;
  if (target.desired.members === undefined || running?.targetId !== target.id) return undefined;
  return `enrolled${onDay(planning.calendar, running.enrolledAt)} ${enrollerText(subject, running)}`;
}

function asYaml({ planning, target: { kind, desired } }: MemberContext): string {
  // The documented API removes a contact from a sequence only through an unenroll workflow.
  const route = planning.input.desired.dialect === 'documented' ? ' unenroll: { workflow: ID },' : '';
  const sequence = kind === 'sequence' ? ` sender: contact-owner,${route}` : '';
  return `\`${kind}s: { ${desired.key}: { id: ${desired.id},${sequence} members: [], allowEmpty: true } }\``;
}

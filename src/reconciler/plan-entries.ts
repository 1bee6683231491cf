import type { Decision, PersonDecision } from './draft.ts';
import { changeContact, changeTarget } from './draft.ts';
import type { Change, EnrollChange, Unchanged, UnenrollChange } from '../model/results/plan.ts';
import type { EnrollVerdict, UnenrollVerdict } from './rules/verdict.ts';
import type { DeclaredMember } from './context/declarations.ts';
import type { MemberContext } from './context/member-context.ts';
import { observedUnderId } from './context/planning-context.ts';
import { describeMasked } from '../definitions/mask-definition.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

/** The entries of a plan, in the order of the decisions. */
interface PlanEntries {
  readonly changes: readonly Change[];
  readonly unchanged: readonly Unchanged[];
}

/**
 * Returns the entries of finished decisions, and removes the decisions from their list meanwhile: memory never holds a million
 * of both.
 */
export function takeEntries(decisions: Decision[]): PlanEntries {
  const changes: Change[] = [];
  const unchanged: Unchanged[] = [];
  // Lists give up only their last items without copying.
  decisions.reverse();
  for (let decision = decisions.pop(); decision; decision = decisions.pop()) {
    const change = changeOf(decision);
    if (change) changes.push(change);
    else {
      const entry = unchangedOf(decision);
      if (entry) unchanged.push(entry);
    }
  }
  return { changes, unchanged };
}

/** Returns the change that a decision requires, or nothing if it requires none. */
export function changeOf(decision: Decision): Change | undefined {
  const { address, target } = decision;
  if (decision.about === 'target') {
    const { reason, source, creates } = decision;
    if (creates) {
      const { path: definition, content } = creates;
      const does = describeMasked(content);
      const base = { address, reason, target, source } as const;
      return { ...base, action: 'create-workflow', effect: 'creates', reversible: true, definition, does };
    }
    return { address, action: 'archive', reason, effect: 'stops', reversible: false, target, source };
  }
  if (decision.verdict.act === 'keep') return undefined;
  return decision.verdict.act === 'enroll'
    ? enrollChange(decision, decision.verdict)
    : unenrollChange(decision, decision.verdict);
}

/** Returns the plan entry of an address without a change, or nothing if the decision is a change. */
function unchangedOf(decision: Decision): Unchanged | undefined {
  if (decision.about === 'target' || decision.verdict.act !== 'keep') return undefined;
  const { address, target, verdict } = decision;
  const source = verdict.source ?? decision.source;
  const contact = unchangedContact(decision.member, verdict.status);
  return {
    address,
    status: verdict.status,
    ...(verdict.unsettled ? { unsettled: true } : {}),
    ...(verdict.removal ? { removal: true } : {}),
    reason: verdict.reason,
    ...omitUndefined({
      help: verdict.help,
      endedAs: verdict.endedAs,
      waitsFor: verdict.waitsFor,
      until: verdict.until,
    }),
    ...(contact ? { contact } : {}),
    target,
    ...(source ? { source } : {}),
    ...(decision.member.declared?.origin.startsWith('list:')
      ? { origin: decision.member.declared.origin }
      : {}),
  };
}

function enrollChange(decision: PersonDecision, verdict: EnrollVerdict): EnrollChange {
  const { address, target, member } = decision;
  const { desired, observed } = member.target;
  const terms: Partial<DeclaredMember> = member.declared ?? {};
  const sender = verdict.sender;
  const emailDays = observed?.emails;
  // The alias belongs to the target's own sender. The inbox of another sender does not have it.
  const alias = desired.kind === 'sequence' && !terms.sender ? desired.senderAlias : undefined;
  const viaList = desired.kind === 'workflow' ? desired.viaList : undefined;
  return {
    address,
    action: 'enroll',
    reason: verdict.reason,
    effect: 'sends',
    reversible: false,
    contact: changeContact(member.contactId ?? '', member.contact),
    target,
    ...(sender ? { sender: sender.email, senderUserId: sender.userId } : {}),
    ...omitUndefined({ senderAlias: alias, since: terms.since }),
    origin: terms.origin ?? 'text',
    reenroll: verdict.reenroll,
    ...(emailDays === undefined ? {} : { emails: emailDays.length, emailDays }),
    ...omitUndefined({ viaList }),
    source: terms.source ?? desired.source,
  };
}

function unenrollChange(decision: PersonDecision, verdict: UnenrollVerdict): UnenrollChange {
  const { address, member } = decision;
  const { reason, cause, owned, origin, since, enrollmentId, source, targetId } = verdict;
  const target =
    targetId === decision.target.id
      ? decision.target
      : changeTarget(
          { ...decision.target, id: targetId },
          observedUnderId(member.planning, member.target, targetId),
        );
  return {
    address,
    action: 'unenroll',
    reason,
    effect: 'stops',
    reversible: false,
    contact: changeContact(member.contactId ?? '', member.contact),
    target,
    ...omitUndefined({ since }),
    origin,
    suppressed: cause === 'suppressed',
    owned,
    ...omitUndefined({ enrollmentId }),
    ...(source ? { source } : {}),
  };
}

/** Returns the contact of an unchanged entry, with a link to its page if a user has to check it in HubSpot. */
function unchangedContact(
  { contactId, contact, planning }: MemberContext,
  status: Unchanged['status'],
): Unchanged['contact'] {
  if (contactId === undefined) return undefined;
  const page = planning.observed.account.contactPage;
  const link = contact && statusesWithLink.has(status) ? page?.replace('{id}', contact.id) : undefined;
  return { ...changeContact(contactId, contact), ...omitUndefined({ link }) };
}

const statusesWithLink: ReadonlySet<Unchanged['status']> = new Set(['manual', 'unknown', 'blocked']);

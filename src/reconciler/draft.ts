import type { DesiredTarget } from '../model/desired-state.ts';
import type { Diagnostic, Source } from '../model/diagnostic.ts';
import { maskEmail } from '../model/email.ts';
import type { ObservedContact, ObservedTarget } from '../model/observed-state.ts';
import { type ChangeContact, changeKey, type ChangeTarget } from '../model/plan.ts';
import type { Address, ContactId } from '../model/target.ts';
import { type MemberContext, memberAddress } from './context/member-context.ts';
import { sourceOf, type PlannedTarget, type PlanningContext } from './context/planning-context.ts';
import type { Verdict } from './rules/verdict.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

/** A plan in the making: each step takes one and returns the next. */
export interface Draft {
  readonly planning: PlanningContext;
  readonly decisions: readonly Decision[];
  readonly diagnostics: readonly Diagnostic[];
  /** A filter of the command line left something out. */
  readonly filtered: boolean;
}

export type Step = (draft: Draft) => Draft;

/** One address and what is to be done there. */
export type Decision = PersonDecision | ArchiveDecision;

interface DecisionBase {
  readonly address: Address;
  readonly target: ChangeTarget;
  /** Place of the target in file order; targets that left the files come after. */
  readonly order: number;
  readonly source?: Source;
}

export interface PersonDecision extends DecisionBase {
  readonly about: 'person';
  readonly member: MemberContext;
  readonly verdict: Verdict;
}

export interface ArchiveDecision extends DecisionBase {
  readonly about: 'target';
  readonly reason: string;
  readonly source: Source;
}

export function decisionOf(subject: MemberContext, verdict: Verdict): PersonDecision {
  const source = subject.declared?.source ?? sourceOf(subject.target);
  return {
    about: 'person',
    address: memberAddress(subject),
    target: shownTarget(subject.target),
    order: subject.target.order,
    ...(source ? { source } : {}),
    member: subject,
    verdict,
  };
}

/** The `changeKey` of the change that a decision asks for; nothing where it asks for none. */
export function keyOfDecision(decision: Decision): string | undefined {
  if (decision.about === 'target') return changeKey({ action: 'archive', target: decision.target });
  if (decision.verdict.act === 'keep') return undefined;
  const { verdict, member } = decision;
  const target = verdict.act === 'unenroll' ? { ...decision.target, id: verdict.targetId } : decision.target;
  return changeKey({ action: verdict.act, target, contact: { id: member.contactId ?? '' } });
}

/** Each decision about a target shows the same one. */
const shownTargets = new WeakMap<PlannedTarget, ChangeTarget>();

function shownTarget(target: PlannedTarget): ChangeTarget {
  const shown = shownTargets.get(target) ?? changeTarget(target.desired, target.observed);
  shownTargets.set(target, shown);
  return shown;
}

export function changeTarget(
  { kind, key, id }: Pick<DesiredTarget, 'kind' | 'key' | 'id'>,
  observed: ObservedTarget | undefined,
): ChangeTarget {
  return { kind, key, id, ...omitUndefined({ name: observed?.name }) };
}

export function changeContact(id: ContactId, contact: ObservedContact | undefined): ChangeContact {
  return { id, ...(contact?.email === undefined ? {} : { email: maskEmail(contact.email) }) };
}

/** Gives every decision that `change` answers for another verdict. */
export function replaceVerdicts(
  draft: Draft,
  change: (decision: PersonDecision) => Verdict | undefined,
): Draft {
  // Most steps change nobody: a million decisions are copied only where one differs.
  let decisions: Decision[] | undefined;
  for (const [index, decision] of draft.decisions.entries()) {
    if (decision.about !== 'person') continue;
    const verdict = change(decision);
    if (!verdict) continue;
    decisions ??= [...draft.decisions];
    decisions[index] = { ...decision, verdict };
  }
  return decisions ? { ...draft, decisions } : draft;
}

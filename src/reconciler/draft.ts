import type { WorkflowDefinition } from '../model/definition.ts';
import type { DesiredTarget } from '../model/desired-state.ts';
import type { Diagnostic, Source } from '../model/results/diagnostic.ts';
import { maskEmail } from '../model/email.ts';
import type { ObservedContact, ObservedTarget } from '../model/observed-state.ts';
import { type ChangeContact, changeKey, type ChangeTarget } from '../model/results/plan.ts';
import type { Address, ContactId } from '../model/target.ts';
import { type MemberContext, memberAddress } from './context/member-context.ts';
import { sourceOf, type PlannedTarget, type PlanningContext } from './context/planning-context.ts';
import type { Verdict } from './rules/verdict.ts';
import { omitUndefined } from '../model/omit-undefined.ts';
import { maskSentences } from '../model/text/mask-text.ts';

/** An unfinished plan. Each step takes a draft and returns the next one. */
export interface Draft {
  readonly planning: PlanningContext;
  readonly decisions: readonly Decision[];
  readonly diagnostics: readonly Diagnostic[];
  /** A command-line filter excluded a decision. */
  readonly filtered: boolean;
}

export type Step = (draft: Draft) => Draft;

/** One address and its verdict. */
export type Decision = PersonDecision | TargetDecision;

interface DecisionBase {
  readonly address: Address;
  readonly target: ChangeTarget;
  /** Position of the target in file order. Targets that left the files follow. */
  readonly order: number;
  readonly source?: Source;
}

export interface PersonDecision extends DecisionBase {
  readonly about: 'person';
  readonly member: MemberContext;
  readonly verdict: Verdict;
}

/** A decision to archive a workflow, or to create one. */
export interface TargetDecision extends DecisionBase {
  readonly about: 'target';
  /** The definition of the workflow to create. Absent: the workflow is archived. */
  readonly creates?: { readonly path: string; readonly content: WorkflowDefinition };
  readonly reason: string;
  readonly source: Source;
}

/** Returns the decision about a contact in a target. */
export function decisionOf(member: MemberContext, verdict: Verdict): PersonDecision {
  const source = member.declared?.source ?? sourceOf(member.target);
  return {
    about: 'person',
    address: memberAddress(member),
    target: shownTarget(member.target),
    order: member.target.order,
    ...(source ? { source } : {}),
    member,
    verdict,
  };
}

/** Returns the `changeKey` of the change that a decision requires, or nothing if it requires none. */
export function keyOfDecision(decision: Decision): string | undefined {
  if (decision.about === 'target') {
    return changeKey({ action: decision.creates ? 'create-workflow' : 'archive', target: decision.target });
  }
  if (decision.verdict.act === 'keep') return undefined;
  const { verdict, member } = decision;
  const target = verdict.act === 'unenroll' ? { ...decision.target, id: verdict.targetId } : decision.target;
  return changeKey({ action: verdict.act, target, contact: { id: member.contactId ?? '' } });
}

/** One object per target, shared by all decisions about it. */
const shownTargets = new WeakMap<PlannedTarget, ChangeTarget>();

function shownTarget(target: PlannedTarget): ChangeTarget {
  const shown = shownTargets.get(target) ?? changeTarget(target.desired, target.observed);
  shownTargets.set(target, shown);
  return shown;
}

/** Returns a target as plans show it, with its name in HubSpot, which may have an email address or a token. */
export function changeTarget(
  { kind, key, id }: Pick<DesiredTarget, 'kind' | 'key' | 'id'>,
  observed: ObservedTarget | undefined,
): ChangeTarget {
  const name = observed?.name;
  return { kind, key, id, ...omitUndefined({ name: name && maskSentences(name) }) };
}

/** Returns a contact as plans show it, with a masked email. */
export function changeContact(id: ContactId, contact: ObservedContact | undefined): ChangeContact {
  return { id, ...(contact?.email === undefined ? {} : { email: maskEmail(contact.email) }) };
}

/** Replaces the verdict of every decision for which `change` returns one. */
export function replaceVerdicts(
  draft: Draft,
  change: (decision: PersonDecision) => Verdict | undefined,
): Draft {
  // Most steps replace nothing. A million decisions are copied only if one changes.
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

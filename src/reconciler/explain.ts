import { normalizeEmail } from '../model/email.ts';
import type { Explanation } from '../model/results/explanation.ts';
import { type Address, targetAddress } from '../model/target.ts';
import {
  declaredMemberContext,
  type MemberContext,
  memberAddress,
  memberContextOf,
} from './context/member-context.ts';
import type { PlanningContext } from './context/planning-context.ts';
import type { Decision } from './draft.ts';
import { draftPlan } from './make-plan.ts';
import type { PlanInput } from './plan-input.ts';
import { declaredRules } from './rules/judge-declared.ts';
import { formerTargetRules, undeclaredRules } from './rules/judge-undeclared.ts';
import type { Rule } from './rules/verdict.ts';

/**
 * Returns why an address has its verdict: the rules in order up to the first one that holds, then the result of
 * the whole plan, which includes the daily sender limit, freeze windows and other sequences. Returns an empty list
 * if the files and the ledger name no such target.
 */
export function explain(input: PlanInput, address: Address): readonly Explanation[] {
  const { only: _only, exclude: _exclude, ...whole } = input;
  const draft = draftPlan(whole);
  const subject = findMember(draft.planning, address);
  if (!subject) return [];
  const name = memberAddress(subject);
  const decision = draft.decisions.find((one) => one.address === name);
  return [
    ...explainRules(subject),
    { rule: 'plan', holds: decision !== undefined, saw: decisionText(decision) },
  ];
}

function explainRules(subject: MemberContext): Explanation[] {
  const explained: Explanation[] = [];
  for (const { name, judge, otherwise } of rulesFor(subject)) {
    const verdict = judge(subject);
    explained.push({ rule: name, holds: verdict !== undefined, saw: verdict?.reason ?? otherwise });
    if (verdict) break;
  }
  return explained;
}

function rulesFor({ declared, target }: MemberContext): readonly Rule[] {
  if (declared) return declaredRules;
  return target.isFormer ? formerTargetRules : undeclaredRules;
}

function findMember(planning: PlanningContext, address: Address): MemberContext | undefined {
  const target = [...planning.targets, ...planning.formerTargets].find(({ desired }) =>
    address.startsWith(`${targetAddress(desired)}/`),
  );
  const person = address.slice(address.indexOf('/') + 1);
  if (!target || person === '') return undefined;
  const unknown = target.declarations.members.find(
    (declared) => memberAddress(declaredMemberContext(planning, target, declared)) === address,
  );
  if (unknown) return declaredMemberContext(planning, target, unknown);
  const contactId =
    planning.observed.aliases.get(person.includes('@') ? normalizeEmail(person) : person) ?? person;
  const declared = target.declarations.byContact.get(contactId);
  return declared
    ? declaredMemberContext(planning, target, declared)
    : memberContextOf(planning, target, contactId);
}

function decisionText(decision: Decision | undefined): string {
  // The decision to archive a workflow has the address of the target, which is not that of a contact.
  if (decision?.about !== 'person') return 'no change and no entry in the plan';
  const { verdict } = decision;
  return `${verdict.act === 'keep' ? verdict.status : verdict.act}: ${verdict.reason}`;
}

import { normalEmail } from '../model/email.ts';
import { type Address, targetAddress } from '../model/target.ts';
import { declaredSubject, type Subject, subjectAddress, subjectOf } from './context/member-context.ts';
import type { World } from './context/planning-context.ts';
import type { Decision } from './draft.ts';
import { draftPlan } from './make-plan.ts';
import type { PlanInput } from './plan-input.ts';
import { declaredRules } from './rules/judge-declared.ts';
import { goneRules, undeclaredRules } from './rules/judge-undeclared.ts';
import type { Rule } from './rules/verdict.ts';

/** One rule asked of an address. `saw` says what was found, whether or not the rule held. */
export interface Explanation {
  readonly rule: string;
  readonly holds: boolean;
  readonly saw: string;
}

/**
 * Why an address is judged as it is: the rules in their order down to the one that held, then what the
 * whole plan made of it (the sender's day, freeze windows and other sequences come in there). Empty where
 * the files name no such target.
 */
export function explain(input: PlanInput, address: Address): readonly Explanation[] {
  const { only: _only, exclude: _exclude, ...whole } = input;
  const draft = draftPlan(whole);
  const subject = find(draft.world, address);
  if (!subject) return [];
  const name = subjectAddress(subject);
  const decision = draft.decisions.find((one) => one.address === name);
  return [...rows(subject), { rule: 'plan', holds: decision !== undefined, saw: inWords(decision) }];
}

function rows(subject: Subject): Explanation[] {
  const explained: Explanation[] = [];
  for (const { name, judge, otherwise } of rulesFor(subject)) {
    const verdict = judge(subject);
    explained.push({ rule: name, holds: verdict !== undefined, saw: verdict?.reason ?? otherwise });
    if (verdict) break;
  }
  return explained;
}

function rulesFor({ declared, target }: Subject): readonly Rule[] {
  if (declared) return declaredRules;
  return target.gone ? goneRules : undeclaredRules;
}

function find(world: World, address: Address): Subject | undefined {
  const slash = address.indexOf('/');
  const target = [...world.targets, ...world.goneTargets].find(
    ({ desired }) => targetAddress(desired) === address.slice(0, slash),
  );
  const person = address.slice(slash + 1);
  if (!target || person === '') return undefined;
  const unknown = target.declarations.members.find(
    (declared) => subjectAddress(declaredSubject(world, target, declared)) === address,
  );
  if (unknown) return declaredSubject(world, target, unknown);
  const contactId = world.observed.aliases.get(person.includes('@') ? normalEmail(person) : person) ?? person;
  const declared = target.declarations.byContact.get(contactId);
  return declared ? declaredSubject(world, target, declared) : subjectOf(world, target, contactId);
}

function inWords(decision: Decision | undefined): string {
  if (!decision) return 'nothing to do and nothing to say';
  if (decision.about === 'target') return `archive: ${decision.reason}`;
  const { verdict } = decision;
  return `${verdict.act === 'keep' ? verdict.status : verdict.act}: ${verdict.reason}`;
}

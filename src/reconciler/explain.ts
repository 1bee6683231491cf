import { maskEmail, normalizeEmail } from '../model/email.ts';
import type { Explanation } from '../model/results/explanation.ts';
import type { WaitCause } from '../model/results/plan.ts';
import { type Address, targetAddress } from '../model/target.ts';
import {
  declaredMemberContext,
  type MemberContext,
  memberAddress,
  memberContextOf,
} from './context/member-context.ts';
import type { PlannedTarget, PlanningContext } from './context/planning-context.ts';
import { type SenderChoice, senderChoice } from './context/sender-choice.ts';
import type { PersonDecision } from './draft.ts';
import { draftPlan } from './make-plan.ts';
import type { PlanInput } from './plan-input.ts';
import { declaredRules, judgeDeclared } from './rules/judge-declared.ts';
import { formerTargetRules, undeclaredRules } from './rules/judge-undeclared.ts';
import type { Rule, Verdict } from './rules/verdict.ts';
import { paceFacts } from './steps/pace.ts';
import { senderFacts } from './steps/sender-daily-limit.ts';
import { enrollmentOf } from './turns/turn.ts';

/**
 * Returns why a contact has its verdict: for each address, the rules in order up to the first one that holds, then the
 * steps of the plan that can make the contact wait, then the result of the whole plan. `query` is an
 * address, or a contact id or an email: then every target that declares or knows the contact answers. Returns an empty
 * list if no target does.
 */
export function explain(input: PlanInput, query: string): readonly Explanation[] {
  const { only: _only, exclude: _exclude, ...whole } = input;
  const draft = draftPlan(whole);
  const decisions = new Map(
    draft.decisions.flatMap((decision) =>
      decision.about === 'person' ? [[decision.address, decision] as const] : [],
    ),
  );
  const ofMembers = findMembers(draft.planning, query.trim(), decisions).flatMap((member) => {
    const address = memberAddress(member);
    const decision = decisions.get(address);
    const sender = explainSender(member, decision);
    return [
      ...explainRules(member).map((row) => ({ address, ...row })),
      ...(sender ? [{ address, ...sender }] : []),
      ...explainSteps(member, decision).map((row) => ({ address, ...row })),
      { address, rule: 'plan', holds: decision !== undefined, saw: decisionText(decision) },
    ];
  });
  return [...ofMembers, ...explainWaiting(whole, query.trim())];
}

/** Returns the rows of a contact that is a member of workflows without an id. Members of a HubSpot list are not known. */
function explainWaiting({ desired, observed }: PlanInput, query: string): readonly Explanation[] {
  const email = query.includes('@') ? normalizeEmail(query) : undefined;
  const contactId = observed.aliases.get(email ?? query) ?? query;
  return (desired.creations ?? []).flatMap(({ key, entries = [] }) => {
    const entry = entries.find(
      (one) =>
        one.type === 'person' &&
        (one.person.id === contactId || (email !== undefined && one.person.email === email)),
    );
    if (entry?.type !== 'person') return [];
    const { person } = entry;
    const address = `${targetAddress({ kind: 'workflow', key })}/${person.id ?? maskEmail(person.email)}`;
    const saw = 'the workflow has no `id` in the files yet, so its members wait';
    return [
      { address, rule: 'workflow-id', holds: true, saw },
      { address, rule: 'plan', holds: true, saw: `waiting: ${saw}` },
    ];
  });
}

function explainRules(member: MemberContext): Omit<Explanation, 'address'>[] {
  const explained: Omit<Explanation, 'address'>[] = [];
  for (const { name, judge, otherwise } of rulesFor(member)) {
    const verdict = judge(member);
    explained.push({ rule: name, holds: verdict !== undefined, saw: verdict?.reason ?? otherwise });
    if (verdict) break;
  }
  return explained;
}

/** Returns which rep of a rotation sends to a contact, and why. Returns nothing without a rotation or an enrollment. */
function explainSender(
  member: MemberContext,
  decision: PersonDecision | undefined,
): Omit<Explanation, 'address'> | undefined {
  if (!decision) return undefined;
  const { verdict } = decision;
  const isEnrolled = verdict.act === 'enroll' || (verdict.act === 'keep' && verdict.status === 'waiting');
  const choice = senderChoice(member);
  if (!isEnrolled || !choice || !('rotation' in choice)) return undefined;
  const sender = verdict.act === 'enroll' ? verdict.sender?.email : undefined;
  const chosen = `${choice.email}: ${reasonOf(choice, member)}`;
  const saw =
    sender === undefined || sender === choice.email
      ? chosen
      : `${sender}: passed on from ${choice.email} (${whyPassedOn(choice.email, member)}), ${reasonOf(choice, member)}`;
  return { rule: 'sender', holds: true, saw };
}

type RotationChoice = Extract<SenderChoice, { by: 'record' | 'hash' }>;

function reasonOf(choice: RotationChoice, { planning }: MemberContext): string {
  return choice.by === 'record'
    ? `the sender of its latest request, in run ${choice.entry.run} on ${planning.calendar.day(choice.entry.at)}`
    : `the choice for this contact id among ${choice.rotation.rotate.length} rotating senders`;
}

function whyPassedOn(email: string, { planning }: MemberContext): string {
  const { observed, ledger, calendar } = planning;
  const stop = ledger.stoppedSenders.get(observed.senders.get(email)?.userId ?? '');
  if (!stop) return 'its daily limit is reached';
  return `HubSpot refused it on ${calendar.day(stop.at)}: ${stop.reason}`;
}

/** The steps of a plan that can make an enrollment wait or block it, in order. */
const enrollmentSteps: readonly {
  readonly name: string;
  readonly cause: WaitCause | 'recipients';
  readonly otherwise: (member: MemberContext, verdict: Verdict) => string;
}[] = [
  {
    name: 'recipients',
    cause: 'recipients',
    otherwise: () => '`limits.recipients`, if it is set, includes the contact',
  },
  { name: 'pause', cause: 'pause', otherwise: () => 'the target is not paused' },
  {
    name: 'one-sequence',
    cause: 'other-sequence',
    otherwise: () => 'no earlier sequence of the files enrolls the contact in this plan',
  },
  { name: 'freeze', cause: 'freeze', otherwise: () => 'today is not in a freeze window' },
  { name: 'pace', cause: 'pace', otherwise: ({ planning, target }) => paceFacts(planning, target) },
  {
    name: 'sender-limit',
    cause: 'sender-limit',
    otherwise: ({ planning }, verdict) => senderFacts(planning, enrollmentOf(verdict)?.sender),
  },
];

/** Returns the steps of the plan up to the one that decides, if the rules enroll the contact. */
function explainSteps(
  member: MemberContext,
  decision: PersonDecision | undefined,
): Omit<Explanation, 'address'>[] {
  if (!member.declared || !decision) return [];
  const { verdict } = decision;
  if (verdict.act === 'unenroll' || judgeDeclared(member).act !== 'enroll') return [];
  const cause = verdict.act === 'enroll' ? undefined : (verdict.waitsFor ?? 'recipients');
  const deciding = enrollmentSteps.findIndex((step) => step.cause === cause);
  const checked = deciding === -1 ? enrollmentSteps : enrollmentSteps.slice(0, deciding + 1);
  return checked.map(({ name, cause: own, otherwise }) => ({
    rule: name,
    holds: own === cause,
    saw: own === cause ? verdict.reason : otherwise(member, verdict),
  }));
}

function rulesFor({ declared, target }: MemberContext): readonly Rule[] {
  if (declared) return declaredRules;
  return target.isFormer ? formerTargetRules : undeclaredRules;
}

function findMembers(
  planning: PlanningContext,
  query: string,
  decisions: ReadonlyMap<Address, PersonDecision>,
): readonly MemberContext[] {
  const targets = [...planning.targets, ...planning.formerTargets];
  const [, address, person] = /^((?:sequences|workflows)\.[^/]+)\/(.+)$/u.exec(query) ?? [];
  if (address !== undefined && person !== undefined) {
    const target = targets.find(({ desired }) => targetAddress(desired) === address);
    return target ? findMember(planning, target, person) : [];
  }
  return targets
    .flatMap((target) => findMember(planning, target, query))
    .filter(
      (member) =>
        member.declared !== undefined || member.history.length > 0 || decisions.has(memberAddress(member)),
    );
}

/** Returns the member of a target by contact id, email, or masked email as in the plan. Empty for an unknown email. */
function findMember(
  planning: PlanningContext,
  target: PlannedTarget,
  person: string,
): readonly MemberContext[] {
  const email = person.includes('@') ? normalizeEmail(person) : undefined;
  const asInPlan = `${targetAddress(target.desired)}/${person}`;
  const unknown = target.declarations.members.find(
    (declared) =>
      memberAddress(declaredMemberContext(planning, target, declared)) === asInPlan ||
      (email !== undefined && declared.contactId === undefined && declared.person.email === email),
  );
  if (unknown) return [declaredMemberContext(planning, target, unknown)];
  const { aliases } = planning.observed;
  const contactId =
    aliases.get(email ?? person) ?? (email === undefined ? person : planning.ledger.contactsOf(email).at(0));
  if (contactId === undefined) return [];
  const declared = target.declarations.byContact.get(contactId);
  return [
    declared
      ? declaredMemberContext(planning, target, declared)
      : memberContextOf(planning, target, contactId),
  ];
}

function decisionText(decision: PersonDecision | undefined): string {
  if (!decision) return 'no change and no entry in the plan';
  const { verdict } = decision;
  if (verdict.act !== 'keep') return `${verdict.act}: ${verdict.reason}`;
  const turn = verdict.until === undefined ? '' : `; expected on ${verdict.until}`;
  return `${verdict.status}: ${verdict.reason}${turn}`;
}

/** The last rule of row 8 of docs/judgment.md: the contact does not meet a condition of `require`. */
import type { Requirement } from '../../model/desired-state.ts';
import { formatSource } from '../../model/results/diagnostic.ts';
import type { MemberContext } from '../context/member-context.ts';
import type { Rule } from './verdict.ts';
import { contactRule, keep } from './verdict.ts';

export const requirementNotMet: Rule = contactRule(
  'requirement-not-met',
  'the contact meets the conditions of `require`, if there are any',
  (contact, member) => {
    const requirements = requirementsOf(member);
    if (requirements.length === 0) return undefined;
    const { properties } = contact;
    if (!properties) return keep('unknown', 'the properties that `require` names were not read');
    const unmet = requirements.filter((one) => !isMet(one, properties[one.property] ?? ''));
    if (unmet.length === 0) return undefined;
    const places = [...new Set(unmet.map(({ source }) => formatSource(source)))];
    return keep(
      'blocked',
      member.planning.pooledText(`requires ${unmet.map(conditionText).join(', ')}`),
      member.planning.pooledText(
        `Set the property of the contact in HubSpot, or change \`require\` (${places.join(', ')}).`,
      ),
    );
  },
);

/** Returns the conditions of the target and of the audience that declares the contact. */
function requirementsOf({ target, declared }: MemberContext): readonly Requirement[] {
  const { require = noRequirements } = target.desired;
  return declared?.require ? [...require, ...declared.require] : require;
}

const noRequirements: readonly Requirement[] = [];

function isMet({ test, values }: Requirement, value: string): boolean {
  if (test === 'known') return value.trim() !== '';
  return values.includes(value) === (test === 'is');
}

/** Returns a condition without the value of the contact, which can be confidential: `lifecyclestage: lead or customer`. */
function conditionText({ property, test, values }: Requirement): string {
  if (test === 'known') return property;
  return `${property}: ${test === 'not' ? 'not ' : ''}${values.join(' or ')}`;
}

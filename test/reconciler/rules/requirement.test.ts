/** `require`: which contacts meet a condition, and which conditions count. */
import { describe, expect, it } from 'vitest';
import type { Requirement } from '../../../src/model/desired-state.ts';
import type { ObservedContact } from '../../../src/model/observed-state.ts';
import { makePlan } from '../../../src/reconciler/make-plan.ts';
import { at, contact, member, planInput, running, sequence } from '../builders.ts';
import { unchangedAt } from './entry-of.ts';

const firstname: Requirement = { property: 'firstname', test: 'known', values: [], source: at(12) };
const isLead: Requirement = {
  property: 'lifecyclestage',
  test: 'is',
  values: ['lead', 'other'],
  source: at(13),
};
const notReplied: Requirement = { property: 'replied', test: 'not', values: ['true'], source: at(14) };

function inputOf(
  properties: ObservedContact['properties'],
  { target, audience }: { target?: readonly Requirement[]; audience?: readonly Requirement[] },
) {
  const declared = member(1, audience ? { literal: false, require: audience } : {});
  const targets = [sequence({ members: [declared], ...(target ? { require: target } : {}) })];
  return planInput({
    desired: { targets },
    contacts: [contact(1, properties ? { properties } : {})],
  });
}

describe('a condition', () => {
  it.each([
    ['a known value', firstname, 'Ana', true],
    ['an empty value', firstname, null, false],
    ['a blank value', firstname, '  ', false],
    ['an allowed value', isLead, 'lead', true],
    ['another allowed value', isLead, 'other', true],
    ['the label instead of the value', isLead, 'Lead', false],
    ['no value where one is required', isLead, null, false],
    ['an excluded value', notReplied, 'true', false],
    ['another value than the excluded one', notReplied, 'false', true],
    ['no value where one is excluded', notReplied, null, true],
  ])('with %s', (...[, requirement, value, met]) => {
    const plan = makePlan(inputOf({ [requirement.property]: value }, { target: [requirement] }));
    expect(plan.summary).toMatchObject({ enroll: met ? 1 : 0, blocked: met ? 0 : 1 });
  });

  it('of the target and of the audience both count, and the reason names all that are not met', () => {
    const input = inputOf(
      { firstname: null, lifecyclestage: 'customer', replied: 'true' },
      { target: [firstname, isLead], audience: [notReplied] },
    );
    expect(unchangedAt(input, 'sequences.q4/1')).toMatchObject({
      status: 'blocked',
      reason: 'requires firstname, lifecyclestage: lead or other, replied: not true',
      help: 'Set the property of the contact in HubSpot, or change `require` (enrollments.yaml:12:1, enrollments.yaml:13:1, enrollments.yaml:14:1).',
    });
  });

  it('is unknown if the properties were not read', () => {
    expect(unchangedAt(inputOf(undefined, { target: [firstname] }), 'sequences.q4/1')).toMatchObject({
      status: 'unknown',
      reason: 'the properties that `require` names were not read',
    });
  });

  it('does not end an enrollment', () => {
    const input = planInput({
      desired: { targets: [sequence({ members: [member(1)], require: [firstname] })] },
      contacts: [contact(1, { properties: { firstname: null }, enrollments: [running()] })],
    });
    expect(unchangedAt(input, 'sequences.q4/1')).toMatchObject({ status: 'active' });
  });
});

describe('a property that the account does not have', () => {
  const withProperties = (...require: readonly Requirement[]) =>
    makePlan(
      planInput({
        desired: { targets: [sequence({ members: [member(1)], require })] },
        contacts: [contact(1, { properties: { firstname: 'Ana' } })],
        observed: {
          contactProperties: new Map([
            ['firstname', []],
            ['lifecyclestage', ['lead', 'customer']],
          ]),
        },
      }),
    );

  it('is an error with the nearest name', () => {
    const { applyable, changes, diagnostics } = withProperties({ ...firstname, property: 'firstnam' });
    expect({ applyable, changes }).toEqual({ applyable: false, changes: [] });
    expect(diagnostics).toMatchObject([
      {
        code: 'property-missing',
        severity: 'error',
        source: at(12),
        help: expect.stringContaining('Did you mean `firstname`?'),
      },
    ]);
  });

  it('is an error if it cannot have the value: the condition would hold for all contacts or for none', () => {
    const { applyable, diagnostics } = withProperties({
      ...isLead,
      test: 'not',
      values: ['customers', 'lead'],
    });
    expect(applyable).toBe(false);
    expect(diagnostics).toMatchObject([
      {
        code: 'property-option-missing',
        severity: 'error',
        help: expect.stringContaining('Did you mean `customer`?'),
      },
    ]);
  });
});

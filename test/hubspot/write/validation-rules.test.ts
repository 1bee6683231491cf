/** A property stamp that a validation rule of the account refuses. */
import { describe, expect, test } from 'vitest';
import { ExitCode } from '../../../src/model/exit-code.ts';
import { defaultVersions } from '../../../src/model/desired-state.ts';
import { hubspotErrorOf } from '../../../src/hubspot/http/errors.ts';
import { requestFactory } from '../../../src/hubspot/http/request.ts';
import { refusalBy4xx } from '../../../src/hubspot/write/refusals.ts';
import { defaultAccount } from '../../../src/simulator/seed/default-account.ts';
import { lineOver } from '../line-over.ts';

const request = requestFactory(defaultVersions)('contact-stamp', {
  params: { contactId: '1042' },
  body: { properties: { leave_sequence: 'yes' } },
});
const refusalOf = (status: number, body: object) =>
  refusalBy4xx(request, hubspotErrorOf({ status, headers: {}, text: JSON.stringify(body) }));

describe('a refused stamp', () => {
  const embedded = [
    { isValid: false, message: 'Contacts that opted out keep their value.', name: 'leave_sequence' },
  ];

  test.each([
    [
      'in `errors`',
      { message: 'Property values were not valid', errors: [{ message: 'Only reps may.' }] },
      'Only reps may',
    ],
    [
      'in the message',
      { message: `Property values were not valid: ${JSON.stringify(embedded)}` },
      'Contacts that opted out keep their value',
    ],
    ['as the message', { message: 'Only reps may.' }, 'Only reps may'],
  ])('has the message of the rule %s', (_, body, message) => {
    expect(refusalOf(400, { status: 'error', category: 'VALIDATION_ERROR', ...body })).toMatchObject({
      // Words such as "opted out" are those of the rule, not a statement about the contact.
      cause: 'unclear',
      reason: `HubSpot refused to set the property \`leave_sequence\`: ${message}`,
      help: expect.stringContaining('validation rule'),
    });
  });

  test('names no rule for other errors', () => {
    expect(refusalOf(404, { status: 'error', message: 'no' }).help).not.toContain('validation rule');
  });
});

test('is failed with the message of the rule, and a later apply tries again', async () => {
  const message = 'Opted-out contacts must keep this value.';
  const validationRules = [{ property: 'leave_sequence', allowed: ['no'], message }];
  const line = await lineOver({
    yaml: `
limits: { unenroll: 5 }
sequences:
  outbound:
    id: 5510021
    sender: maria@acme.example
    absent: [old@contoso.example]
    unenroll: { property: leave_sequence, value: "yes" }
`,
    dialect: 'documented',
    simulator: { account: { ...defaultAccount(), validationRules } },
  });
  const came = await line.apply();
  expect(came.exit).toBe(ExitCode.partly);
  expect(came.report?.outcomes).toMatchObject([
    {
      status: 'failed',
      reason: 'HubSpot refused to set the property `leave_sequence`: Opted-out contacts must keep this value',
    },
  ]);
  expect((await line.plan()).plan?.summary).toMatchObject({ unenroll: 1, blocked: 0 });
  // The versions before 2026-09 check no rules.
  line.account.apiVersion = '2026-03';
  expect((await line.apply()).report?.counts).toMatchObject({ done: 1 });
});

/** The reason of a refusal: the cause in plain words, without the response. */
import { defaultVersions } from '../../../src/model/desired-state.ts';
import { describe, expect, test } from 'vitest';
import { hubspotErrorOf } from '../../../src/hubspot/http/errors.ts';
import { requestFactory } from '../../../src/hubspot/http/request.ts';
import { refusalBy4xx } from '../../../src/hubspot/write/refusals.ts';
import { openWriteClient } from '../../../src/hubspot/write/write-client.ts';
import { codesByCause } from './refusal-codes.ts';

const request = requestFactory(defaultVersions)('sequence-enroll', { query: { userId: '7001' }, body: {} });
const refusalOf = (status: number, body: object) =>
  refusalBy4xx(request, hubspotErrorOf({ status, headers: {}, text: JSON.stringify(body) }));

describe('a refusal', () => {
  test.each([
    ['NO_INBOX', 'sender', 'the sender has no connected inbox'],
    ['NO_SEAT', 'sender', 'the sender has no Sales or Service Hub seat'],
    ['SEND_LIMIT_EXCEEDED', 'sender', 'the sender has reached the sending limit of its inbox'],
    ['FOREIGN_SENDER', 'sender', 'the sender does not own the address to send from'],
    ['BLOCKED_DOMAIN', 'contact', "the contact's address or domain is on a block list"],
    [
      'GLOBALLY_BLOCKED_RECIPIENT_DOMAIN',
      'contact',
      "HubSpot blocks the contact's address or domain in all accounts",
    ],
    ['UNSUBSCRIBED', 'contact', 'the contact opted out of email'],
    ['CONTACT_MISSING', 'contact', 'HubSpot does not find the contact'],
    ['ALREADY_ENROLLED', 'state', 'the contact is already enrolled'],
    ['OTHER_SEND_REJECTED', 'unclear', 'HubSpot refused the request and does not report the reason'],
  ])('with the code %s names the cause, and has the response apart', (code, cause, reason) => {
    const body = { message: 'No.', subCategory: `SequenceError.${code}`, correlationId: 'c-1' };
    expect(refusalOf(400, body)).toEqual({
      cause,
      code,
      reason,
      help: expect.stringMatching(/^[A-Z].*\.$/u),
      response: {
        request: 'POST /automation/sequences/2026-09/enrollments',
        status: 400,
        code: `SequenceError.${code}`,
        message: 'No.',
        correlationId: 'c-1',
      },
    });
  });

  test('with the code in its message only has that code in the response', () => {
    const { response } = refusalOf(400, { message: 'SequenceError.NO_INBOX', category: 'VALIDATION_ERROR' });
    expect(response).toMatchObject({ status: 400, code: 'NO_INBOX' });
  });

  test.each([
    [400, 'Something is wrong.', 'HubSpot refused the request: Something is wrong'],
    [404, 'not there', 'HubSpot does not find an object of the request: not there'],
    [403, 'User 7 may not use sequences', 'HubSpot refused the sender: User 7 may not use sequences'],
  ])('with status %s and unknown words quotes the message of HubSpot', (status, message, reason) => {
    expect(refusalOf(status, { message, category: 'OTHER' })).toMatchObject({
      reason,
      response: { status, code: 'OTHER', message },
    });
  });

  test('without a message says so in few words', () => {
    const { reason, response } = refusalOf(400, {});
    expect(reason).toBe('HubSpot refused the request');
    expect(response).toEqual({ request: 'POST /automation/sequences/2026-09/enrollments', status: 400 });
  });
});

const bodies: readonly (readonly [place: string, bodyOf: (code: string) => object])[] = [
  ['errorType', (code) => ({ errorType: code })],
  ['subCategory', (code) => ({ category: 'VALIDATION_ERROR', subCategory: `SequenceError.${code}` })],
  ['category', (code) => ({ category: code.toLowerCase() })],
  ['message', (code) => ({ message: `Not enrolled (SequenceStandardFriendlyError.${code}).` })],
  ['errors[].subCategory', (code) => ({ errors: [{ message: 'No.', subCategory: code }] })],
];

describe.each(Object.entries(codesByCause))('a code that concerns the %s', (cause, codes) => {
  /** Returns the outcome of a response through the write client, with the cause that it names. */
  const outcomeOf = async (status: number, body: object): Promise<string> => {
    const text = JSON.stringify({ status: 'error', message: 'No.', correlationId: 'c-1', ...body });
    const answer = { status, headers: {}, text };
    const metered = {
      send: async () => answer,
      now: () => '2026-11-02T09:00:00.000Z',
      onWait: () => undefined,
    };
    const write = openWriteClient({} as never, metered as never);
    const result = await write(request);
    const refusal =
      result.outcome === 'refused' ? result : result.outcome === 'ambiguous' ? result.refusal : undefined;
    return [result.outcome, ...(refusal ? [refusal.cause] : [])].join(' ');
  };

  test.each(codes.flatMap((code) => bodies.map(([place, bodyOf]) => [code, place, bodyOf] as const)))(
    '%s in %s is classified by the code, whatever the status',
    async (code, _place, bodyOf) => {
      for (const status of [400, 403, 409, 422])
        expect(await outcomeOf(status, bodyOf(code)), `${status}`).toBe(`refused ${cause}`);
      // A server error may have taken effect. Only a cause that HubSpot names holds after one read without effect.
      const named = cause === 'contact' || cause === 'sender';
      for (const status of [500, 503])
        expect(await outcomeOf(status, bodyOf(code)), `${status}`).toBe(
          named ? `ambiguous ${cause}` : 'ambiguous',
        );
    },
  );
});

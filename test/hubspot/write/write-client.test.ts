/** Every row of the table in docs/safety.md by which a response to a write is classified, without a server. */
import { defaultVersions } from '../../../src/model/desired-state.ts';
import { describe, expect, test } from 'vitest';
import { requestFactory } from '../../../src/hubspot/http/request.ts';
import type { RawResponse } from '../../../src/hubspot/http/response.ts';
import type { RouteName } from '../../../src/hubspot/routes.ts';
import { openMeteredTransport } from '../../../src/hubspot/http/metered-transport.ts';
import { TransportError } from '../../../src/hubspot/http/errors.ts';
import { openWriteClient } from '../../../src/hubspot/write/write-client.ts';
import { codesByCause } from './refusal-codes.ts';

const params = {
  contactId: '1042',
  flowId: '900',
  workflowId: '45',
  listId: '611',
  email: 'ana@northwind.example',
  enrollmentId: '77',
};

async function classify(route: RouteName, answer: Partial<RawResponse> | TransportError): Promise<unknown> {
  const traffic = openMeteredTransport(
    { percent: 100, token: 'secret' },
    { clock: () => 0, sleep: async () => undefined, onWait: () => undefined },
  );
  const write = openWriteClient(async () => {
    if (answer instanceof TransportError) throw answer;
    return { status: 200, headers: {}, text: '', ...answer };
  }, traffic);
  return write(requestFactory(defaultVersions)(route, { params }));
}

const hubspots = (message: string, more: object = {}): string =>
  JSON.stringify({ status: 'error', message, correlationId: 'c-1', ...more });
const coded = (code: string): string => hubspots('no', { subCategory: `SequenceError.${code}` });
const html = '<html><body>Forbidden</body></html>';
const otherJson = '{"error":"Forbidden"}';
const scopes = { category: 'MISSING_SCOPES', context: { missingScopes: ['automation'] } };

// oxfmt-ignore
const sent: readonly (readonly [name: string, status: number, text: string, expected: object])[] = [
  ['400, a contact code', 400, coded('UNSUBSCRIBED'), { outcome: 'refused', cause: 'contact' }],
  ['401, a contact code', 401, coded('UNSUBSCRIBED'), { outcome: 'refused', cause: 'contact' }],
  ['403, a sender code', 403, coded('NO_SEAT'), { outcome: 'refused', cause: 'sender' }],
  ['408, a contact code', 408, coded('UNSUBSCRIBED'), { outcome: 'refused', cause: 'contact' }],
  ['429, a sender code', 429, coded('RATE_LIMITED_BY_PROVIDER'), { outcome: 'refused', cause: 'sender' }],
  ['409, a state code', 409, coded('ALREADY_ENROLLED'), { outcome: 'refused', cause: 'state' }],
  ['500, a sender code', 500, coded('PUBLIC_ENROLL_NO_CONNECTED_EMAILS'), { outcome: 'ambiguous', refusal: { cause: 'sender' } }],
  ['503, a contact code', 503, coded('UNSUBSCRIBED'), { outcome: 'ambiguous', refusal: { cause: 'contact' } }],
  ['500, a state code', 500, coded('ALREADY_ENROLLED'), { outcome: 'ambiguous', refusal: undefined }],
  ['500, an unclear code', 500, coded('OTHER_SEND_REJECTED'), { outcome: 'ambiguous', refusal: undefined }],
  ['500, prose', 500, hubspots('The user has no connected inbox.'), { outcome: 'ambiguous', refusal: undefined }],
  ['500, a code in other JSON', 500, '{"reason":"UNSUBSCRIBED"}', { outcome: 'ambiguous', refusal: undefined }],
  ['200, an error body with a contact code', 200, coded('UNSUBSCRIBED'), { outcome: 'ambiguous', refusal: { cause: 'contact' } }],
  ['401, an unclear code', 401, coded('OTHER_SEND_REJECTED'), { outcome: 'denied' }],
  ['408, an unclear code', 408, coded('OTHER_SEND_REJECTED'), { outcome: 'ambiguous' }],
  ['500, a code in the message of another', 500, '{"message":"UNSUBSCRIBED"}', { outcome: 'ambiguous', refusal: undefined }],
  ['401, a code in the message of another', 401, '{"message":"UNSUBSCRIBED"}', { outcome: 'ambiguous', refusal: undefined }],
  ['401', 401, hubspots('bad token'), { outcome: 'denied' }],
  ['401, a page', 401, html, { outcome: 'ambiguous' }],
  ['401, other JSON', 401, otherJson, { outcome: 'ambiguous' }],
  ['401, only a message', 401, '{"message":"Unauthorized"}', { outcome: 'ambiguous' }],
  ['401, nothing', 401, '', { outcome: 'ambiguous' }],
  ['403, scopes', 403, hubspots('no scope', scopes), { outcome: 'denied' }],
  ['403, scopes, and a user in the message', 403, hubspots('The user lacks scopes', scopes), { outcome: 'denied' }],
  ['403, nothing named', 403, hubspots('Forbidden'), { outcome: 'denied' }],
  ['403, about a user', 403, hubspots('User 7002 may not use sequences'), { outcome: 'refused', cause: 'sender' }],
  ['403, a page', 403, html, { outcome: 'ambiguous' }],
  ['403, other JSON', 403, otherJson, { outcome: 'ambiguous' }],
  ['403, nothing', 403, '', { outcome: 'ambiguous' }],
  ['429, rolling', 429, hubspots('limit', { policyName: 'TEN_SECONDLY_ROLLING' }), { outcome: 'throttled', waitMilliseconds: 10_000 }],
  ['429, a second', 429, hubspots('limit', { policyName: 'SECONDLY' }), { outcome: 'throttled', waitMilliseconds: 1_000 }],
  ['429, daily', 429, hubspots('limit', { policyName: 'DAILY' }), { outcome: 'quota' }],
  ['429, a page', 429, html, { outcome: 'ambiguous' }],
  ['429, other JSON', 429, otherJson, { outcome: 'ambiguous' }],
  ['429, nothing', 429, '', { outcome: 'ambiguous' }],
  ['400', 400, hubspots('no'), { outcome: 'refused', cause: 'unclear' }],
  ['400, other JSON', 400, '{"message":"no"}', { outcome: 'refused', cause: 'unclear' }],
  ['400, prose about the contact', 400, hubspots('The contact has opted out of all email.'), { outcome: 'refused', cause: 'contact' }],
  ['404', 404, hubspots('not there'), { outcome: 'refused', cause: 'unclear' }],
  ['404, a page', 404, html, { outcome: 'ambiguous' }],
  ['404, nothing', 404, '', { outcome: 'ambiguous' }],
  ['408', 408, hubspots('later'), { outcome: 'ambiguous' }],
  ['423', 423, hubspots('locked'), { outcome: 'ambiguous' }],
  ['425', 425, hubspots('early'), { outcome: 'ambiguous' }],
  ['477', 477, hubspots('moving'), { outcome: 'ambiguous' }],
  ['499', 499, hubspots('closed'), { outcome: 'ambiguous' }],
  ['408, other JSON', 408, otherJson, { outcome: 'ambiguous' }],
  ['500', 500, hubspots('oops'), { outcome: 'ambiguous' }],
  ['502, a page', 502, html, { outcome: 'ambiguous' }],
  ['521, a page', 521, html, { outcome: 'ambiguous' }],
  ['302', 302, '', { outcome: 'ambiguous' }],
  ['307', 307, '{"id":"88"}', { outcome: 'ambiguous' }],
  ['200, an error body', 200, hubspots('no', { id: '88' }), { outcome: 'ambiguous', refusal: undefined }],
];

const enrolled = '{"id":"88","enrolledAt":"2026-11-02T09:00:00Z"}';

// oxfmt-ignore
const successes: readonly (readonly [route: RouteName, status: number, text: string, outcome: 'success' | 'ambiguous'])[] = [
  ['sequence-enroll', 200, enrolled, 'success'],
  ['sequence-enroll', 201, enrolled, 'ambiguous'],
  ['sequence-enroll', 202, enrolled, 'ambiguous'],
  ['sequence-enroll', 204, '', 'ambiguous'],
  ['sequence-enroll', 200, '', 'ambiguous'],
  ['sequence-enroll', 200, '{}', 'ambiguous'],
  ['sequence-enroll', 200, '[]', 'ambiguous'],
  ['guide-sequence-enroll', 200, enrolled, 'success'],
  ['guide-sequence-enroll', 201, enrolled, 'success'],
  ['guide-sequence-enroll', 202, enrolled, 'ambiguous'],
  ['guide-sequence-enroll', 201, '', 'ambiguous'],
  ['guide-sequence-unenroll', 204, '', 'success'],
  ['guide-sequence-unenroll', 200, '', 'ambiguous'],
  ['workflow-enroll', 204, '', 'success'],
  ['workflow-enroll', 204, '[]', 'ambiguous'],
  ['workflow-enroll', 200, '[]', 'ambiguous'],
  ['workflow-enroll', 200, '', 'ambiguous'],
  ['workflow-enroll', 202, '', 'ambiguous'],
  ['workflow-unenroll', 204, '', 'success'],
  ['workflow-unenroll', 200, '', 'ambiguous'],
  ['guide-workflow-enroll', 200, '{"status":"ACCEPTED"}', 'success'],
  ['guide-workflow-enroll', 201, '', 'success'],
  ['guide-workflow-enroll', 204, '', 'success'],
  ['guide-workflow-enroll', 202, '', 'ambiguous'],
  ['guide-workflow-enroll', 200, '[]', 'ambiguous'],
  ['flow-delete', 204, '', 'success'],
  ['flow-delete', 200, '', 'ambiguous'],
  ['flow-delete', 204, '{}', 'ambiguous'],
  ['contact-stamp', 200, '{"id":"1042"}', 'success'],
  ['contact-stamp', 200, '{}', 'ambiguous'],
  ['contact-stamp', 204, '', 'ambiguous'],
  ['list-add', 200, '{"recordsIdsAdded":[]}', 'success'],
  ['list-add', 200, '{"recordIdsAdded":["1"]}', 'success'],
  ['list-add', 200, '{"recordIdsMissing":["1"]}', 'ambiguous'],
  ['list-add', 204, '', 'ambiguous'],
  ['list-remove', 200, '{"recordIdsRemoved":["1"]}', 'success'],
  ['list-remove', 200, '{"recordsIdsRemoved":["1"]}', 'success'],
  ['list-remove', 200, '{}', 'ambiguous'],
  ['list-remove', 204, '', 'ambiguous'],
  // A read route has no documented success here: nothing that it returns proves a write.
  ['contacts-batch-read', 200, '{}', 'ambiguous'],
];

describe('a response to a write', () => {
  test.each(sent)('%s', async (...[, status, text, expected]) => {
    const { refusal, ...rest } = expected as { refusal?: object };
    const answer = await classify('sequence-enroll', { status, text });
    expect(answer).toMatchObject(rest);
    if ('refusal' in expected) {
      if (refusal) expect(answer).toMatchObject({ refusal });
      else expect(answer).not.toHaveProperty('refusal');
    }
  });

  test.each(successes)('%s: %i %s', async (...[route, status, text, outcome]) => {
    expect(await classify(route, { status, text })).toMatchObject({ outcome });
  });

  test('that never arrived is not sent only if the connection never opened', async () => {
    const unopened = new TransportError('ECONNREFUSED', { unopened: true });
    expect(await classify('sequence-enroll', unopened)).toMatchObject({ outcome: 'not-sent' });
    expect(await classify('sequence-enroll', new TransportError('reset'))).toMatchObject({
      outcome: 'ambiguous',
    });
  });
});

describe.each(Object.entries(codesByCause))('a refusal code about the %s', (cause, known) => {
  test.each(known)('%s, in any field and in any case', async (code) => {
    const bodies = [
      { errorType: code },
      { category: `SequenceError.${code}` },
      { subCategory: code.toLowerCase() },
      { message: `The enrollment failed: SequenceStandardFriendlyError.${code}.` },
      { message: 'no', errors: [{ message: 'no', subCategory: code }] },
    ];
    for (const body of bodies) {
      const text = JSON.stringify({ status: 'error', ...body });
      expect(await classify('sequence-enroll', { status: 400, text })).toMatchObject({
        outcome: 'refused',
        cause,
        code,
      });
    }
  });

  test('is not found in a longer word or in another field', async () => {
    for (const code of known) {
      for (const body of [{ message: `${code}X` }, { context: { note: [code] } }]) {
        const text = JSON.stringify({ status: 'error', category: 'X', ...body });
        expect(await classify('sequence-enroll', { status: 500, text })).not.toHaveProperty('refusal');
      }
    }
  });
});

test('a contact with the address of the sender is about the contact', async () => {
  const text = hubspots('Cannot enroll a contact with the same email as the user.');
  expect(await classify('sequence-enroll', { status: 400, text })).toMatchObject({ cause: 'contact' });
});

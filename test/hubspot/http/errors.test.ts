/** A read can fail in the middle of an apply, so its failure makes no statement about the requests before it. */
import { expect, test } from 'vitest';
import {
  noUsableResponse,
  refusedRead,
  unexpectedResponse,
  unreadableResponse,
} from '../../../src/hubspot/http/errors.ts';
import { defaultVersions } from '../../../src/model/desired-state.ts';
import { requestFactory } from '../../../src/hubspot/http/request.ts';

const request = requestFactory(defaultVersions)('account-details');
const response = { status: 500, headers: {}, text: '<html>' };

test.each([
  ['no usable response', noUsableResponse(request, 'ECONNRESET')],
  ['an unreadable response', unreadableResponse(request, response, 'a web page')],
  ['an undocumented response', unexpectedResponse(request, 'no portalId')],
  ['a refusal', refusedRead(request, response)],
])('the failure of a read does not claim that nothing was sent or changed: %s', (_, { message, help }) => {
  expect(`${message} ${help}`).not.toMatch(/nothing (?:was|is) /iu);
  expect(help).not.toBe('');
});

import { defaultVersions } from '../../../src/model/desired-state.ts';
import { expect, test } from 'vitest';
import { requestFactory } from '../../../src/hubspot/http/request.ts';
import { TransportError } from '../../../src/hubspot/http/errors.ts';
import { redactingToken } from '../../../src/hubspot/http/metered-transport.ts';

const call = requestFactory(defaultVersions)('account-details');
const token = 'pat/na1+"secret"';
const echoed = [token, encodeURIComponent(token), JSON.stringify(token).slice(1, -1)];

test.each(echoed)('no part of a response contains the token as %s', async (form) => {
  const answer = { status: 401, headers: { location: `/?t=${form}` }, text: `${form} and ${form}` };
  const transport = redactingToken(async () => answer, token);
  expect(await transport(call)).toEqual({
    status: 401,
    headers: { location: '/?t=•••' },
    text: '••• and •••',
  });
});

test('a transport error does not contain the token, and keeps `unopened`', async () => {
  const cause = new Error(`Bearer ${token}`);
  const transport = redactingToken(
    () => Promise.reject(new TransportError(`bad header ${token}`, { unopened: true, cause })),
    token,
  );
  const error: unknown = await transport(call).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ message: 'bad header •••', unopened: true, cause: undefined });
});

test('a short token leaves responses unchanged', async () => {
  const answer = { status: 200, headers: {}, text: '{"name":"any"}' };
  expect(await redactingToken(async () => answer, 'any')(call)).toEqual(answer);
});

import { expect, test } from 'vitest';
import { requestFactory } from '../../src/hubspot/http/request.ts';
import { TransportError } from '../../src/hubspot/http/errors.ts';
import { redactingToken } from '../../src/hubspot/http/metered-transport.ts';

const call = requestFactory('2026-03')('account-details');
const token = 'pat/na1+"secret"';
const echoed = [token, encodeURIComponent(token), JSON.stringify(token).slice(1, -1)];

test.each(echoed)('nothing of an answer holds the token as %s', async (form) => {
  const answer = { status: 401, headers: { location: `/?t=${form}` }, text: `${form} and ${form}` };
  const transport = redactingToken(async () => answer, token);
  expect(await transport(call)).toEqual({
    status: 401,
    headers: { location: '/?t=•••' },
    text: '••• and •••',
  });
});

test('an error of the wire does not hold the token, and still tells whether anything left', async () => {
  const cause = new Error(`Bearer ${token}`);
  const transport = redactingToken(
    () => Promise.reject(new TransportError(`bad header ${token}`, { unopened: true, cause })),
    token,
  );
  const error: unknown = await transport(call).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ message: 'bad header •••', unopened: true, cause: undefined });
});

test('a token that is a word of the answers leaves them as they are', async () => {
  const answer = { status: 200, headers: {}, text: '{"name":"any"}' };
  expect(await redactingToken(async () => answer, 'any')(call)).toEqual(answer);
});

/** Which responses are sent again, after which waits, and what stops the retries. */
import { describe, expect, test } from 'vitest';
import { sendWithRetry } from '../../src/executor/send-with-retry.ts';
import type { WriteResult } from '../../src/model/account.ts';

const proved: WriteResult = { outcome: 'proved' };
const unopened: WriteResult = { outcome: 'not-sent', reason: 'ECONNREFUSED' };
const throttled = (waitMilliseconds: number, reason?: string): WriteResult => ({
  outcome: 'throttled',
  waitMilliseconds,
  ...(reason === undefined ? {} : { reason }),
});

/** Sends with these responses; the last one repeats. `interruptedAt` is the wait during which Ctrl-C is pressed. */
async function retried(answers: readonly WriteResult[], interruptedAt = Infinity) {
  const waits: number[] = [];
  let requests = 0;
  const response = await sendWithRetry(async () => answers[Math.min(requests++, answers.length - 1)]!, {
    sleep: async (milliseconds) => void waits.push(milliseconds),
    interrupted: () => waits.length >= interruptedAt,
  });
  return { response, requests, waits };
}

const refusal = { cause: 'contact', reason: 'no', help: 'x' } as const;
const finalResponses: readonly WriteResult[] = [
  proved,
  { outcome: 'accepted' },
  { outcome: 'refused', ...refusal },
  { outcome: 'ambiguous', reason: 'reset' },
  { outcome: 'ambiguous', reason: '500', refusal },
  { outcome: 'quota', reason: 'daily' },
  { outcome: 'denied', reason: 'no scope', help: 'x' },
  { outcome: 'not-sent', reason: 'proxy', final: true },
];

describe('a request', () => {
  test.each(finalResponses.map((response) => [JSON.stringify(response), response] as const))(
    'is sent once, without a wait, after %s',
    async (_, response) => {
      // An interrupt does not replace a response that arrived.
      expect(await retried([response, proved], 0)).toEqual({ response, requests: 1, waits: [] });
    },
  );

  test('waits as long as each response of the rate limit asks', async () => {
    const { response, requests, waits } = await retried([throttled(3_000), throttled(0), proved]);
    expect({ response, requests, waits }).toEqual({ response: proved, requests: 3, waits: [3_000, 0] });
  });

  test('succeeds with the sixth retry after the rate limit', async () => {
    const answers = [...Array.from({ length: 6 }, () => throttled(10)), proved];
    expect(await retried(answers)).toEqual({
      response: proved,
      requests: 7,
      waits: [10, 10, 10, 10, 10, 10],
    });
  });

  test.each([
    [undefined, "HubSpot's rate limit was still exceeded after 6 retries"],
    ['TEN_SECONDLY_ROLLING', "HubSpot's rate limit was still exceeded after 6 retries: TEN_SECONDLY_ROLLING"],
  ])('is not sent after six retries, with the reason %s', async (reason, expected) => {
    expect(await retried([throttled(10, reason)])).toEqual({
      response: { outcome: 'not-sent', reason: expected },
      requests: 7,
      waits: [10, 10, 10, 10, 10, 10],
    });
  });

  test('is repeated three times when the connection does not open, with longer waits', async () => {
    expect(await retried([unopened])).toEqual({
      response: unopened,
      requests: 4,
      waits: [500, 2_000, 5_000],
    });
  });

  test('counts the rate limit and the connection separately', async () => {
    const answers = [unopened, throttled(10), unopened, throttled(20), unopened, throttled(30), unopened];
    expect(await retried(answers)).toEqual({
      response: unopened,
      requests: 7,
      waits: [500, 10, 2_000, 20, 5_000, 30],
    });
  });

  test.each([
    ['the rate limit', throttled(10), 10],
    ['the connection', unopened, 500],
  ])('is not repeated when the wait for %s is interrupted', async (_, response, wait) => {
    expect(await retried([response, proved], 1)).toEqual({
      response: { outcome: 'interrupted', reason: 'interrupted while waiting; nothing is in flight' },
      requests: 1,
      waits: [wait],
    });
  });
});

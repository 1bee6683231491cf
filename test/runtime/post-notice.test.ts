import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Notice } from '../../src/model/results/notice.ts';
import { noticeText } from '../../src/model/results/notice.ts';
import { noticeBody } from '../../src/runtime/notice-body.ts';
import { createPostNotice } from '../../src/runtime/post-notice.ts';
import { problemsOf } from '../render/output-validator.ts';

const counts = { planned: 5, done: 3, failed: 1, blocked: 0, unknown: 1, notAttempted: 0 };
const left = { waiting: 12, blocked: 0, unknown: 1, manual: 0 };
const notice: Notice = { command: 'apply', portalId: 42, exitCode: 7, planId: 'abc', run: 3, counts, left };
const path = '/services/T000/B000/secret';

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly body: string;
}

/** Starts a webhook on loopback. */
async function webhook(answer: (response: ServerResponse, request: IncomingMessage) => void) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
    request.on('end', () => {
      received.push({ method: request.method, url: request.url, body });
      answer(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { url: `http://127.0.0.1:${port}${path}`, received };
}

function send(url: string | undefined, env: Readonly<Record<string, string>> = {}, timeout = 10_000) {
  const post = createPostNotice({ ...(url === undefined ? {} : { HOOK: url }), ...env }, timeout);
  return post({ variable: 'HOOK', isSimulated: false, notice });
}

describe('a notice', () => {
  it('is one POST with a text and the counts', async () => {
    const { url, received } = await webhook((response) => response.end('ok'));
    expect(await send(url)).toBeUndefined();
    expect(received).toMatchObject([{ method: 'POST', url: path }]);
    const body: unknown = JSON.parse(received[0]?.body ?? '');
    expect(problemsOf('notification', body)).toEqual([]);
    expect(body).toMatchObject({ text: noticeText(notice), counts, left, exitCode: 7 });
  });

  it.each([
    [500, 'the server returned status 500'],
    [404, 'the server returned status 404'],
    [302, 'the server returned a redirect (status 302), which rollcall does not follow'],
    [307, 'the server returned a redirect (status 307), which rollcall does not follow'],
  ])('is not repeated after status %i', async (status, why) => {
    const { url, received } = await webhook((response) =>
      response.writeHead(status, { location: 'http://127.0.0.1:1/elsewhere' }).end(),
    );
    expect(await send(url)).toBe(why);
    expect(received).toHaveLength(1);
  });

  it('ends at the timeout', async () => {
    const { url } = await webhook(() => undefined);
    expect(await send(url, {}, 50)).toBe('no response within 0.05 s');
  });

  it.each([
    ['a closed port', 'http://127.0.0.1:1/secret', 'the request failed (ECONNREFUSED)'],
    ['no variable', undefined, 'the environment variable HOOK is not set'],
    ['an empty variable', ' ', 'the environment variable HOOK is not set'],
    ['no URL', 'secret', 'HOOK does not hold an https:// address (http:// is allowed on this machine only)'],
    ['http to another machine', 'http://hooks.example/secret', 'HOOK does not hold an https:// address'],
    ['another protocol', 'ftp://127.0.0.1/secret', 'HOOK does not hold an https:// address'],
  ])('is not sent with %s, and the reason does not contain the URL', async (_case, url, why) => {
    const reason = await send(url);
    expect(reason).toContain(why);
    expect(reason).not.toContain('secret');
    expect(reason).not.toContain('127.0.0.1');
  });

  it('goes through the proxy of the environment', async () => {
    const reason = await send('https://hooks.example/secret', { HTTPS_PROXY: 'http://127.0.0.1:1' }, 5_000);
    expect(reason).toBe('the proxy opened no connection');
    expect(await send('https://hooks.example/secret', { HTTPS_PROXY: 'socks5://127.0.0.1:1' })).toBe(
      'the proxy setting of the environment is not valid',
    );
  });

  it('of a simulated account does not leave this machine', async () => {
    const post = createPostNotice({ HOOK: 'https://hooks.slack.com/secret' });
    expect(await post({ variable: 'HOOK', isSimulated: true, notice })).toBe(
      'the account is simulated, and HOOK is the address of another machine',
    );
  });
});

describe('the body of a notice', () => {
  const body = (hostname: string, job?: string) => noticeBody(notice, { hostname, job });

  it('is only a text for Slack', () => {
    const job = 'https://github.example/actions/runs/1';
    expect(body('hooks.slack.com', job)).toEqual({ text: `${noticeText(notice)}\n${job}` });
  });

  it.each([
    'prod-15.uksouth.logic.azure.com',
    'x.environment.api.powerplatform.com',
    'acme.webhook.office.com',
  ])('is an Adaptive Card for Teams (%s)', (host) => {
    expect(body(host)).toMatchObject({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: { type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: noticeText(notice) }] },
        },
      ],
    });
  });

  it('has the text and the values for any other server', () => {
    expect(body('notlogic.azure.com.example')).toMatchObject({ text: noticeText(notice), run: 3 });
    expect(body('evil-hooks.slack.com')).toHaveProperty('counts');
  });
});

describe('the text of a notice', () => {
  const cases: readonly (readonly [Notice, string])[] = [
    [
      notice,
      'rollcall apply, account 42: 3 of 5 changes applied, 1 failed, 1 unknown. Left: 12 waiting, 1 unknown. Exit code 7.',
    ],
    [
      { command: 'apply', exitCode: 5 },
      'rollcall apply: the plan was refused, nothing was sent. Exit code 5.',
    ],
    [
      { command: 'apply', exitCode: 1, error: 'no-ledger' },
      'rollcall apply: failed (no-ledger). Exit code 1.',
    ],
    [
      { command: 'drift', portalId: 42, exitCode: 2, drift: { counted: 1, listed: 2 } },
      'rollcall drift, account 42: 1 difference, 2 not counted. Exit code 2.',
    ],
    [
      { command: 'drift', portalId: 42, exitCode: 0, drift: { counted: 0, listed: 0 } },
      'rollcall drift, account 42: no drift. Exit code 0.',
    ],
  ];
  it.each(cases)('%j', (given, text) => expect(noticeText(given)).toBe(text));
});

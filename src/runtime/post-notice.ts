import { Agent, request as httpRequest } from 'node:http';
import { Agent as SecureAgent, request as httpsRequest } from 'node:https';
import { TransportError } from '../hubspot/http/errors.ts';
import { destroyRequest } from '../hubspot/http/proxy-tunnel.ts';
import { Failure } from '../model/failure.ts';
import type { PostNotice } from '../model/results/notice.ts';
import type { Environment } from './environment.ts';
import { jobUrl } from './environment.ts';
import { noticeBody } from './notice-body.ts';
import { isLoopback, proxyFor } from './proxy-settings.ts';

const timeoutMilliseconds = 10_000;

/** Returns the sender of notices. Each notice is one POST: no retry, and no redirect is followed. */
export function createPostNotice(env: Environment, timeout = timeoutMilliseconds): PostNotice {
  return async ({ variable, isSimulated, notice }) => {
    const url = webhookUrl(env[variable]?.trim() ?? '');
    if (url === 'missing') return `the environment variable ${variable} is not set`;
    if (url === 'invalid')
      return `${variable} does not hold an https:// address (http:// is allowed on this machine only)`;
    if (isSimulated && !isLoopback(url.hostname))
      return `the account is simulated, and ${variable} is the address of another machine`;
    const body = JSON.stringify(noticeBody(notice, { hostname: url.hostname, job: jobUrl(env) }));
    try {
      return await post(url, { body, env, timeout });
    } catch (error) {
      return failureReason(error);
    }
  };
}

function webhookUrl(value: string): URL | 'missing' | 'invalid' {
  if (value === '') return 'missing';
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  return url && isSafe ? url : 'invalid';
}

/** Sends the request. Returns why the server did not accept it; `undefined` if it did. Throws if there is no response. */
async function post(
  url: URL,
  { body, env, timeout }: { readonly body: string; readonly env: Environment; readonly timeout: number },
): Promise<string | undefined> {
  const agent = await agentFor(url, env);
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
  try {
    return await new Promise((resolve, reject) => {
      const request = send(url, { method: 'POST', agent, headers }, (response) => {
        const { statusCode = 0 } = response;
        response.destroy();
        resolve(refusal(statusCode));
      });
      const timer = setTimeout(
        () => destroyRequest(request, new NoResponse(`no response within ${timeout / 1000} s`)),
        timeout,
      );
      request.once('close', () => clearTimeout(timer));
      request.once('error', reject);
      request.end(body);
    });
  } finally {
    agent.destroy();
  }
}

function refusal(status: number): string | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400)
    return `the server returned a redirect (status ${status}), which rollcall does not follow`;
  return `the server returned status ${status}`;
}

/** Returns an agent of its own; never Node's global one, whose proxy settings also apply to localhost. */
async function agentFor(url: URL, env: Environment): Promise<Agent> {
  const proxy = proxyFor(url.origin, env);
  if (!proxy) return url.protocol === 'https:' ? new SecureAgent() : new Agent();
  const { ProxyTunnel } = await import('../hubspot/http/tunnel-agent.ts');
  return new ProxyTunnel(proxy, {});
}

class NoResponse extends Error {}

/** Returns the cause without the URL, which is a secret: only codes of the system and texts of rollcall. */
function failureReason(error: unknown): string {
  if (error instanceof NoResponse) return error.message;
  if (error instanceof Failure) return 'the proxy setting of the environment is not valid';
  if (error instanceof TransportError) return 'the proxy opened no connection';
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? `the request failed (${code})` : 'the request failed';
}

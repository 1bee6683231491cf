/** One address for several simulated accounts: as with HubSpot, the token decides which account a request is for. */
import { Hono } from 'hono';
import { proxy } from 'hono/proxy';
import type { Simulator } from '../../src/simulator/start-simulator.ts';
import { serveApp } from './serve-app.ts';

/** An account, and its own name for a token. */
export interface TokenOwner {
  readonly account: Simulator;
  readonly token: string;
}

export async function startGateway(tokens: ReadonlyMap<string, TokenOwner>): Promise<string> {
  const app = new Hono();
  app.all('*', async (c) => {
    const [, token = ''] = /^Bearer (.*)$/u.exec(c.req.header('authorization') ?? '') ?? [];
    const owner = tokens.get(token);
    if (!owner) return c.json({ status: 'error', message: 'Authentication credentials not found.' }, 401);
    const { pathname, search } = new URL(c.req.url);
    return proxy(`${owner.account.url}${pathname}${search}`, {
      raw: c.req.raw,
      headers: { ...c.req.header(), authorization: `Bearer ${owner.token}`, host: undefined },
    });
  });
  return serveApp(app);
}

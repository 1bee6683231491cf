import { once } from 'node:events';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { onTestFinished } from 'vitest';

/** Serves an app on 127.0.0.1 until the end of the test; resolves to its URL. */
export async function serveApp(app: Hono): Promise<string> {
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
      resolve(`http://127.0.0.1:${port}`),
    );
    onTestFinished(async () => {
      const closed = once(server, 'close');
      server.close();
      await closed;
    });
  });
}

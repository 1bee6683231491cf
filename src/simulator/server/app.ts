/** The stand-in account as a Hono app: HubSpot's routes, and the control beside them. */
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import { Hono } from 'hono';
import { allRoutes } from '../routes/all-routes.ts';
import type { Answer, Route } from '../routes/route.ts';
import { addControlRoutes } from './control-routes.ts';
import type { FaultPlan } from './fault.ts';
import { isServedFirst } from './fault.ts';
import type { Serving } from './serve-route.ts';
import { serveRoute } from './serve-route.ts';
import { spoiled } from './apply-fault.ts';
import type { Outgoing } from './send-response.ts';
import { send } from './send-response.ts';

export interface AppState extends Serving {
  faults: FaultPlan;
}

type Request = Context<{ Bindings: HttpBindings }>;

export function simulatorApp(state: AppState): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>({ strict: false });
  addControlRoutes(app, state);
  for (const route of allRoutes) {
    app.on(route.method, route.path, (request) => handle(state, request, route));
  }
  app.all('*', (request) => handle(state, request, undefined));
  // Hono would print it: only the command line prints.
  app.onError((error, request) => request.json({ status: 'error', message: error.message }, 500));
  return app;
}

async function handle(state: AppState, request: Request, route: Route | undefined): Promise<Response> {
  const url = new URL(request.req.url);
  const { method } = request.req;
  // All of the request is read before anything goes wrong with its answer.
  const text = await request.req.text();
  const fault = state.faults.strike(method, url.pathname);
  const incoming = {
    route,
    authorization: request.req.header('authorization'),
    contentType: request.req.header('content-type'),
    params: request.req.param(),
    url,
    text,
  };
  const unserved: Answer = { status: 200, body: {} };
  const answer = fault && !isServedFirst(fault) ? unserved : await serveRoute(state, incoming);
  const truth = outgoingOf(state, answer, route);
  const reply = fault
    ? spoiled(fault, truth, `${url.pathname}${url.search}`)
    : { status: truth.status, play: (response: HttpBindings['outgoing']) => send(response, truth) };
  const at = state.store.read().head.now;
  state.store.log({ at, method, path: url.pathname, status: reply.status });
  await reply.play(request.env.outgoing);
  return RESPONSE_ALREADY_SENT;
}

/** The client takes the account's clock from the `Date` of every answer. */
function outgoingOf(state: AppState, { status, body }: Answer, route: Route | undefined): Outgoing {
  const headers = {
    Date: new Date(state.store.read().head.now).toUTCString(),
    ...(route?.search ? {} : state.limiter.headers()),
  };
  if (body === undefined) return { status, headers };
  return {
    status,
    headers: { ...headers, 'Content-Type': 'application/json;charset=utf-8' },
    text: JSON.stringify(body),
  };
}

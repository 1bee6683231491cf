/** The stand-in account as a Hono app: HubSpot's routes, and the control beside them. */
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { Failure } from '../../model/failure.ts';
import { applyManualAction, type ManualAction } from '../account/manual-action.ts';
import { simulatorRoutes } from '../routes/all-routes.ts';
import type { RouteResponse, SimulatorRoute } from '../routes/route.ts';
import { advanceStore, inspectStore } from '../store/open-store.ts';
import { applyFault } from './apply-fault.ts';
import { type Fault, type FaultPlan, faultPlan, isAppliedAfterRequest } from './fault.ts';
import { type OutgoingResponse, sendResponse } from './send-response.ts';
import { serveRoute, type ServeContext } from './serve-route.ts';

export interface AppState extends ServeContext {
  faults: FaultPlan;
}

type SimulatorContext = Context<{ Bindings: HttpBindings }>;

export function simulatorApp(state: AppState): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>({ strict: false });
  addControlRoutes(app, state);
  for (const route of simulatorRoutes) {
    app.on(route.method, route.path, (request) => handleRequest(state, request, route));
  }
  app.all('*', (request) => handleRequest(state, request, undefined));
  // Hono would print it: only the command line prints.
  app.onError((error, request) => request.json({ status: 'error', message: error.message }, 500));
  return app;
}

async function handleRequest(
  state: AppState,
  request: SimulatorContext,
  route: SimulatorRoute | undefined,
): Promise<Response> {
  const url = new URL(request.req.url);
  const { method } = request.req;
  // All of the request is read before anything goes wrong with its answer.
  const text = await request.req.text();
  const fault = state.faults.nextFault(method, url.pathname);
  const incoming = {
    route,
    authorization: request.req.header('authorization'),
    contentType: request.req.header('content-type'),
    params: request.req.param(),
    url,
    text,
  };
  const unserved: RouteResponse = { status: 200, body: {} };
  const answer = fault && !isAppliedAfterRequest(fault) ? unserved : await serveRoute(state, incoming);
  const truth = toOutgoingResponse(state, answer, route);
  const reply = fault
    ? applyFault(fault, truth, `${url.pathname}${url.search}`)
    : { status: truth.status, play: (response: HttpBindings['outgoing']) => sendResponse(response, truth) };
  const at = state.store.read().head.now;
  state.store.log({ at, method, path: url.pathname, status: reply.status });
  await reply.play(request.env.outgoing);
  return RESPONSE_ALREADY_SENT;
}

/** The client takes the account's clock from the `Date` of every answer. */
function toOutgoingResponse(
  state: AppState,
  { status, body }: RouteResponse,
  route: SimulatorRoute | undefined,
): OutgoingResponse {
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

/** Steering the simulator over HTTP. No part of HubSpot: no token, no faults, no trace in the log. `withoutForeignPages` guards it. */
type SimulatorHono = Hono<{ Bindings: HttpBindings }>;
type ControlContext = Context<{ Bindings: HttpBindings }>;

function addControlRoutes(app: SimulatorHono, state: AppState): void {
  const { store } = state;
  app.get('/simulator/inspect', (request) => request.json(inspectStore(store)));
  app.post('/simulator/advance', (request) =>
    respondWithFailure(request, async () => {
      const { duration } = await request.req.json<{ duration: string | number }>();
      await advanceStore(store, duration);
    }),
  );
  app.post('/simulator/act', (request) =>
    respondWithFailure(request, async () => {
      const event = await request.req.json<ManualAction>();
      await store.mutate((account) => applyManualAction(account, event));
    }),
  );
  app.post('/simulator/reset', (request) => respondWithFailure(request, () => store.reset()));
  app.put('/simulator/faults', (request) =>
    respondWithFailure(request, async () => {
      state.faults = faultPlan(await request.req.json<Fault[]>());
    }),
  );
}

async function respondWithFailure(request: ControlContext, work: () => Promise<void>): Promise<Response> {
  try {
    await work();
    return request.json({});
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, message, help } = error;
    return request.json({ code, message, help }, 400);
  }
}

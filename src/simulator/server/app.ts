/** The Hono app of the simulator: the routes of HubSpot, and the control routes under `/simulator/`. */
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
import { sendResponse } from './send-response.ts';
import { logRequest, serveRoute, type ServeContext, toOutgoingResponse } from './serve-route.ts';

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
  // By default, Hono prints the error. Only the command line prints.
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
  // Read the whole request before a fault closes the connection.
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
  const response = fault && !isAppliedAfterRequest(fault) ? unserved : await serveRoute(state, incoming);
  const outgoing = toOutgoingResponse(state, response, route);
  const delivery = fault
    ? applyFault(fault, outgoing, `${url.pathname}${url.search}`)
    : { status: outgoing.status, send: (to: HttpBindings['outgoing']) => sendResponse(to, outgoing) };
  logRequest(state, { method, url, status: delivery.status, isKnown: route !== undefined });
  await delivery.send(request.env.outgoing);
  return RESPONSE_ALREADY_SENT;
}

type SimulatorHono = Hono<{ Bindings: HttpBindings }>;
type ControlContext = Context<{ Bindings: HttpBindings }>;

/**
 * Adds the routes that control the simulator. They are not part of HubSpot: they need no token, get no faults and are
 * not logged. `rejectCrossSiteRequests` protects them from web pages.
 */
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
      const action = await request.req.json<ManualAction>();
      await store.mutate((account) => applyManualAction(account, action));
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

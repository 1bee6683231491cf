/** Steering the simulator over HTTP. No part of HubSpot: no token, no faults, no trace in the log. `withoutForeignPages` guards it. */
import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono } from 'hono';
import { Failure } from '../../model/failure.ts';
import { actByHand } from '../account/manual-action.ts';
import type { HandEvent } from '../account/manual-action.ts';
import { advanceStore, inspectStore } from '../store/open-store.ts';
import type { AppState } from './app.ts';
import type { Fault } from './fault.ts';
import { faultPlan } from './fault.ts';

type App = Hono<{ Bindings: HttpBindings }>;
type Control = Context<{ Bindings: HttpBindings }>;

export function addControlRoutes(app: App, state: AppState): void {
  const { store } = state;
  app.get('/simulator/inspect', (request) => request.json(inspectStore(store)));
  app.post('/simulator/advance', (request) =>
    guarded(request, async () => {
      const { duration } = await request.req.json<{ duration: string | number }>();
      await advanceStore(store, duration);
    }),
  );
  app.post('/simulator/act', (request) =>
    guarded(request, async () => {
      const event = await request.req.json<HandEvent>();
      await store.mutate((account) => actByHand(account, event));
    }),
  );
  app.post('/simulator/reset', (request) => guarded(request, () => store.reset()));
  app.put('/simulator/faults', (request) =>
    guarded(request, async () => {
      state.faults = faultPlan(await request.req.json<Fault[]>());
    }),
  );
}

async function guarded(request: Control, work: () => Promise<void>): Promise<Response> {
  try {
    await work();
    return request.json({});
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, message, help } = error;
    return request.json({ code, message, help }, 400);
  }
}

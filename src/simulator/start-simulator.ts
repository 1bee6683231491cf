/** The stand-in HubSpot account as a server on this machine. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Failure } from '../model/failure.ts';
import type { AccountSeed } from './account/account-seed.ts';
import type { Inspection, SeenRequest } from './account/inspection.ts';
import { applyManualAction, type ManualAction } from './account/manual-action.ts';
import { type Variants, withDefaultVariants } from './routes/variants.ts';
import { simulatedToken } from './server/access.ts';
import { type AppState, simulatorApp } from './server/app.ts';
import { type Fault, faultPlan } from './server/fault.ts';
import { type RateLimit, rateLimiter, defaultRateLimit } from './server/rate-limits.ts';
import {
  advanceStore,
  inspectStore,
  openStore,
  snapshotStore,
  type StoreOptions,
} from './store/open-store.ts';

export { simulatedToken } from './server/access.ts';

export interface SimulatorOptions extends StoreOptions {
  /** 0 or nothing: any free port. */
  readonly port?: number;
  readonly rateLimit?: RateLimit | 'off';
  readonly variants?: Partial<Variants>;
  readonly faults?: readonly Fault[];
}

export interface Simulator {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  readonly portalId: number;
  readonly token: string;
  /** Ends every connection, also those that wait for an answer. */
  close(): Promise<void>;
  inspect(): Inspection;
  /** A copy of the whole account as plain data, contacts and lists included. */
  snapshot(): AccountSeed;
  /** Lets time pass in the account: milliseconds, or `3d`. */
  advance(duration: string | number): Promise<void>;
  /** Somebody does something by hand. */
  act(event: ManualAction): Promise<void>;
  /** Replaces all faults; their counts begin anew. */
  setFaults(faults: readonly Fault[]): void;
  requests(): readonly SeenRequest[];
  /** A new account with the next portal id. */
  reset(): Promise<void>;
}

/** Starts the server on loopback. Throws a `Failure` when the port is taken or the state unreadable. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const store = openStore(options);
  const state: AppState = {
    store,
    limiter: rateLimiter(options.rateLimit ?? defaultRateLimit, Date.now),
    variants: withDefaultVariants(options.variants ?? {}),
    faults: faultPlan(options.faults ?? []),
    correlationId: correlationIds(),
  };
  // An unreadable state file is the caller's to hear about, not the first client's.
  store.read();
  const listener = getRequestListener(simulatorApp(state).fetch);
  const server = createServer(
    rejectCrossSiteRequests((request, response) => void listener(request, response)),
  );
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    get portalId() {
      return store.read().head.portalId;
    },
    token: simulatedToken,
    close: () => close(server),
    inspect: () => inspectStore(store),
    snapshot: () => snapshotStore(store),
    advance: (duration) => advanceStore(store, duration),
    act: (event) => store.mutate((account) => applyManualAction(account, event)),
    setFaults: (faults) => {
      state.faults = faultPlan(faults);
    },
    requests: () => store.requests(),
    reset: () => store.reset(),
  };
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new Failure({
      code: 'simulator-port',
      message: `The simulator cannot listen on port ${port}.`,
      help: 'Give another port, or none to take any that is free.',
      cause,
    });
  }
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

function correlationIds(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
  };
}

/** Keeps web pages out: a browser on this machine would send their requests to the simulator. */
/**
 * A listener that refuses with 403 each request that a page of another site may have caused. `Host` must be a
 * name of this machine with the port of the server, which stops DNS rebinding; `Origin` and `Sec-Fetch-Site` must
 * be absent or those of the simulator itself. Programs that are not browsers send neither.
 */
function rejectCrossSiteRequests(listener: RequestListener): RequestListener {
  return (request, response) => {
    const problem = crossSiteProblem(request);
    if (problem === undefined) return listener(request, response);
    const body = {
      status: 'error',
      category: 'FOREIGN_PAGE',
      code: 'simulator-foreign-page',
      message: `The simulator refused the request: ${problem}.`,
      help: `Use http://127.0.0.1:${request.socket.localPort} from a program on this machine. Web pages of other sites have no access.`,
    };
    response.writeHead(403, { 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify(body));
  };
}

function crossSiteProblem({ headers, socket }: IncomingMessage): string | undefined {
  const { host = '', origin, 'sec-fetch-site': site } = headers;
  if (!loopbackNames.some((name) => isOwnHost(host, name, socket.localPort))) {
    return 'its Host is not a name of this machine with this port';
  }
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
    return 'its Origin is another site';
  }
  const isOwn = site === undefined || site === 'same-origin' || site === 'none';
  return isOwn ? undefined : 'it comes from a page of another site';
}

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'] as const;

function isOwnHost(host: string, name: string, port: number | undefined): boolean {
  const written = host.toLowerCase();
  return written === `${name}:${port}` || (port === 80 && written === name);
}

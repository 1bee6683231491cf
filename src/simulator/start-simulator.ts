/** Serves a simulated HubSpot account over HTTP on this machine. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Failure } from '../model/failure.ts';
import type { ContactId } from '../model/target.ts';
import type { Instant } from '../model/time.ts';
import type { SentEmail } from './account/account.ts';
import type { AccountSeed, SeedEnrollment } from './account/account-seed.ts';
import type { Inspection, LoggedRequest } from './account/inspection.ts';
import { applyManualAction, type ManualAction } from './account/manual-action.ts';
import { type Variants, withDefaultVariants } from './routes/variants.ts';
import { simulatedToken } from './server/access.ts';
import { type AppState, simulatorApp } from './server/app.ts';
import { type Fault, faultPlan } from './server/fault.ts';
import { type RateLimit, rateLimiter, defaultRateLimit } from './server/rate-limits.ts';
import { type InProcessRequest, type InProcessResponse, serveInProcess } from './server/serve-in-process.ts';
import {
  advanceStore,
  inspectStore,
  openStore,
  snapshotStore,
  type StoreOptions,
} from './store/open-store.ts';

export { simulatedToken } from './server/access.ts';

export interface SimulatorOptions extends StoreOptions {
  /** 0 or undefined: any free port. */
  readonly port?: number;
  readonly rateLimit?: RateLimit | 'off';
  readonly variants?: Partial<Variants>;
  readonly faults?: readonly Fault[];
}

export interface Simulator {
  /** `http://127.0.0.1:PORT`, without a trailing slash. */
  readonly url: string;
  readonly portalId: number;
  readonly token: string;
  /** Closes the server and every connection, including those that wait for a response. */
  close(): Promise<void>;
  inspect(): Inspection;
  /** Returns a copy of the whole account as plain data, contacts and lists included. */
  snapshot(): AccountSeed;
  /** Returns the enrollments as they are now. Shared with the account: the caller must not change them. */
  enrollments(): Iterable<SeedEnrollment>;
  /** Returns the address of a contact; undefined without one. */
  emailOf(id: ContactId): string | undefined;
  /** Returns the time of the account's clock. */
  now(): Instant;
  /** Returns the emails that sequences sent since the server started, oldest first. A state file does not keep them. */
  sentEmails(): readonly SentEmail[];
  /** Advances the clock of the account by milliseconds, or by a duration such as `3d`. */
  advance(duration: string | number): Promise<void>;
  /** Applies an action that a user or a contact takes by hand. */
  act(action: ManualAction): Promise<void>;
  /** Replaces all faults and restarts their counts. */
  setFaults(faults: readonly Fault[]): void;
  requests(): readonly LoggedRequest[];
  /** Serves a request of this process as the server would, without a connection and without faults. */
  serve(request: InProcessRequest): Promise<InProcessResponse>;
  /** Replaces the account with a new one from the same seed, with the next portal id. */
  reset(): Promise<void>;
}

/**
 * Starts the server on 127.0.0.1. Throws a `Failure` when it cannot listen on the port or cannot read the state
 * file.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const store = openStore(options);
  const state: AppState = {
    store,
    limiter: rateLimiter(options.rateLimit ?? defaultRateLimit, Date.now),
    variants: withDefaultVariants(options.variants ?? {}),
    faults: faultPlan(options.faults ?? []),
    correlationId: correlationIds(),
  };
  // An unreadable state file fails the start, not the first request.
  store.read();
  const listener = getRequestListener(simulatorApp(state).fetch);
  const server = createServer(
    rejectCrossSiteRequests((request, response) => void listener(request, response)),
  );
  const port = await listen(server, options.port ?? 0);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    get portalId() {
      return store.read().head.portalId;
    },
    token: simulatedToken,
    close: () => close(server),
    inspect: () => inspectStore(store),
    snapshot: () => snapshotStore(store),
    enrollments: () => store.read().enrollments.values(),
    emailOf: (id) => store.read().contacts.get(id)?.email,
    now: () => store.read().head.now,
    sentEmails: () => store.read().sentEmails,
    advance: (duration) => advanceStore(store, duration),
    act: (action) => store.mutate((account) => applyManualAction(account, action)),
    setFaults: (faults) => {
      state.faults = faultPlan(faults);
    },
    requests: () => store.requests(),
    serve: serveInProcess(state, url),
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
      help: 'Pass another port with --port, or leave it out to use any free port.',
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

/**
 * Returns a listener that refuses, with 403, each request that a web page of another site may have caused: a browser
 * on this machine would send such a request to the simulator. `Host` must be a name of this machine with the port of
 * the server, which stops DNS rebinding. `Origin` and `Sec-Fetch-Site` must be absent, as from programs that are not
 * browsers, or those of the simulator itself.
 */
function rejectCrossSiteRequests(listener: RequestListener): RequestListener {
  return (request, response) => {
    const problem = crossSiteProblem(request);
    if (problem === undefined) return listener(request, response);
    const body = {
      status: 'error',
      category: 'FOREIGN_PAGE',
      code: 'simulator-cross-origin',
      message: `The simulator refused the request: ${problem}.`,
      help: `Send the request to http://127.0.0.1:${request.socket.localPort} from a program on this machine, not from a web page.`,
    };
    response.writeHead(403, { 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify(body));
  };
}

function crossSiteProblem({ headers, socket }: IncomingMessage): string | undefined {
  const { host = '', origin, 'sec-fetch-site': site } = headers;
  if (!loopbackNames.some((name) => isOwnHost(host, name, socket.localPort))) {
    return 'its Host is not a loopback name with the port of the simulator';
  }
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
    return 'its Origin is another site';
  }
  const isOwn = site === undefined || site === 'same-origin' || site === 'none';
  return isOwn ? undefined : 'it comes from a page of another site';
}

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'] as const;

function isOwnHost(host: string, name: string, port: number | undefined): boolean {
  const lowerCaseHost = host.toLowerCase();
  return lowerCaseHost === `${name}:${port}` || (port === 80 && lowerCaseHost === name);
}

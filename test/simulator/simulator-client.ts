import { onTestFinished } from 'vitest';
import type { Simulator, SimulatorOptions } from '../../src/simulator/start-simulator.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';

/** A simulator without lag and limits that ends with the test. */
export async function simulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const started = await startSimulator({ lagMilliseconds: 0, rateLimit: 'off', ...options });
  onTestFinished(() => started.close());
  return started;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // The shape is what the tests are about.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

/** One request as a HubSpot client would send it: `POST /path`, with a JSON body. */
export async function call(
  { url, token }: { readonly url: string; readonly token: string },
  request: string,
  body?: unknown,
): Promise<Reply> {
  const [method = '', path = ''] = request.split(' ');
  const response = await fetch(`${url}${path}`, {
    method,
    redirect: 'manual',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, headers: response.headers, text, body: isJson ? tryParse(text) : text };
}

/** Enrolls in a sequence by the documented route, as Maria unless told otherwise. */
export function enroll(
  to: { readonly url: string; readonly token: string },
  contactId: string,
  { sequenceId = '5510021', userId = '7001', senderEmail = 'maria@acme.example' } = {},
): Promise<Reply> {
  const path = `/automation/sequences/2026-03/enrollments?userId=${userId}`;
  return call(to, `POST ${path}`, { contactId, sequenceId, senderEmail });
}

/** A contact's properties, as strings or null. */
export async function propertiesOf(
  to: { readonly url: string; readonly token: string },
  contactId: string,
  names: readonly string[],
): Promise<Readonly<Record<string, string | null>>> {
  const path = `/crm/v3/objects/contacts/${contactId}?properties=${names.join(',')}`;
  const { body } = await call(to, `GET ${path}`);
  return Object.fromEntries(names.map((name) => [name, body.properties[name]]));
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

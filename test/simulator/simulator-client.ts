import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Inspection } from '../../src/simulator/account/inspection.ts';
import type { Simulator, SimulatorOptions } from '../../src/simulator/start-simulator.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';

/** Starts a simulator without lag and limits; stops it at the end of the test. */
export async function simulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const started = await startSimulator({ lagMilliseconds: 0, rateLimit: 'off', ...options });
  onTestFinished(() => started.close());
  return started;
}

/** Creates an empty folder; deletes it at the end of the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

export interface ReceivedResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // The tests assert its shape.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

/** Sends a request, written as `POST /path`, with an optional JSON body. Adds the fields of `requiredFields`. */
export async function send(
  { url, token }: { readonly url: string; readonly token: string },
  request: string,
  body?: unknown,
): Promise<ReceivedResponse> {
  const [method = '', path = ''] = request.split(' ');
  const response = await fetch(`${url}${path}`, {
    method,
    redirect: 'manual',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(withRequiredFields(path, body)) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, headers: response.headers, text, body: isJson ? tryParse(text) : text };
}

/** Fields that HubSpot's specification requires and most tests do not care about, by the end of the path. */
const requiredFields: Readonly<Record<string, object>> = {
  '/contacts/batch/read': { properties: [], propertiesWithHistory: [] },
  '/contacts/search': { filterGroups: [], properties: [], sorts: [], limit: 10, after: '0' },
  '/lists/search': { offset: 0, listIds: [], additionalProperties: [], processingTypes: [] },
};

function withRequiredFields(path: string, body: unknown): unknown {
  const fields = Object.entries(requiredFields).find(([end]) => path.endsWith(end))?.[1];
  return fields && typeof body === 'object' && body !== null ? { ...fields, ...body } : body;
}

/** Enrolls a contact in a sequence through the documented route; the default sender is Maria. */
export function enroll(
  account: { readonly url: string; readonly token: string },
  contactId: string,
  { sequenceId = '5510021', userId = '7001', senderEmail = 'maria@acme.example' } = {},
): Promise<ReceivedResponse> {
  const path = `/automation/sequences/2026-03/enrollments?userId=${userId}`;
  return send(account, `POST ${path}`, { contactId, sequenceId, senderEmail });
}

/** Reads properties of a contact; each value is a string or null. */
export async function propertiesOf(
  account: { readonly url: string; readonly token: string },
  contactId: string,
  names: readonly string[],
): Promise<Readonly<Record<string, string | null>>> {
  const path = `/crm/v3/objects/contacts/${contactId}?properties=${names.join(',')}`;
  const { body } = await send(account, `GET ${path}`);
  return Object.fromEntries(names.map((name) => [name, body.properties[name]]));
}

/** Returns the enrollments of a contact, oldest first. */
export function enrollmentsOf(
  account: { readonly inspect: () => Inspection },
  id: string,
): Inspection['enrollments'] {
  return account.inspect().enrollments.filter(({ contactId }) => contactId === id);
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

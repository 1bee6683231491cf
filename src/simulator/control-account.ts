/** Controls a simulated account from outside: through its state file, or through the server that holds it. */
import { Failure } from '../model/failure.ts';
import { isFailureCode } from '../model/results/problem-codes.ts';
import type { ManualAction } from './account/manual-action.ts';
import { applyManualAction } from './account/manual-action.ts';
import type { Inspection } from './account/inspection.ts';
import type { AccountStore } from './store/account-store.ts';
import { advanceStore, inspectStore, openStore } from './store/open-store.ts';

export type SimulatorLocation = { readonly url: string } | { readonly stateFile: string };

/** Advances the clock of the account by milliseconds, or by a duration such as `3d`. */
export async function advanceAccount(location: SimulatorLocation, duration: string | number): Promise<void> {
  if ('url' in location)
    await sendControlRequest(location.url, 'advance', { method: 'POST', body: { duration } });
  else await advanceStore(openStateFile(location), duration);
}

/** Returns the clock, the emails sent, the requests and the enrollments of the account. */
export async function inspectSimulatedAccount(location: SimulatorLocation): Promise<Inspection> {
  if (!('url' in location)) return inspectStore(openStateFile(location));
  return JSON.parse(await sendControlRequest(location.url, 'inspect', { method: 'GET' }));
}

/** Replaces the account with a new one from the same seed; resolves to its portal id, the next number. */
export async function resetAccount(location: SimulatorLocation): Promise<number> {
  if ('url' in location) await sendControlRequest(location.url, 'reset', { method: 'POST' });
  else await openStateFile(location).reset();
  return (await inspectSimulatedAccount(location)).portalId;
}

/** Applies an action that a user or a contact takes by hand. */
export async function actOnAccount(location: SimulatorLocation, action: ManualAction): Promise<void> {
  if ('url' in location) await sendControlRequest(location.url, 'act', { method: 'POST', body: action });
  else await openStateFile(location).mutate((account) => applyManualAction(account, action));
}

function openStateFile({ stateFile }: { readonly stateFile: string }): AccountStore {
  return openStore({ stateFile });
}

async function sendControlRequest(
  url: string,
  verb: string,
  request: { readonly method: string; readonly body?: unknown },
): Promise<string> {
  const endpoint = `${url.replace(/\/+$/, '')}/simulator/${verb}`;
  let response: Response;
  try {
    response = await fetch(endpoint, {
      method: request.method,
      headers: { 'content-type': 'application/json' },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
  } catch (cause) {
    throw unreachableFailure(`No simulator responds at ${url}.`, cause);
  }
  const text = await response.text();
  if (response.ok) return text;
  throw (
    parseFailure(text) ??
    unreachableFailure(`The server at ${url} is not a simulator (status ${response.status}).`)
  );
}

/** Returns the `Failure` that the server put into the response body, or undefined for any other text. */
function parseFailure(text: string): Failure | undefined {
  try {
    const body: { code: string; message: string; help: string } = JSON.parse(text);
    const { code } = body;
    return isFailureCode(code) && body.help && body.message ? new Failure({ ...body, code }) : undefined;
  } catch {
    return undefined;
  }
}

function unreachableFailure(message: string, cause?: unknown): Failure {
  const help = 'Start one with `rollcall simulator start --port 8787`, and pass its address with --url.';
  return new Failure({ code: 'simulator-unreachable', message, help, cause });
}

/** Steering a simulated account from outside: through its state file, or through the server that has it. */
import { Failure } from '../model/failure.ts';
import { isFailureCode } from '../model/problem-codes.ts';
import type { ManualAction } from './account/manual-action.ts';
import { applyManualAction } from './account/manual-action.ts';
import type { Inspection } from './account/inspection.ts';
import type { AccountStore } from './store/account-store.ts';
import { advanceStore, inspectStore, openStore } from './store/open-store.ts';

/** Where the account is. */
export type SimulatorLocation = { readonly url: string } | { readonly stateFile: string };

/** Lets time pass: milliseconds, or `3d`. */
export async function advanceAccount(place: SimulatorLocation, duration: string | number): Promise<void> {
  if ('url' in place) await sendControlRequest(place.url, 'advance', { method: 'POST', body: { duration } });
  else await advanceStore(openStateFile(place), duration);
}

/** What the account knows of itself. */
export async function inspectSimulatedAccount(place: SimulatorLocation): Promise<Inspection> {
  if (!('url' in place)) return inspectStore(openStateFile(place));
  return JSON.parse(await sendControlRequest(place.url, 'inspect', { method: 'GET' }));
}

/** A new account with the next portal id; resolves to that id. */
export async function resetAccount(place: SimulatorLocation): Promise<number> {
  if ('url' in place) await sendControlRequest(place.url, 'reset', { method: 'POST' });
  else await openStateFile(place).reset();
  return (await inspectSimulatedAccount(place)).portalId;
}

/** Somebody does something by hand. */
export async function actOnAccount(place: SimulatorLocation, event: ManualAction): Promise<void> {
  if ('url' in place) await sendControlRequest(place.url, 'act', { method: 'POST', body: event });
  else await openStateFile(place).mutate((account) => applyManualAction(account, event));
}

function openStateFile({ stateFile }: { readonly stateFile: string }): AccountStore {
  return openStore({ stateFile });
}

async function sendControlRequest(
  url: string,
  verb: string,
  request: { readonly method: string; readonly body?: unknown },
): Promise<string> {
  const address = `${url.replace(/\/+$/, '')}/simulator/${verb}`;
  let response: Response;
  try {
    response = await fetch(address, {
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

/** The `Failure` that the server was met with, if that is what the text holds. */
function parseFailure(text: string): Failure | undefined {
  try {
    const answer: { code: string; message: string; help: string } = JSON.parse(text);
    const { code } = answer;
    return isFailureCode(code) && answer.help && answer.message
      ? new Failure({ ...answer, code })
      : undefined;
  } catch {
    return undefined;
  }
}

function unreachableFailure(message: string, cause?: unknown): Failure {
  const help = 'Start one with `rollcall simulator start --port 8787`, and give its address with --url.';
  return new Failure({ code: 'simulator-unreachable', message, help, cause });
}
